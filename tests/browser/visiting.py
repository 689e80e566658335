"""How a person comes in and where they go: shared by the tests in a browser and by the pictures."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, TypeAlias
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

Scheme: TypeAlias = Literal["light", "dark"]

DESK = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
COORDINATOR = "coordinator.national@example.com"
COMMANDER = "commander.co@example.com"
CHROMIUM = shutil.which("chromium")

FLAGS = (
    "--no-sandbox",  # as root in a container there is no other way
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@contextmanager
def started() -> Iterator[Browser]:
    """Start Debian's chromium for as long as the block runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        try:
            yield browser
        finally:
            browser.close()


def sign_in(context: BrowserContext, site: str, email: str, password: str) -> Page:
    """Sign in and return the person's first page."""
    page = context.new_page()
    page.goto(f"{site}/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.locator("#rail").wait_for(state="attached")
    return page


def hand_in(site: str, raw: bytes, key: str) -> None:
    """Hand a document in as a provider does."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/xml"}
    with urlopen(Request(f"{site}/api/v1/submissions", raw, headers)):  # noqa: S310 - our own server
        return


def numeral(words: str) -> int:
    """Return the first number in some words: 1,024 of `1,024 records`."""
    found = re.search(r"\d[\d,]*", words)
    assert found, words
    return int(found[0].replace(",", ""))


def first_link(page: Page, site: str, path: str, links: str = "[data-open]") -> str:
    """Return the path to which the first of a page's links leads."""
    page.goto(site + path)
    href = page.locator(links).first.get_attribute("href")
    assert href, f"{path} lists nothing"
    return href
