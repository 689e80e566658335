"""Hands that stay on the keyboard."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visit
from tests.browser.visiting import COMMANDER, COORDINATOR


def _current(page: Page) -> str:
    return page.locator("[data-row][aria-current] [data-open]").inner_text()


def test_the_keyboard_alone_signs_in_and_reaches_the_board(visit: Visit, site: Site) -> None:
    page = visit("")
    page.goto("/sign-in")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type(COMMANDER)
    page.keyboard.press("Tab")
    page.keyboard.type(site.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue")
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url("**/operations")
    _tab_to(page, "main tbody th a")
    page.keyboard.press("Enter")
    expect(page.locator(".figure")).to_have_count(5)


def test_j_and_k_move_the_current_row_and_o_opens_it(visit: Visit) -> None:
    page = visit(COORDINATOR)
    page.goto("/queue")
    first = _current(page)
    page.keyboard.press("j")
    second = _current(page)
    assert second != first
    page.keyboard.press("k")
    assert _current(page) == first
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/reports/*")
    expect(page.locator("h1")).to_have_text(second)


def test_a_question_mark_opens_the_list_of_keys_and_escape_closes_it(visit: Visit) -> None:
    page = visit(COORDINATOR)
    page.goto("/queue")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog")
    expect(keys).to_contain_text("next, previous row")
    page.keyboard.press("Escape")
    expect(keys).not_to_be_visible()


def test_keys_are_letters_in_a_field(visit: Visit) -> None:
    page = visit(COORDINATOR)
    page.goto("/queue?show=waiting")
    first, reason = _current(page), page.get_by_label("Reason")
    page.keyboard.press("a")
    reason.focus()
    page.keyboard.type("j")
    assert _current(page) == first
    expect(reason).to_have_value("j")


def test_the_menu_of_a_small_screen_opens_and_closes_however_often(visit: Visit) -> None:
    page = visit(COORDINATOR, viewport={"width": 900, "height": 900})
    page.goto("/operations")
    toggle, rail = page.locator(".rail-toggle"), page.locator(".rail[data-open]")
    for _ in range(2):
        toggle.click()
        expect(rail).to_have_count(1)
        page.keyboard.press("Escape")
        expect(rail).to_have_count(0)
        page.mouse.click(600, 600)
    toggle.click()
    page.mouse.click(600, 600)
    expect(rail).to_have_count(0)


def _tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"Tab does not reach {wanted}")
