"""A number on the board, clicked, is the number of records that are listed."""

from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.visiting import COMMANDER, COORDINATOR, numeral

Figures = dict[str, int]


def _figures(page: Page) -> dict[str, tuple[int, str]]:
    """Return what each figure of the board says, and where it leads."""
    page.goto("/operations")
    page.locator("main tbody th a").first.click()
    links = page.locator(".figure-numeral a")
    links.first.wait_for()
    labels = page.locator(".figure:has(.figure-numeral a) .figure-label").all_inner_texts()
    return {
        label: (numeral(link.inner_text()), link.get_attribute("href") or "")
        for label, link in zip(labels, links.all(), strict=True)
    }


def _listed(page: Page) -> int:
    """Count the records on all pages of a list."""
    counted = page.locator("[data-row]").count()
    following = page.locator("a[rel=next]")
    while following.count():
        following.click()
        page.wait_for_load_state()
        counted += page.locator("[data-row]").count()
    return counted


def _checked(page: Page) -> Figures:
    seen: Figures = {}
    for label, (number, href) in _figures(page).items():
        page.goto(href)
        assert _listed(page) == number, label
        seen[label] = number
    return seen


def test_each_figure_clicked_lists_that_many_records_and_an_agency_sees_its_own_only(visit: Visit) -> None:
    nation, colorado = _checked(visit(COORDINATOR)), _checked(visit(COMMANDER))
    assert nation["Arrests"] > 0
    assert all(number <= nation[label] for label, number in colorado.items())
    assert colorado["Complaints investigated"] < nation["Complaints investigated"]
