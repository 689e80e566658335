"""The public form in a browser: on a phone, in Spanish, without script, by keyboard alone, and left in a hurry."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visit
from tests.browser.reporter import ANSWERS, goes_on, pages_of
from tests.browser.test_pages import SCREENS, UNGRACIOUS, Screen, _watched
from tests.browser.visiting import PHONE

pytestmark = pytest.mark.long

NEUTRAL = "https://www.weather.gov/"
CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
SMALLEST = """() => Math.min(...[...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
LEAVE = """() => { const box = document.querySelector(".public-top .leave").getBoundingClientRect();
  return [box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth, box.height]; }"""


def neutral(page: Page) -> Page:
    """Let the neutral site be answered here: no test asks anybody outside."""
    page.context.route(f"{NEUTRAL}**", lambda route: route.fulfill(body="Fair weather", content_type="text/plain"))
    return page


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_every_page_of_it_is_accessible_quiet_large_enough_and_has_the_way_out_on_the_screen(
    visit: Visit, site: Site, screen: Screen
) -> None:
    page = visit("", viewport=screen.size, scheme=screen.scheme)
    axe, faults, heard = Axe(), [], _watched(page, site)
    for name in pages_of(page):
        page.mouse.wheel(0, 4000)
        page.wait_for_timeout(60)
        faults += [
            f"{name}: {fault['id']}: {node['html']}"
            for fault in axe.run(page).response["violations"]
            if fault["impact"] in UNGRACIOUS
            for node in fault["nodes"]
        ]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{name}: {wide} px too wide"] if wide > 0 else []
        smallest = page.evaluate(SMALLEST)
        faults += [f"{name}: letters of {smallest} px"] if smallest < 16 else []
        on_screen, height = page.evaluate(LEAVE)
        faults += [f"{name}: the way out is off the screen or {height} px high"] if not on_screen or height < 44 else []
    assert faults + heard == []


def test_errors_are_said_on_top_with_the_focus_and_lead_to_the_field(visit: Visit) -> None:
    page = visit("", viewport=PHONE)
    page.goto("/report")
    goes_on(page)
    summary = page.locator(".errors")
    expect(summary).to_be_focused()
    faults = [fault["id"] for fault in Axe().run(page).response["violations"] if fault["impact"] in UNGRACIOUS]
    assert faults == []
    summary.get_by_role("link").click()
    expect(page.locator("#id_about_0")).to_be_focused()


def test_in_spanish_on_a_phone_without_script(visit: Visit) -> None:
    page = visit("", viewport=PHONE, script=False)
    page.goto("/report")
    page.get_by_role("button", name="Español").click()
    for answer in ANSWERS:
        expect(page.locator("html")).to_have_attribute("lang", "es")
        answer(page)
        page.get_by_role("button", name="Continuar").last.click()
    page.wait_for_timeout(6_500)
    page.get_by_role("button", name="Enviar el informe").click()
    expect(page.locator("h1")).to_have_text("Recibimos su informe")
    assert CODE.fullmatch(page.locator(".code-large").inner_text())


def test_by_keyboard_alone(visit: Visit) -> None:
    page = visit("")
    page.goto("/report")
    keys = page.keyboard
    keys.press("Tab")
    expect(page.locator(".skip[data-leave]")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")  # skip to the question
    for typed in (["Space"], ["Tab", "13"], ["sample.user.77"], ["Plain words."], ["Space"]):
        keys.press("Tab")
        for each in typed:
            if each in {"Space", "Tab"}:
                keys.press(each)
            else:
                keys.type(each)
        if typed == ["Plain words."]:
            keys.press("Tab")
        with page.expect_navigation():
            keys.press("Enter")
        page.locator("main").focus()
    expect(page.locator("h1")).to_have_text("Check and send")


def _half_a_draft(page: Page) -> None:
    page.goto("/report")
    for answer in ANSWERS[:3]:
        answer(page)
        goes_on(page)
    ANSWERS[3](page)


def _is_gone(page: Page) -> None:
    """The neutral site has taken the place of the form in the history, and the draft is no more."""
    page.wait_for_url(NEUTRAL)
    for _ in range(20):  # the word to clear is on its way to the server while the neutral site opens already
        page.goto("/report")
        if page.locator("h1").inner_text() == "What do you want to tell us about?":
            break
        page.wait_for_timeout(250)
    expect(page.locator("h1")).to_have_text("What do you want to tell us about?")
    expect(page.locator("[name=about]:checked")).to_have_count(0)


def test_the_whole_form_is_one_page_of_the_history(visit: Visit) -> None:
    page = visit("")
    page.goto("/report")
    before = page.evaluate("history.length")
    for answer in ANSWERS[:3]:
        answer(page)
        goes_on(page)
    assert page.evaluate("history.length") == before


def test_leave_now_replaces_the_page_and_clears_the_draft(visit: Visit) -> None:
    page = neutral(visit(""))
    page.goto("/sources")  # some page before
    _half_a_draft(page)
    page.locator(".public-top .leave").click()
    page.wait_for_url(NEUTRAL)
    page.go_back()
    expect(page.locator("h1")).to_have_text("Sign in")
    assert "/report" not in page.url
    _half_a_draft(page)
    page.locator(".public-top .leave").click()
    _is_gone(page)


def test_shift_three_times_leaves_too(visit: Visit) -> None:
    page = neutral(visit(""))
    _half_a_draft(page)
    expect(page.get_by_text("On a keyboard, press Shift three times.")).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Shift")
    _is_gone(page)


def test_two_capitals_in_a_sentence_do_not_leave(visit: Visit) -> None:
    page = visit("")
    _half_a_draft(page)
    page.locator("[name=account]").focus()
    for letter in ("A", "B", "C"):
        page.keyboard.down("Shift")
        page.keyboard.press(letter)
        page.keyboard.up("Shift")
    page.wait_for_timeout(300)
    assert page.url.endswith("/report")


def test_the_page_is_covered_before_anything_is_answered(visit: Visit) -> None:
    page = visit("")
    page.context.route(f"{NEUTRAL}**", lambda route: route.fulfill(status=204))  # the browser stays where it is
    _half_a_draft(page)
    page.locator(".public-top .leave").click()
    page.wait_for_timeout(200)
    assert page.evaluate("getComputedStyle(document.body).visibility") == "hidden"
    assert page.evaluate("document.title") == ""
    assert page.evaluate("document.querySelector('[name=account]').value") == ""


def test_without_script_leaving_is_a_plain_link_by_our_own_address(visit: Visit) -> None:
    page = neutral(visit("", script=False))
    page.goto("/report")
    for answer in ANSWERS[:2]:
        answer(page)
        page.locator("main .button-filled").click()
    page.locator(".public-top .leave").click()
    _is_gone(page)


def test_a_file_that_is_dropped_on_the_page_is_neither_opened_nor_sent(visit: Visit) -> None:
    page = visit("")
    _half_a_draft(page)
    prevented = page.evaluate(
        "() => !document.body.dispatchEvent(new DragEvent('drop', {bubbles: true, cancelable: true}))"
    )
    assert prevented
    expect(page.locator("input[type=file]")).to_have_count(0)
