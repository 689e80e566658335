"""Handing in with a browser: the pages that ask first are legible, within the screen, and work without script."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import Visit
from tests.browser.visiting import COMMANDER, DESK, PHONE
from tests.intake.formats.pdfs import pdf

pytestmark = pytest.mark.long

TABLE = 'CyberTip,Email,Remark\n9100001,a@example.com,=1+1\n9100002,"open\n9100003,nonsense,words\n'


def _chosen(page: Page, folder: Path, name: str, raw: bytes) -> None:
    path = folder / name
    path.write_bytes(raw)
    page.goto("/hand-in")
    page.get_by_label("File").set_input_files(path)
    with page.expect_navigation():
        page.get_by_role("button", name="Read the file").click()


def _faults(page: Page) -> list[str]:
    found = [fault["id"] for fault in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, *([f"{wide} px too wide"] if wide > 0 else [])]


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_that_ask_first_are_accessible_and_as_wide_as_their_screen(
    visit: Visit, tmp_path: Path, screen: ViewportSize
) -> None:
    page = visit(COMMANDER, viewport=screen)
    _chosen(page, tmp_path, "tip.pdf", pdf())
    faults = _faults(page)
    page.get_by_role("button", name="Hand in what is confirmed").click()
    expect(page.get_by_text("Nothing was handed in")).to_be_visible()
    faults += _faults(page)
    _chosen(page, tmp_path, "tips.csv", TABLE.encode())
    faults += _faults(page)
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_text("What became of it").first).to_be_visible()
    assert faults + _faults(page) == []


def test_a_pdf_is_confirmed_without_script(visit: Visit, tmp_path: Path) -> None:
    page = visit(COMMANDER)
    context = page.context
    page.close()
    page = visit("", script=False)
    page.context.add_cookies(context.cookies())
    _chosen(page, tmp_path, "tip.pdf", pdf(["CyberTipline Report 900000456", "Suspect", "Email: b@example.com"]))
    for choice in page.get_by_label("It says so").all()[:2]:
        choice.check()
    page.get_by_role("button", name="Hand in what is confirmed").click()
    page.get_by_role("link", name="tip.pdf").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("900000456")
