"""Every page, in light and dark, on a desk and on a phone: legible, quiet, within the screen, without script."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import Cookies, Site, Visit
from tests.browser.visiting import COMMANDER, COORDINATOR, DESK, PHONE, Scheme, first_link

Paths = dict[str, str]

PAGES = (
    "sign-in",
    "queue",
    "queue-narrow",
    "report",
    "cases",
    "case",
    "suspects",
    "conflicts",
    "conflict",
    "operations",
    "board",
    "records",
    "notices",
    "urgent",
    "on-call",
    "quarantine",
    "submission",
    "mend",
    "submissions",
    "transfers",
    "load",
    "load/people",
    "routing",
    "routing/desks",
    "routing/lessons",
    "networks",
    "typing",
    "hand-in",
    "gate",
    "gate-rule",
    "gate-set",
    "gate-courts",
    "retention",
    "report-nexus",
    "sources",
    "parts",
    "nothing-here",
)
UNGRACIOUS = {"serious", "critical"}


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen, and whether its person likes it light or dark."""

    name: str
    size: ViewportSize
    scheme: Scheme


SCREENS = [
    Screen("light desk", DESK, "light"),
    Screen("light phone", PHONE, "light"),
    Screen("dark desk", DESK, "dark"),
    Screen("dark phone", PHONE, "dark"),
]
EVERY_SCREEN = [
    pytest.param(screen, id=screen.name, marks=[pytest.mark.long] if at else []) for at, screen in enumerate(SCREENS)
]
"""Two that differ in both ways are looked at each time, the others when there is time."""


@pytest.fixture(scope="package")
def paths(browser: Browser, site: Site, cookies: Cookies) -> Paths:
    """Find one of each page, as the coordinator's own lists lead there."""
    context = browser.new_context()
    context.add_cookies(cookies(COORDINATOR))
    page = context.new_page()
    found = {name: f"/{name}" for name in PAGES}
    found |= {
        "typing": "/reports/typing",
        "queue-narrow": "/queue?narrow=1&tier=7&columns=provider,status,holder",
        "on-call": "/urgent/on-call",
        "report": first_link(page, site.url, "/queue"),
        "case": first_link(page, site.url, "/cases"),
        "conflict": first_link(page, site.url, "/conflicts"),
        "board": first_link(page, site.url, "/operations", "main tbody th a"),
    }
    found |= {"gate-set": "/gate/set", "gate-courts": "/gate/courts", "report-nexus": f"{found['report']}/nexus"}
    found["gate-rule"] = first_link(page, site.url, "/gate")
    found["submission"] = first_link(page, site.url, "/quarantine")
    found["mend"] = f"{found['submission']}/mend"
    found["records"] = first_link(page, site.url, found["board"], ".figure-numeral a")
    context.close()
    return found


def _watched(page: Page, site: Site) -> list[str]:
    """Keep what a page complains about, and whom it asks beside its own site."""
    heard: list[str] = []
    ours = urlsplit(site.url).netloc
    page.on("console", lambda said: heard.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda asked: heard.append(asked.url) if urlsplit(asked.url).netloc != ours else None)
    return heard


@pytest.mark.parametrize("screen", EVERY_SCREEN)
def test_every_page_is_accessible_quiet_and_as_wide_as_its_screen(
    visit: Visit, site: Site, paths: Paths, screen: Screen
) -> None:
    page = visit(COORDINATOR, viewport=screen.size, scheme=screen.scheme)
    signed_out = visit("", viewport=screen.size, scheme=screen.scheme)
    axe, faults = Axe(), []
    for name, path in paths.items():
        shown = signed_out if name == "sign-in" else page
        heard = _watched(shown, site)
        answered = shown.goto(path)
        assert answered
        assert answered.status == (404 if name == "nothing-here" else 200), name
        found = axe.run(shown).response["violations"]
        faults += [
            f"{name}: {fault['id']}: {node['html']}"
            for fault in found
            if fault["impact"] in UNGRACIOUS
            for node in fault["nodes"]
        ]
        wide = shown.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{name}: {wide} px too wide"] if wide > 0 else []
        faults += [f"{name}: {words}" for words in heard if answered.status == 200]
    assert faults == []


def _assign(page: Page, agency: str) -> tuple[str, str]:
    """Assign the first report that waits for a route; return its name in messages, and its page."""
    page.goto("/queue?show=waiting")
    waiting = page.locator("[data-open]").first
    path = waiting.get_attribute("href") or ""
    waiting.click()
    page.locator("summary", has_text="Assign").click()
    page.get_by_label("Task force or affiliate").select_option(label=agency)
    page.locator("form[action$=assign]").get_by_label("Reason").fill("The person reported lives there.")
    page.get_by_role("button", name="Assign", exact=True).click()
    said = page.locator(".undo")
    expect(said).to_contain_text(f"is assigned to {agency}.")
    return said.inner_text().partition(" is assigned")[0], path


def test_a_report_is_found_read_and_assigned_without_script(visit: Visit, site: Site) -> None:
    page = visit("", script=False)
    page.goto("/queue")
    page.get_by_label("E-mail address").fill(COORDINATOR)
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    assert _assign(page, "Utah ICAC Task Force")


def test_a_commander_opens_a_case_with_a_report_and_is_told_so(visit: Visit) -> None:
    assigned, path = _assign(visit(COORDINATOR), "Colorado ICAC Task Force")
    page = visit(COMMANDER)
    page.goto(path)
    page.get_by_role("button", name="Open a case").click()
    expect(page.locator(".undo")).to_contain_text(f"is open, and {assigned} is taken up", ignore_case=True)
