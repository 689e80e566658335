"""Nominating somebody from a case or a report, and whom the facts suggest to think about."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.intake.formats.values import Role
from nightlight.intake.models import Report, ReportedPerson
from nightlight.investigations.lifecycle import CaseStatus
from nightlight.investigations.models import Case, Subject
from nightlight.suspects.actions import nominate
from nightlight.suspects.indicators import policy
from nightlight.suspects.suggestions import Support, of_subject, suggestions, supports_of, supports_of_report
from nightlight.web.access import Request, page
from nightlight.web.case_fields import uncleared
from nightlight.web.suspect_forms import NominationForm
from nightlight.web.suspects import tabs

People = Iterable[tuple[Subject | ReportedPerson, str]]


@page(needs=Permission.SUSPECT_NOMINATE)
@require_GET
def suggested(request: Request) -> HttpResponse:
    """Show whom the facts of the agency's own open cases suggest to think about, and why. Nobody is listed by this."""
    shown = {"suggested": suggestions(request.user), "tabs": tabs(request.user, "suspect-suggestions")}
    return render(request, "web/suspect_suggestions.html", shown)


@page(needs=Permission.SUSPECT_NOMINATE)
@require_http_methods(["GET", "POST"])
def of_case(request: Request, pk: UUID) -> HttpResponse:
    """Nominate a subject of a case."""
    case = Case.objects.visible_to(request.user).filter(pk=pk).first()
    if case is None:
        raise NotFound
    rules = policy(clock.today()).content
    subjects = list(Subject.objects.visible_to(request.user).filter(case=case).order_by("recorded_at", "pk"))
    chosen = request.GET.get("subject", "")
    about = next((one for one in subjects if str(one.pk) == chosen), subjects[0] if len(subjects) == 1 else None)
    stated = supports_of(request.user, [case], rules)[case.pk]
    supports = of_subject(about, stated, rules) if about else stated
    back = {"address": reverse("case", args=[case.pk]), "words": f"Case {case.number}"}
    people = uncleared(subjects) if case.status == CaseStatus.OPEN else []
    return _answer(request, people, supports, back, {"who": chosen})


@page(needs=Permission.SUSPECT_NOMINATE)
@require_http_methods(["GET", "POST"])
def of_report(request: Request, pk: UUID) -> HttpResponse:
    """Nominate a person whom a report names and that is assigned to the reader's agencies."""
    report = Report.objects.visible_to(request.user).filter(request.user.sees("assigned_to"), pk=pk).first()
    if report is None:
        raise NotFound
    asked = ReportedPerson.objects.visible_to(request.user).filter(report=report, role=Role.REPORTED)
    named = cast("Iterable[ReportedPerson]", asked.order_by("pk"))
    people: list[tuple[ReportedPerson, str]] = [(one, f"{one.first_name} {one.last_name}".strip()) for one in named]
    supports = supports_of_report(request.user, report, policy(clock.today()).content)
    number = report.number or "without a number"
    back = {"address": reverse("report", args=[report.pk]), "words": f"Report {number}"}
    return _answer(request, [(one, name) for one, name in people if name], supports, back, {})


def _answer(
    request: Request, people: People, supports: list[Support], back: dict[str, str], initial: dict[str, Any]
) -> HttpResponse:
    dated, listed = policy(clock.today()), list(people)
    given: dict[str, Any] = {"data": request.POST} if request.method == "POST" else {"initial": initial}
    form = NominationForm(people=listed, indicators=dated.content.indicators, supports=supports, **given)
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    if form.is_valid():
        try:
            made = nominate(form.naming(), by=request.user)
        except RuleRefusal as refusal:
            messages.error(request, refusal.message)
            status = HTTPStatus.CONFLICT
        else:
            messages.success(request, f"Nomination {made.number} waits for a supervisor's review.")
            return redirect("suspect-nomination", made.pk)
    shown = {"form": form, "people": listed, "errors": form.wrong, "back": back, "policy": dated}
    return render(request, "web/suspect_nominate.html", shown, status=status)
