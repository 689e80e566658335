"""The editor of priorities by keyboard: a rule with days, a step of an axis to a typed place, a preview, in force."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.visiting import COMMANDER

pytestmark = pytest.mark.long


def test_a_commander_sets_priorities_by_keyboard_alone(visit: Visit) -> None:
    page = visit(COMMANDER)
    page.goto("/priorities")
    page.get_by_role("button", name="Begin a draft").press("Enter")
    expect(page.locator("h1")).to_contain_text("Draft of priorities")
    second = page.locator("#rules-2 [data-open]").inner_text()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("u")
    expect(page.locator("#rules-1[aria-current] [data-open]")).to_have_text(second)
    page.keyboard.press("o")
    expect(page.locator("h1")).to_contain_text(second)
    page.get_by_label("At most: days since the events").fill("30")
    page.keyboard.press("Enter")
    expect(page.locator("#rules-1")).to_contain_text("at most 30 days since the events")
    word = page.locator("#offender-1 [data-open]").inner_text()
    place = page.locator("#offender-1 .place")
    place.fill("2")
    place.press("Enter")
    expect(page.locator("#offender-2[aria-current] [data-open]")).to_have_text(word)
    page.keyboard.press("u")
    expect(page.locator("#offender-1[aria-current] [data-open]")).to_have_text(word)
    page.get_by_role("button", name="Preview the last 90 days").press("Enter")
    expect(page.get_by_role("heading", name="From tier to tier")).to_be_visible()
    page.get_by_role("link", name="Put in force").press("Enter")
    page.get_by_label("Reason").fill("Sample reason of a test")
    page.get_by_role("button", name="Put in force").press("Enter")
    expect(page.locator("main")).to_contain_text("open reports are judged again")
    expect(page.locator("main")).to_contain_text("at most 30 days since the events")
