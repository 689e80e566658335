"""The queue by keyboard: the pane follows, acts are looked at before they are done, news moves nothing."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.visiting import COMMANDER, COORDINATOR, PHONE


def _number(page: Page) -> str:
    return page.locator("[data-row][aria-current] [data-open]").inner_text()


def test_the_pane_follows_the_keyboard_and_the_focus_stays_in_the_list(visit: Visit) -> None:
    page = visit(COORDINATOR)
    page.goto("/queue?show=working")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#detail .record-title")).to_contain_text(_number(page))
    assert page.evaluate("document.activeElement.closest('[data-row]').getAttribute('aria-current')") == "true"
    page.keyboard.press("k")
    expect(page.locator("#detail .record-title")).to_contain_text(_number(page))


def test_escape_leads_back_from_a_report_to_its_row_and_looking_again_keeps_it(visit: Visit) -> None:
    page = visit(COORDINATOR)
    page.goto("/queue?show=working")
    page.keyboard.press("j")
    page.keyboard.press("j")
    number = _number(page)
    expect(page.locator("#detail .record-title")).to_contain_text(number)
    page.keyboard.press("o")
    page.wait_for_url("**/reports/*")
    page.keyboard.press("Escape")
    page.wait_for_url("**/queue?show=working*")
    assert _number(page) == number
    page.keyboard.press("k")
    number = _number(page)
    expect(page.locator("#detail .record-title")).to_contain_text(number)
    page.get_by_role("link", name="Look again").click()
    page.wait_for_url("**at=*")
    assert _number(page) == number


def test_f_shows_what_would_happen_and_changes_nothing(visit: Visit) -> None:
    page = visit(COORDINATOR)
    page.goto("/queue?show=working&tier=7")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-picked]")).to_have_text("2 selected, or")
    page.keyboard.press("f")
    expect(page.locator("h1")).to_contain_text("of 2 reports")
    expect(page.locator(".head-line")).to_contain_text("Nothing is changed yet")
    page.get_by_role("link", name="Back to the queue").click()
    expect(page.locator(".tabs [aria-current]")).to_contain_text("Under investigation")


def test_suggestions_are_accepted_by_keyboard_after_a_look(visit: Visit) -> None:
    page = visit(COORDINATOR)
    page.goto("/queue?show=waiting")
    many = page.locator("[data-row]").count()
    page.keyboard.press("x")
    page.keyboard.press("y")
    expect(page.locator("h1")).to_contain_text("1 of 1 report")
    page.locator("main .button-filled").click()
    expect(page.locator(".undo")).to_contain_text("1 report is assigned as suggested.")
    expect(page.locator("[data-row]")).to_have_count(many - 1)


def test_a_slash_opens_the_filters_with_the_focus_and_the_address_holds_only_what_was_chosen(visit: Visit) -> None:
    page = visit(COORDINATOR)
    page.goto("/queue")
    page.keyboard.press("/")
    expect(page.get_by_label("Provider has")).to_be_focused()
    page.keyboard.type("social")
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue?provider=social*")
    assert "state=" not in page.url
    expect(page.locator(".chip").first).to_contain_text("social")


def test_news_is_announced_in_a_line_and_moves_no_row(visit: Visit) -> None:
    page = visit(COORDINATOR)
    page.goto("/queue")
    before = page.locator("[data-open]").all_inner_texts()
    live = page.locator("#live")
    page.evaluate("document.getElementById('live').dataset.since = '2018-01-01T00:00:00+00:00'")
    page.clock.install()
    page.goto("/queue")
    page.evaluate("document.getElementById('live').dataset.since = '2018-01-01T00:00:00+00:00'")
    page.clock.run_for(31_000)
    expect(live).to_contain_text("new report")
    expect(live.get_by_role("link", name="show them")).to_be_visible()
    assert page.locator("[data-open]").all_inner_texts() == before


def test_on_a_phone_a_row_leads_to_its_report_and_the_filters_fit(visit: Visit) -> None:
    page = visit(COORDINATOR, viewport=PHONE)
    page.goto("/queue?show=working")
    page.locator("[data-open]").first.click()
    page.wait_for_url("**/reports/*")
    page.goto("/queue?narrow=1")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


def test_the_list_of_keys_names_what_the_queue_adds(visit: Visit) -> None:
    page = visit(COORDINATOR)
    page.goto("/queue")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog")
    for words in ("fold", "undo what was just done", "mark unread", "filter, order, columns"):
        expect(keys).to_contain_text(words)


@pytest.mark.long
def test_t_shows_what_would_be_offered_and_after_g_it_leads_to_the_transfers(visit: Visit) -> None:
    page = visit(COMMANDER)
    page.goto("/queue?show=working")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/transfers")
    page.goto("/queue?show=working")
    page.keyboard.press("j")
    page.keyboard.press("t")
    expect(page.locator("h1")).to_contain_text("Transfer: 0 of 1 report")
    expect(page.get_by_text("it is under investigation")).to_be_visible()
