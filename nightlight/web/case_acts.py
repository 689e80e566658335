"""What people do on a case: each act is a page of its own that asks first, and keeps what was typed when refused."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from nightlight.accounts.permissions import Permission
from nightlight.foundation.refusals import IllegalMove, RuleRefusal
from nightlight.investigations import actions
from nightlight.investigations.asked import ArrestMade, ChargeBrought, ChargeDisposed, FindingMade, SubjectNamed
from nightlight.investigations.models import Case
from nightlight.investigations.reading import case_page
from nightlight.victims.actions import ChildFound, Identification, identify, record_victims
from nightlight.victims.lifecycle import VictimStatus
from nightlight.victims.models import Victim
from nightlight.web import case_forms, court_forms
from nightlight.web.access import Request, page
from nightlight.web.case_fields import CaseForm

asks_first = require_http_methods(["GET", "POST"])


@page(needs=Permission.CASE_WORK)
@asks_first
def add_subject(request: Request, pk: UUID) -> HttpResponse:
    """Add a person whom the case is about."""
    case = case_page(request.user, pk).case
    form = case_forms.SubjectForm(**_given(request))
    return _answer(
        request,
        case,
        form,
        lambda given: actions.add_subjects([SubjectNamed(case, **given)], by=request.user),
    )


@page(needs=Permission.ARREST_RECORD)
@asks_first
def record_finding(request: Request, pk: UUID) -> HttpResponse:
    """Record what was found about a subject."""
    read = case_page(request.user, pk)
    form = case_forms.FindingForm(subjects=read.subjects, **_given(request))
    return _answer(
        request, read.case, form, lambda given: actions.record_findings([FindingMade(**given)], by=request.user)
    )


@page(needs=Permission.ARREST_RECORD)
@asks_first
def record_arrest(request: Request, pk: UUID) -> HttpResponse:
    """Record that a subject was arrested."""
    read = case_page(request.user, pk)
    form = court_forms.ArrestForm(subjects=read.subjects, **_given(request))
    return _answer(
        request, read.case, form, lambda given: actions.record_arrests([ArrestMade(**given)], by=request.user)
    )


@page(needs=Permission.ARREST_RECORD)
@asks_first
def add_charge(request: Request, pk: UUID) -> HttpResponse:
    """Add a charge that followed an arrest."""
    read = case_page(request.user, pk)
    form = court_forms.ChargeForm(arrests=read.arrests, **_given(request))
    return _answer(
        request, read.case, form, lambda given: actions.add_charges([ChargeBrought(**given)], by=request.user)
    )


@page(needs=Permission.ARREST_RECORD)
@asks_first
def record_disposition(request: Request, pk: UUID) -> HttpResponse:
    """Record what became of a charge."""
    read = case_page(request.user, pk)
    form = court_forms.DispositionForm(arrests=read.arrests, **_given(request))
    return _answer(
        request, read.case, form, lambda given: actions.record_dispositions([ChargeDisposed(**given)], by=request.user)
    )


@page(needs=Permission.VICTIM_RECORD)
@asks_first
def record_child(request: Request, pk: UUID) -> HttpResponse:
    """Record a child under the next pseudonym."""
    case = case_page(request.user, pk).case
    form = case_forms.ChildForm(**_given(request))
    return _answer(request, case, form, lambda _: record_victims([ChildFound(case)], by=request.user))


@page(needs=Permission.VICTIM_RECORD)
@asks_first
def identify_child(request: Request, pk: UUID) -> HttpResponse:
    """Record that a child was identified."""
    case = case_page(request.user, pk).case
    waiting = Victim.objects.visible_to(request.user).filter(case=case, status=VictimStatus.UNIDENTIFIED)
    form = case_forms.IdentificationForm(children=waiting.order_by("recorded_at", "pk"), **_given(request))
    return _answer(request, case, form, lambda given: identify([Identification(**given)], by=request.user))


@page(needs=Permission.CASE_CLOSE)
@asks_first
def close(request: Request, pk: UUID) -> HttpResponse:
    """Close the case with how it ended."""
    case = case_page(request.user, pk).case
    form = case_forms.CloseForm(**_given(request))
    return _answer(request, case, form, lambda given: actions.close_cases([case], by=request.user, **given))


def _given(request: Request) -> dict[str, Any]:
    """Return what was typed, or what the link that led here chose already."""
    return {"data": request.POST} if request.method == "POST" else {"initial": request.GET.dict()}


def _answer(request: Request, case: Case, form: CaseForm, act: Callable[[dict[str, Any]], object]) -> HttpResponse:
    """Do what was asked and go back to the case; else show the form, with what was typed and what stands against it."""
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except (RuleRefusal, IllegalMove) as refusal:
            messages.error(request, refusal.message)
            status = HTTPStatus.CONFLICT
        else:
            messages.success(request, f"{form.done}: {case.number}.")
            return redirect("case", case.pk)
    wrong = [{"words": said, "href": f"#id_{name}"} for name, errors in form.errors.items() for said in errors]
    return render(request, "web/case_act.html", {"case": case, "form": form, "errors": wrong}, status=status)
