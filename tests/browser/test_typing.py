"""Typing in a report, with the keyboard alone and without script."""

import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.visiting import COMMANDER

pytestmark = pytest.mark.long

CALLER = "An invented caller says in a few administrative words what happened to an invented account."
A_MINUTE = 60.0
A_KEY_MS = 90
"""Milliseconds per key of a practised typist."""


def test_a_call_is_typed_in_by_keyboard_alone_in_under_a_minute(visit: Visit) -> None:
    page = visit(COMMANDER)
    page.goto("/queue")
    began = time.monotonic()
    keys = page.keyboard
    keys.press("c")
    page.wait_for_url("**/reports/typing")
    expect(page.get_by_label("Names, numbers and addresses")).to_be_focused()
    keys.type("Testbed Chat: sample.user.78\n(303) 555-0142", delay=A_KEY_MS)
    expect(page.locator("#seen")).to_contain_text("read as +13035550142")
    for _ in range(3):
        keys.press("Tab")
    keys.type(CALLER, delay=A_KEY_MS)
    keys.press("Tab")
    keys.press("Space")
    for _ in range(5):
        keys.press("Tab")
    keys.press("Enter")
    page.wait_for_url("**/reports/*-*")
    expect(page.locator(".undo")).to_contain_text("is received, receipt R-")
    expect(page.locator(".undo")).to_contain_text("Assigned to Colorado ICAC Task Force")
    assert time.monotonic() - began < A_MINUTE


def test_earlier_reports_appear_while_the_number_is_typed(visit: Visit) -> None:
    page = visit(COMMANDER)
    for number in range(2):
        page.goto("/reports/typing")
        page.get_by_label("Names, numbers and addresses").fill("303-555-0177")
        expect(page.locator("#seen")).to_contain_text("holds +13035550177" if number else "None that you may see")
        page.get_by_label("What the caller said").fill(CALLER)
        page.get_by_role("button", name="Hand in the report").click()
        expect(page.locator(".undo")).to_contain_text("is received")


def test_a_corrected_kind_stays_while_typing_goes_on(visit: Visit) -> None:
    page = visit(COMMANDER)
    page.goto("/reports/typing")
    box = page.get_by_label("Names, numbers and addresses")
    box.fill("3035550178")
    page.get_by_label("What 3035550178 is").select_option(label="Account")
    expect(page.locator("#seen")).not_to_contain_text("read as")
    box.press_sequentially("\n@sample")
    expect(page.locator("#seen")).to_contain_text("@sample")
    expect(page.get_by_label("What 3035550178 is")).to_have_value("account")


def test_it_works_without_script(visit: Visit) -> None:
    page = visit(COMMANDER, script=False)
    page.goto("/reports/typing")
    page.get_by_label("Names, numbers and addresses").fill("303-555-0179")
    page.get_by_label("What the caller said").fill(CALLER)
    page.get_by_role("button", name="Look for earlier reports").click()
    expect(page.locator("#seen")).to_contain_text("read as +13035550179")
    page.get_by_role("button", name="Hand in the report").click()
    expect(page.locator(".undo")).to_contain_text("is received")
