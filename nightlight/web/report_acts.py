"""What is done with one report from its page: assign it, open a case with it, close it."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from nightlight.accounts.permissions import Permission
from nightlight.foundation.refusals import IllegalMove, NotFound, RuleRefusal
from nightlight.intake.models import Report
from nightlight.investigations.actions import close_reports, open_cases
from nightlight.investigations.asked import Opening
from nightlight.triage.actions import assign as assign_reports
from nightlight.web.access import Request, page
from nightlight.web.report_forms import AssignForm, ReasonForm, first_error


@page(needs=Permission.REPORT_ASSIGN)
@require_POST
def assign(request: Request, pk: UUID) -> HttpResponse:
    """Hand the report to a task force or to one of the reader's affiliates, and go on with the queue."""
    found, form = _found(request, pk), AssignForm(request.user, data=request.POST)
    return _answer(
        request,
        found,
        form,
        lambda: assign_reports([found], by=request.user, **form.cleaned_data),
        lambda: f"{_name(found)} is assigned to {form.cleaned_data['to'].name}.",
    )


@page(needs=Permission.REPORT_WORK)
@require_POST
def close(request: Request, pk: UUID) -> HttpResponse:
    """Close the report with a reason, and go on with the queue."""
    found, form = _found(request, pk), ReasonForm(data=request.POST)
    return _answer(
        request,
        found,
        form,
        lambda: close_reports([found], by=request.user, **form.cleaned_data),
        lambda: f"{_name(found)} is closed.",
    )


@page(needs=Permission.CASE_WORK)
@require_POST
def open_case(request: Request, pk: UUID) -> HttpResponse:
    """Open a case with the report, which takes it up, and go to the case."""
    found = _found(request, pk)
    try:
        [case] = open_cases([Opening(reports=(found,), title="")], by=request.user)
    except (RuleRefusal, IllegalMove) as refusal:
        messages.error(request, refusal.message)
        return redirect("report", pk)
    messages.success(request, f"Case {case.number} is open, and {_name(found)} is taken up in it.")
    return redirect("case", case.pk)


def _answer(
    request: Request, found: Report, form: forms.Form, act: Callable[[], object], done: Callable[[], str]
) -> HttpResponse:
    """Do what was asked and go to the queue; else say what stands against it, back on the report's page."""
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("report", found.pk)
    try:
        act()
    except (RuleRefusal, IllegalMove) as refusal:
        messages.error(request, refusal.message)
        return redirect("report", found.pk)
    messages.success(request, done())
    return redirect("queue")


def _name(report: Report) -> str:
    return f"Report {report.number}" if report.number else "The report without a number"


def _found(request: Request, pk: UUID) -> Report:
    try:
        return Report.objects.visible_to(request.user).get(pk=pk)
    except ObjectDoesNotExist:
        raise NotFound from None
