"""How often triage was right: the figures of a period, a draft beside them, and the export."""

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
from nightlight.learning import charges, small_numbers
from nightlight.learning.census import Census
from nightlight.learning.drafts import draft_from
from nightlight.learning.kept import census_for
from nightlight.learning.misses import misses
from nightlight.learning.outcomes import hidden_from
from nightlight.learning.past import Period
from nightlight.learning.providers import provider_feedback
from nightlight.learning.record import figures as counted
from nightlight.learning.record import orders_of
from nightlight.triage.assessment.priority import PriorityPolicy
from nightlight.web.access import Request, page
from nightlight.web.learning_figures import HEADS, Links, figures, lines, orders, tabs

LOOK_AGAIN = 2
"""Seconds after which a page that waits for figures looks again."""


@page(needs=Permission.REPORT_READ)
@require_GET
def learning(request: Request) -> HttpResponse:
    """Show how often triage was right about the reports of a period."""
    period = asked_period(request, request.GET)
    census = census_for(request.user, period)
    if census is None:
        return waiting(request, period)
    return render(request, "web/learning.html", _shown(request, period, census))


@page(needs=Permission.REPORT_READ)
@require_POST
def draft(request: Request) -> HttpResponse:
    """Show the same with a draft of priorities beside the others, judged on the same past reports. Keeps nothing."""
    period, text = asked_period(request, request.POST), request.POST.get("draft", "")
    census = census_for(request.user, period)
    if census is None:
        return waiting(request, period)
    try:
        rules = draft_from(text)
    except RuleRefusal as refusal:
        messages.error(request, refusal.message)
        return render(request, "web/learning.html", _shown(request, period, census) | {"draft": text}, status=400)
    return render(request, "web/learning.html", _shown(request, period, census, rules) | {"draft": text})


def waiting(request: Request, period: Period) -> HttpResponse:
    """Say that the figures are being counted, and look again by itself."""
    href = Links(period).to("learning")
    answer = render(request, "web/learning_waiting.html", {"period": period, "tabs": tabs(period, "learning")})
    answer["Refresh"] = f"{LOOK_AGAIN}; url={href}"
    return answer


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
    """Return the period and agency that were asked for: the last 90 days, unless. Raises NotFound for none such.

    Days that were given the wrong way round are the same period.
    """
    code, lately = asked.get("agency", ""), Period.lately()
    agency = Agency.objects.filter(request.user.sees("pk"), code=code).first() if code else None
    first, last = _day(asked.get("from", "")) or lately.first, _day(asked.get("to", "")) or lately.last
    if code and agency is None:
        raise NotFound
    return Period(min(first, last), max(first, last), agency)


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise NotFound from None


def _shown(request: Request, period: Period, census: Census, rules: PriorityPolicy | None = None) -> dict[str, Any]:
    compared = orders_of(census, request.user, period, draft=rules)
    found = counted(census, period, compared, hidden=hidden_from(request.user))
    missed, links, hidden = misses(request.user, period), Links(period), bool(found.hidden)
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
        "charges": charges.policy(clock.today()),
        "too_few": small_numbers.policy(clock.today()),
        "exports": [(form.upper(), links.providers(form)) for form in ("csv", "json")]
        if request.user.may(Permission.STATISTICS_READ)
        else [],
    }
