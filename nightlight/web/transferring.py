"""What is done about hands from the page of a report: offer, accept, refuse, withdraw; give to a person, take back."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from nightlight.accounts.permissions import Permission
from nightlight.foundation.refusals import IllegalMove, RuleRefusal
from nightlight.intake.models import Report
from nightlight.transfers import actions as transfers
from nightlight.web.access import Request, page
from nightlight.web.report_acts import found_or_404, name_of, with_folded
from nightlight.web.report_forms import ReasonForm, first_error
from nightlight.web.report_hands import GiveForm, RefuseForm, TransferForm
from nightlight.workload import actions as workload


@page(needs=Permission.REPORT_ASSIGN)
@require_POST
def offer(request: Request, pk: UUID) -> HttpResponse:
    """Ask another task force to take the report over."""
    found, form = found_or_404(request, pk), TransferForm(request.user, data=request.POST)
    return _answer(
        request,
        found,
        form,
        lambda: transfers.offer(with_folded(request, found), by=request.user, **form.cleaned_data),
        lambda: f"{name_of(found)} is offered to {form.cleaned_data['to'].name}. You hold it until they accept.",
    )


@page(needs=Permission.REPORT_ASSIGN)
@require_POST
def accept(request: Request, pk: UUID) -> HttpResponse:
    """Take the report over."""
    found = found_or_404(request, pk)
    return _answer(
        request,
        found,
        forms.Form(data=request.POST),
        lambda: transfers.accept(with_folded(request, found), by=request.user),
        lambda: f"{name_of(found)} is yours now. Its page has the receipt.",
    )


@page(needs=Permission.REPORT_ASSIGN)
@require_POST
def refuse(request: Request, pk: UUID) -> HttpResponse:
    """Refuse the report; it stays with the sender."""
    found, form = found_or_404(request, pk), RefuseForm(data=request.POST)
    return _answer(
        request,
        found,
        form,
        lambda: transfers.refuse(with_folded(request, found), by=request.user, **form.cleaned_data),
        lambda: f"{name_of(found)} is refused and stays with the sender, who reads your reason.",
        gone=True,
    )


@page(needs=Permission.REPORT_ASSIGN)
@require_POST
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Take the offer back."""
    found, form = found_or_404(request, pk), ReasonForm(data=request.POST)
    return _answer(
        request,
        found,
        form,
        lambda: transfers.withdraw(with_folded(request, found), by=request.user, **form.cleaned_data),
        lambda: f"{name_of(found)} is no longer offered.",
    )


@page(needs=Permission.REPORT_ASSIGN)
@require_POST
def give(request: Request, pk: UUID) -> HttpResponse:
    """Give the report to a person of the agency that holds it."""
    found, form = found_or_404(request, pk), GiveForm(request.user, data=request.POST)
    return _answer(
        request,
        found,
        form,
        lambda: workload.give(
            with_folded(request, found),
            to=form.cleaned_data["person"],
            by=request.user,
            because=form.cleaned_data["because"],
        ),
        lambda: f"{name_of(found)} is with {form.cleaned_data['person'].name}.",
    )


@page(needs=Permission.REPORT_ASSIGN)
@require_POST
def take_back(request: Request, pk: UUID) -> HttpResponse:
    """Let the report be with nobody in particular again."""
    found, form = found_or_404(request, pk), ReasonForm(data=request.POST)
    return _answer(
        request,
        found,
        form,
        lambda: workload.take_back(with_folded(request, found), by=request.user, **form.cleaned_data),
        lambda: f"{name_of(found)} is with nobody in particular again.",
    )


def _answer(
    request: Request,
    found: Report,
    form: forms.Form,
    act: Callable[[], object],
    done: Callable[[], str],
    *,
    gone: bool = False,
) -> HttpResponse:
    """Do what was asked and stay on the report's page, or go to the transfers where the page is gone."""
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("report", found.pk)
    try:
        act()
    except (RuleRefusal, IllegalMove) as refusal:
        messages.error(request, refusal.message)
        return redirect("report", found.pk)
    messages.success(request, done())
    return redirect("transfers") if gone else redirect("report", found.pk)
