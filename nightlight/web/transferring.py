"""What is done about hands from the page of a report: offer, accept, refuse, withdraw; give to a person, take back."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from nightlight.accounts.permissions import Permission
from nightlight.transfers import actions as transfers
from nightlight.web.access import Request, page
from nightlight.web.report_acts import answer, found_or_404, name_of, with_folded
from nightlight.web.report_forms import ReasonForm
from nightlight.web.report_hands import GiveForm, RefuseForm, TransferForm
from nightlight.workload import actions as workload


@page(needs=Permission.REPORT_ASSIGN)
@require_POST
def offer(request: Request, pk: UUID) -> HttpResponse:
    """Ask another task force to take the report over."""
    found, form = found_or_404(request, pk), TransferForm(request.user, data=request.POST)
    return answer(
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
    return answer(
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
    return answer(
        request,
        found,
        form,
        lambda: transfers.refuse(with_folded(request, found), by=request.user, **form.cleaned_data),
        lambda: f"{name_of(found)} is refused and stays with the sender, who reads your reason.",
        then="transfers",
    )


@page(needs=Permission.REPORT_ASSIGN)
@require_POST
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Take the offer back."""
    found, form = found_or_404(request, pk), ReasonForm(data=request.POST)
    return answer(
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
    return answer(
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
    return answer(
        request,
        found,
        form,
        lambda: workload.take_back(with_folded(request, found), by=request.user, **form.cleaned_data),
        lambda: f"{name_of(found)} is with nobody in particular again.",
    )
