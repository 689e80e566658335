"""The reports behind a figure of how often triage was right, as they were counted; of a draft's figures too."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from nightlight.accounts.permissions import Permission
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.intake.lifecycle import ReportStatus
from nightlight.learning.behind import KNOWN, LED, Cell, assessments, behind
from nightlight.learning.census import Census
from nightlight.learning.drafts import draft_from
from nightlight.learning.kept import census_for
from nightlight.learning.orders import DRAFT, Orders
from nightlight.learning.orders import WORDS as ORDERS
from nightlight.learning.outcomes import Outcome
from nightlight.learning.past import Period
from nightlight.learning.record import orders_of
from nightlight.triage.assessment.facts import WORDS, Fact
from nightlight.web import report_words
from nightlight.web.access import Request, page
from nightlight.web.learning import asked_period, waiting
from nightlight.web.learning_figures import Links
from nightlight.web.paging import pager, place

PAGE, PLACE = 50, "at"


@page(needs=Permission.REPORT_READ)
@require_GET
def reports(request: Request) -> HttpResponse:
    """Show the reports behind one figure, 50 at a time, in order of receipt."""
    period, cell = asked_period(request, request.GET), _cell(request.GET)
    census = census_for(request.user, period)
    if census is None:
        return waiting(request, period)
    shown = _shown(request, period, census, cell, orders_of(census, request.user, period))
    return render(request, "web/learning_reports.html", shown)


@page(needs=Permission.REPORT_READ)
@require_POST
def of_draft(request: Request) -> HttpResponse:
    """Show the reports behind a figure of a draft, which the form holds because no address does. Keeps nothing."""
    period, text = asked_period(request, request.POST), request.POST.get("draft", "")
    census = census_for(request.user, period)
    if census is None:
        return waiting(request, period)
    try:
        rules = draft_from(text)
    except RuleRefusal as refusal:
        messages.error(request, refusal.message)
        return redirect(Links(period).to("learning"))
    top = _cell(request.POST).top
    cell = Cell(order=DRAFT, top=top, outcome=Outcome.CHILD_IDENTIFIED.value)
    shown = _shown(request, period, census, cell, orders_of(census, request.user, period, draft=rules))
    offset, here = shown["offset"], len(shown["listed"])
    turns = {"previous": max(0, offset - PAGE) if offset else None, "next": offset + PAGE}
    turns["next"] = None if offset + PAGE >= shown["total"] or not here else turns["next"]
    return render(
        request, "web/learning_reports.html", shown | {"draft": text, "top": top, "turns": turns, "pager": None}
    )


def _shown(request: Request, period: Period, census: Census, cell: Cell, orders: Orders) -> dict[str, Any]:
    found, offset = behind(census, cell, orders), place(request, parameter=PLACE)
    ids = found.reports[offset : offset + PAGE]
    seen = assessments(request.user, ids)
    total = len(found.reports)
    return {
        "title": _title(cell),
        "period": period,
        "known_at": census.taken_at,
        "back": Links(period).to("learning"),
        "offset": offset,
        "total": total,
        "listed": [
            (one, report_words.STATUS[ReportStatus(one.report.status)], outcome)
            for pk, outcome in zip(ids, found.outcomes[offset : offset + PAGE], strict=True)
            if (one := seen.get(pk))
        ],
        "gone": len(ids) - len(seen),
        "pager": pager(request, offset=offset, here=len(ids), total=total, noun="reports", size=PAGE, parameter=PLACE),
    }


def _cell(asked: QueryDict) -> Cell:
    tier, top, fact = asked.get("tier", ""), asked.get("top", ""), asked.get("fact", "")
    if any(given and not given.isdecimal() for given in (tier, top)) or (fact and fact not in set(Fact)):
        raise NotFound
    return Cell(
        int(tier) if tier else None,
        Fact(fact) if fact else None,
        asked.get("outcome", ""),
        asked.get("order", ""),
        int(top or 0),
    )


def _title(cell: Cell) -> str:
    """Return what was counted, in words."""
    of = f"Tier {cell.tier}" if cell.tier is not None else "Reports"
    of = WORDS[cell.fact].capitalize() if cell.fact else of
    of = f"{ORDERS[cell.order]}, top {cell.top} %" if cell.order else of
    others = {LED: "a child, a finding or an arrest", KNOWN: "outcome known"}
    outcome = others.get(cell.outcome) or (Outcome(cell.outcome).label if cell.outcome else "")
    return f"{of}: {outcome}" if outcome else of
