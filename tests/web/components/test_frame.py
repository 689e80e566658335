"""The frame: the same four places on every page, and a page for a server that broke."""

import re
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import path

from nightlight.web.made_once import part
from nightlight.web.stylesheet import serve_stylesheet

RAIL = [
    {"name": name, "url": f"/{name}", "icon": part("icon", name="home"), "key": name[0].lower()}
    for name in ("Home", "Queue", "Due", "Cases", "Board")
]
FULL: dict[str, Any] = {
    "rail": [{**RAIL[0], "current": True, "count": 214, "unread": 38}, *RAIL[1:]],
    "whose_data": "Example Task Force",
    "person_name": "Jordan Sample",
    "initials": "JS",
    "theme": "dark",
    "marking": "Example Task Force record",
}


def _answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.path)


urlpatterns = [
    path("styles/<str:digest>.css", serve_stylesheet, name="stylesheet"),
    path("theme", _answer, name="theme"),
    path("sign-out", _answer, name="sign-out"),
]


def _page(template: str = "web/base.html", **context: object) -> str:
    with override_settings(ROOT_URLCONF=__name__):
        return render_to_string(template, context)


@pytest.mark.parametrize("context", [{}, FULL], ids=["bare", "full"])
def test_a_page_has_one_heading_one_main_and_a_way_past_the_rail(context: dict[str, Any]) -> None:
    page = _page(**context)
    assert len(re.findall("<h1", page)) == 1
    assert len(re.findall("<main", page)) == 1
    assert page.index('href="#main"') < page.index("<nav")


def test_the_practice_band_is_there_in_practice_only() -> None:
    assert "Practice data" in _page(practice=True)
    assert "Practice data" not in _page(practice=False)


def test_the_title_of_the_document_names_nobody() -> None:
    title = re.search("<title>(.*)</title>", _page(**FULL))
    assert title
    assert title[1] == "Work - Nightlight"


def test_the_current_place_is_marked_in_the_rail_and_in_the_bottom_bar() -> None:
    assert _page(**FULL).count('href="/Home" aria-current="page"') == 2


def test_every_place_can_be_reached_on_a_phone() -> None:
    bottom = _page(**FULL).split('<nav class="bottom"')[1]
    assert all(f'href="{item["url"]}"' in bottom for item in RAIL)


def test_the_theme_is_the_persons_own_and_the_systems_by_default() -> None:
    assert 'data-theme="dark"' in _page(**FULL)
    assert 'data-theme="system"' in _page()


def test_somebody_signed_in_can_sign_out_and_nobody_else_is_asked_to() -> None:
    assert 'action="/sign-out"' in _page(**FULL)
    assert "sign-out" not in _page()


@pytest.mark.parametrize("state", ["403", "404", "500", "csrf"])
def test_a_state_page_needs_no_context_and_no_database(state: str) -> None:
    page = _page(f"web/states/{state}.html")
    assert len(re.findall("<h1", page)) == 1
    assert "button" in page


def test_the_page_for_not_found_and_not_yours_says_neither() -> None:
    page = _page("web/states/404.html")
    assert "no record with this address that you may see" in page
