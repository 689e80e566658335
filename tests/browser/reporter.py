"""Somebody who tells something by the public form, in a browser: shared by its tests and by the pictures."""

from collections.abc import Callable, Iterator

from playwright.sync_api import Page

Step = Callable[[Page], None]

MAIN = ".button-filled"


def goes_on(page: Page) -> None:
    """Press the main button of the page, and wait for the next one."""
    with page.expect_navigation():
        page.locator(f"main {MAIN}").click()


def _about(page: Page) -> None:
    page.locator("[name=about][value=contact]").check()


def _child(page: Page) -> None:
    page.locator("[name=danger][value=unknown]").check()
    page.locator("[name=age]").fill("13")
    page.locator("[name=zip_code]").fill("80203")


def _account(page: Page) -> None:
    page.locator("[name=handle]").fill("sample.user.77")
    page.locator("[name=service]").fill("Testbed Chat")


def _what_happened(page: Page) -> None:
    page.locator("[name=account]").fill("Administrative words about an invented account.")
    page.locator("[name='when']").fill("last night")


def _contact(page: Page) -> None:
    page.locator("[name=contact_me][value=unnamed]").check()


ANSWERS: tuple[Step, ...] = (_about, _child, _account, _what_happened, _contact)


def pages_of(page: Page, path: str = "/report") -> Iterator[str]:
    """Go through the form from the first question to the code and back with it; stop at every page, by its name."""
    page.goto(path)
    for number, answer in enumerate(ANSWERS, start=1):
        yield f"question {number}"
        answer(page)
        goes_on(page)
    yield "last look"
    page.wait_for_timeout(6_500)  # nobody answers five questions in less, and the form says so
    goes_on(page)
    yield "code"
    code = page.locator(".code-large").inner_text()
    page.goto(f"{path}/code")
    yield "coming back"
    page.locator("#code").fill(code)
    goes_on(page)
    yield "where it stands"
    page.locator("[name=account]").fill("More administrative words.")
    goes_on(page)
    yield "added"
