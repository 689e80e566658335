"""Takes the pictures in docs/pictures of a demo that is being served.

`python -m tests.browser.pictures http://127.0.0.1:8000 PASSWORD KEY`; the demo says its password and a provider's key
when it is made.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.reporter import ANSWERS, goes_on
from tests.browser.visiting import COMMANDER, COORDINATOR, DESK, PHONE, Scheme, first_link, hand_in, sign_in, started

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SAMPLE = b"""<?xml version="1.0"?>
<report>
<incidentSummary>
<incidentType>Sample</incidentType>
</incidentSummary>
<personOrUserReported><email>sample@example.com</email></personOrUserReported>
</report>"""
BROKEN = (
    SAMPLE.replace(b"</incidentSummary>", b"</incidentSumary>"),
    SAMPLE[:-30],
    SAMPLE.replace(b"sample@", b"s\x00mple@"),
    SAMPLE.replace(b"report>", b"feed>"),
    b'{"reportedInformation": {"files": [}}',
)
"""What a provider might send that cannot be read."""

LIMIT = 300_000
"""Bytes that a picture may have."""


def take(site: str, password: str, key: str) -> None:
    """Take every picture anew."""
    for raw in BROKEN:
        hand_in(site, raw, key)
    with started() as browser:
        signed_out = browser.new_page(viewport=DESK)
        signed_out.goto(f"{site}/sign-in")
        keep(signed_out, "sign-in")
        for name, viewport in (("public-form", DESK), ("public-form-phone", PHONE)):
            asked(browser.new_page(viewport=viewport, base_url=site), name)
        desk = visitor(browser, site, password, COMMANDER)
        show(desk, site, "/queue?show=working", "queue")
        show(desk, site, first_link(desk, site, "/queue?show=working"), "report")
        show(desk, site, case_of(desk, site), "case")
        typed(desk, site)
        show(desk, site, first_link(desk, site, "/conflicts"), "conflict")
        nation = visitor(browser, site, password, COORDINATOR)
        board = first_link(nation, site, "/operations", "main tbody th a")
        show(nation, site, board, "operation")
        show(nation, site, "/quarantine", "quarantine")
        show(nation, site, first_link(nation, site, "/quarantine"), "quarantined")
        show(visitor(browser, site, password, COORDINATOR, scheme="dark"), site, board, "operation-dark")
        show(visitor(browser, site, password, COMMANDER, viewport=PHONE), site, "/queue", "queue-phone")


def visitor(
    browser: Browser, site: str, password: str, email: str, *, viewport: ViewportSize = DESK, scheme: Scheme = "light"
) -> Page:
    """Sign somebody in on a screen of this size, in light or dark."""
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    return sign_in(context, site, email, password)


def case_of(page: Page, site: str) -> str:
    """Return the path of a case that came to an arrest, or of the first one where none on the list did."""
    page.goto(f"{site}/cases?show=closed")
    arrested = page.locator("[data-row]", has=page.locator("[data-label=Arrests]", has_not_text="0"))
    chosen = arrested.first if arrested.count() else page.locator("[data-row]").first
    return chosen.locator("[data-open]").get_attribute("href") or "/cases"


def asked(page: Page, name: str) -> None:
    """Take the picture of the public form: on a desk the third question, not answered; on a phone the first."""
    page.goto("/report")
    if page.viewport_size == DESK:
        for answer in ANSWERS[:2]:
            answer(page)
            goes_on(page)
        goes_on(page)
    else:
        ANSWERS[0](page)
    keep(page, name)


def typed(page: Page, site: str) -> None:
    """Take the picture of a report that is being typed in."""
    page.goto(f"{site}/reports/typing")
    page.get_by_label("Names, numbers and addresses").fill("Testbed Chat: sample.user.77\n(303) 555-0142")
    page.locator("#seen li").first.wait_for()
    keep(page, "typed-report")


def show(page: Page, site: str, path: str, name: str) -> None:
    """Take the picture of a page."""
    page.goto(site + path)
    keep(page, name)


def keep(page: Page, name: str) -> None:
    """Write what the screen shows; refuse a picture that is too large to keep."""
    page.evaluate("document.fonts.ready")
    picture = page.screenshot(animations="disabled")
    if len(picture) > LIMIT:
        sys.exit(f"{name}.png would have {len(picture):,} bytes; {LIMIT:,} is the most")
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.png").write_bytes(picture)


if __name__ == "__main__":
    take(*sys.argv[1:4])
