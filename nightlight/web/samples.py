"""The random sample: the measured rate of misses, and what waits for a person."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.learning.misses import Misses, listed, misses
from nightlight.sampling.policy import policy
from nightlight.sampling.verdicts import Verdict
from nightlight.web.access import Request, page
from nightlight.web.learning import asked_period
from nightlight.web.learning_figures import Links, drawn, tabs
from nightlight.web.paging import pager, place
from nightlight.web.templatetags.words import count

PAGE = 50
STATES = {
    "waiting": "Waiting",
    "drawn": "All that was drawn",
    **{verdict.value: verdict.label.capitalize() for verdict in Verdict},
}


@page(needs=Permission.REPORT_READ)
@require_GET
def samples(request: Request) -> HttpResponse:
    """Show of how many low reports that people looked at how many belonged higher, and those in one state."""
    period, offset = asked_period(request, request.GET), place(request, parameter="at")
    state = request.GET.get("state", "") if request.GET.get("state", "") in STATES else "waiting"
    tier, rule = request.GET.get("tier", ""), request.GET.get("rule", "")
    narrowed: dict[str, Any] = {"tier": int(tier)} if tier.isdecimal() else {}
    narrowed |= {"rule": rule} if rule else {}
    narrowed |= {} if state == "drawn" else {"verdict": "" if state == "waiting" else state}
    rows = listed(request.user, period).filter(**narrowed)
    here = list(rows[offset : offset + PAGE])
    total = rows.count()
    shown = {
        "period": period,
        "tabs": tabs(period, "learning-sample"),
        "rules": policy(clock.today()),
        "lines": [_line(one, Links(period)) for one in misses(request.user, period)],
        "state": STATES[state],
        "is_waiting": state == "waiting",
        "listed": here,
        "total": total,
        "pager": pager(request, offset=offset, here=len(here), total=total, noun="reports", size=PAGE),
    }
    return render(request, "web/samples.html", shown)


def _line(one: Misses, links: Links) -> dict[str, Any]:
    of = {"tier": one.tier, "rule": one.rule} if one.tier else {}
    rightly = one.missed.whole - one.missed.part
    cells = (
        ("Drawn", one.drawn, "drawn"),
        ("Waiting", one.waiting, "waiting"),
        ("Rightly low", rightly, Verdict.RIGHTLY_LOW.value),
        ("Cannot tell", one.cannot_tell, Verdict.CANNOT_TELL.value),
        ("Belongs higher", one.missed.part, Verdict.BELONGS_HIGHER.value),
    )
    return {
        "tier": one.tier,
        "words": one.tier_words,
        "rule": one.rule,
        "cells": [
            {"label": label, "number": count(number), "href": links.to("learning-sample", **of, state=state)}
            for label, number, state in cells
        ],
        "share": drawn(one.missed),
        "of": f"{count(one.missed.part)} of {count(one.missed.whole)} reviewed",
    }
