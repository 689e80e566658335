"""Who covers what: every county of a state with whom a report from it would go to, and what waits at the desks."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency, AgencyKind, Level, Territory
from nightlight.foundation import clock
from nightlight.geography import counties, states
from nightlight.triage.queue import desks as reading
from nightlight.triage.routing.explaining import Explained, Explainer
from nightlight.web.access import Request, page
from nightlight.web.paging import pager, place

ENDS = {
    "by_rule": ("Routes by itself", "green"),
    "suggested": ("Suggested", "amber"),
    "held": ("A person decides", "plain"),
}
NO_DAY = "Write the day as year, month and day. Today is shown."


@page(needs=Permission.REPORT_READ)
@require_GET
def territories(request: Request) -> HttpResponse:
    """Show a state, county by county, as the rules stand on a day."""
    home = request.user.agency.state or "AL"
    state = states.by_code(request.GET.get("state", home).upper()) or states.by_code(home)
    on, wrong = _day(request.GET.get("on", ""))
    explainer = Explainer(on)
    listed = counties.in_state(state.code) if state else ()
    lines = [(county, found, *ENDS[found.decided]) for county in listed if (found := explainer.county(county.fips))]
    below = Territory.objects.in_force(on).filter(state=state.code if state else "", level__in=[Level.CITY, Level.ZIP])
    shown = {
        "state": state,
        "whole": _whole(explainer, state.code) if state else None,
        "lines": lines,
        "below": list(below.select_related("agency").order_by("level", "name")),
        "states": [
            {"value": each.code, "label": each.name, "chosen": each == state}
            for each in sorted(states.every_state(), key=lambda each: each.name)
        ],
        "on": on,
        "wrong": wrong,
        "policy": explainer.policy,
        "tabs": tabs(request, "territories"),
    }
    return render(request, "web/territories.html", shown)


@page(needs=Permission.REPORT_ROUTE)
@require_GET
def desks(request: Request) -> HttpResponse:
    """Show every desk with what waits there, and the reports of the chosen one."""
    user, offset = request.user, place(request)
    found = reading.desks(user, on=clock.today())
    asked = request.GET.get("desk", "")
    fullest = max(found, key=lambda each: each.number, default=None)
    chosen = next((each for each in found if each.desk.id == asked), fullest)
    rows = reading.at_desk(user, chosen.desk.id, offset=offset) if chosen else []
    total = chosen.number if chosen else 0
    shown = {
        "desks": found,
        "names": dict(Agency.objects.filter(kind=AgencyKind.FEDERAL).values_list("code", "name")),
        "chosen": chosen,
        "rows": rows,
        "total": total,
        "pager": pager(request, offset=offset, here=len(rows), total=total, noun="reports", size=reading.PAGE),
        "tabs": tabs(request, "desks"),
    }
    return render(request, "web/desks.html", shown)


def tabs(request: Request, current: str) -> list[dict[str, Any]]:
    """Return the tabs of the pages about routing, as far as the reader may open them."""
    pages = (
        ("territories", "Who covers what", Permission.REPORT_READ),
        ("desks", "Desks", Permission.REPORT_ROUTE),
        ("coverage", "Lessons and claims", Permission.ROUTING_MANAGE),
        ("networks", "Networks", Permission.ROUTING_MANAGE),
    )
    return [
        {"words": words, "href": reverse(name), "current": name == current}
        for name, words, needs in pages
        if request.user.may(needs)
    ]


def _whole(explainer: Explainer, code: str) -> tuple[Explained, str, str]:
    found = explainer.state(code)
    return (found, *ENDS[found.decided])


def _day(text: str) -> tuple[date, str]:
    today = clock.today()
    try:
        given = date.fromisoformat(text) if text else today
    except ValueError:
        return today, NO_DAY
    return (given, "") if given >= FIRST else (today, "No routing policy was in force then. Today is shown.")


FIRST = date(2018, 1, 1)
"""The day from which the oldest routing policy is in force."""
