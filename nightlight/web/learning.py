"""How often triage was right: the figures of a period, the reports behind each, a draft beside them, and the export."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency, AgencyKind
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.intake.lifecycle import ReportStatus
from nightlight.learning import small_numbers
from nightlight.learning.behind import KNOWN, LED, Cell, behind
from nightlight.learning.drafts import draft_from
from nightlight.learning.misses import misses
from nightlight.learning.orders import WORDS as ORDERS
from nightlight.learning.outcomes import Outcome
from nightlight.learning.past import Period
from nightlight.learning.providers import provider_feedback
from nightlight.learning.record import record
from nightlight.triage.assessment.facts import WORDS, Fact
from nightlight.triage.assessment.priority import PriorityPolicy
from nightlight.web import report_words
from nightlight.web.access import Request, page
from nightlight.web.learning_figures import HEADS, Links, figures, lines, orders, tabs
from nightlight.web.paging import pager, place

PAGE = 50


@page(needs=Permission.REPORT_READ)
@require_GET
def learning(request: Request) -> HttpResponse:
    """Show how often triage was right about the reports of a period."""
    return render(request, "web/learning.html", _shown(request, asked_period(request, request.GET)))


@page(needs=Permission.REPORT_READ)
@require_POST
def draft(request: Request) -> HttpResponse:
    """Show the same with a draft of priorities beside the others, judged on the same past reports. Keeps nothing."""
    period, text = asked_period(request, request.POST), request.POST.get("draft", "")
    try:
        rules = draft_from(text)
    except RuleRefusal as refusal:
        messages.error(request, refusal.message)
        return render(request, "web/learning.html", _shown(request, period) | {"draft": text}, status=400)
    return render(request, "web/learning.html", _shown(request, period, rules) | {"draft": text})


@page(needs=Permission.REPORT_READ)
@require_GET
def reports(request: Request) -> HttpResponse:
    """Show the reports behind one figure, 50 at a time, in order of receipt."""
    period, offset, cell = asked_period(request, request.GET), place(request), _cell(request)
    rows = behind(request.user, period, cell)
    here, total = list(rows[offset : offset + PAGE]), rows.count()
    shown = {
        "title": _title(cell),
        "period": period,
        "back": Links(period).to("learning"),
        "listed": [(one, report_words.STATUS[ReportStatus(one.report.status)], Outcome(one.outcome)) for one in here],
        "pager": pager(request, offset=offset, here=len(here), total=total, noun="reports", size=PAGE),
    }
    return render(request, "web/learning_reports.html", shown)


@page(needs=Permission.STATISTICS_READ)
@require_GET
def providers(request: Request, form: str) -> HttpResponse:
    """Hand out what providers are told of the quality of their reports, as CSV or JSON."""
    if form not in {"csv", "json"}:
        raise NotFound
    period = asked_period(request, request.GET)
    found = provider_feedback(request.user, period)
    response = (
        JsonResponse(found.as_json())
        if form == "json"
        else HttpResponse(found.as_csv(), content_type="text/csv; charset=utf-8")
    )
    name = f"provider-feedback-{period.first}-{period.last}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def asked_period(request: Request, asked: Any) -> Period:
    """Return the period and agency that were asked for: the last 90 days, unless. Raises NotFound for none such."""
    code, lately = asked.get("agency", ""), Period.lately()
    agency = Agency.objects.filter(request.user.sees("pk"), code=code).first() if code else None
    first, last = _day(asked.get("from", "")) or lately.first, _day(asked.get("to", "")) or lately.last
    if (code and agency is None) or first > last:
        raise NotFound
    return Period(first, last, agency)


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise NotFound from None


def _shown(request: Request, period: Period, rules: PriorityPolicy | None = None) -> dict[str, Any]:
    found, missed, links = record(request.user, period, draft=rules), misses(request.user, period), Links(period)
    hidden = bool(found.hidden)
    choices = (
        Agency.objects.filter(kind=AgencyKind.TASK_FORCE).in_force(clock.today()).order_by("name")
        if request.user.agency.is_national
        else ()
    )
    return {
        "found": found,
        "period": period,
        "tabs": tabs(period, "learning"),
        "figures": figures(found, missed, links),
        "heads": list(HEADS.values()),
        "tiers": lines(found.tiers, links, by="tier", hidden=hidden),
        "total": lines([found.everything], links, by="", hidden=hidden)[0],
        "facts": lines(found.facts, links, by="fact", hidden=hidden),
        "orders": orders(found.orders, links),
        "choices": choices,
        "too_few": small_numbers.policy(clock.today()),
        "exports": [(form.upper(), links.providers(form)) for form in ("csv", "json")]
        if request.user.may(Permission.STATISTICS_READ)
        else [],
    }


def _cell(request: Request) -> Cell:
    asked = request.GET
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
