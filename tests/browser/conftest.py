"""A site of its own, played at a small scale and served as `nightlight serve` does it, and a browser to visit it.

The site is another process with a SQLite database of its own, whatever database the other tests run on.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.api.conftest import document
from tests.browser.visiting import CHROMIUM, COORDINATOR, DESK, Scheme, hand_in, sign_in, started
from tests.serving import free_port, wait_for

SCALE = "0.004"
DENVER = "08031"
FRESH = 4
"""Reports that arrive after the play and wait for a route: the play leaves none."""
SOON = 20_000
"""Milliseconds in which a page must show what is expected of it."""

Visit = Callable[..., Page]
Cookies = Callable[[str], list[Any]]


@dataclass(frozen=True, slots=True)
class Site:
    """Where the site stands, and the password of its people."""

    url: str
    password: str


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no chromium here; `make browser` says how to have one")
    with started() as running:
        yield running


@pytest.fixture(scope="package")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NIGHTLIGHT_")}
    environment |= {"NIGHTLIGHT_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "nightlight.settings"}
    nightlight = [sys.executable, "-c", "from nightlight.commands.main import run; run()"]
    played = subprocess.run(  # noqa: S603 - our own command
        [*nightlight, "demo", "--scale", SCALE, "--no-serve"],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert played.returncode == 0, played.stderr
    said = re.search(r"password (\S+).*submissions:\s+(\S+)", played.stderr, re.DOTALL)
    assert said, played.stderr
    port = free_port()
    with (
        (folder / "server.log").open("w") as log,
        subprocess.Popen(  # noqa: S603 - our own command
            [*nightlight, "serve", "--port", str(port)], env=environment, stdout=log, stderr=log
        ) as server,
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/sign-in", server, folder / "server.log")
            for number in range(FRESH):
                fresh = document(f"fresh{number}", county=DENVER).replace(b"2026-11-18", b"2018-05-30")
                hand_in(f"http://127.0.0.1:{port}", fresh, said[2])
            hand_in(f"http://127.0.0.1:{port}", document("cut")[:-40], said[2])
            yield Site(f"http://127.0.0.1:{port}", said[1])
        finally:
            server.terminate()


@pytest.fixture(scope="package")
def cookies(browser: Browser, site: Site) -> Cookies:
    """Sign each person in once."""
    kept: dict[str, list[Any]] = {}

    def of(email: str) -> list[Any]:
        if email not in kept:
            with closing(browser.new_context()) as context:
                sign_in(context, site.url, email, site.password)
                kept[email] = context.cookies()
        return kept[email]

    return of


@pytest.fixture
def visit(browser: Browser, site: Site, cookies: Cookies) -> Iterator[Visit]:
    """Give a tab in which somebody is signed in: `visit(COMMANDER, viewport=PHONE)`."""
    opened: list[BrowserContext] = []

    def new(
        email: str = COORDINATOR, *, viewport: ViewportSize = DESK, scheme: Scheme = "light", script: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=site.url, viewport=viewport, color_scheme=scheme, java_script_enabled=script
        )
        context.set_default_timeout(SOON)
        opened.append(context)
        if email:
            context.add_cookies(cookies(email))
        return context.new_page()

    yield new
    for context in opened:
        context.close()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Keep the browser's tests on one worker: one site, one browser, one world."""
    item.add_marker(pytest.mark.xdist_group("browser"))
