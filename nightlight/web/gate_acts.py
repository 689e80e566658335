"""What is done about the gate of one report: record a warrant, withdraw it, record an opening."""

from uuid import UUID

from django.http import HttpResponse

from nightlight.accounts.permissions import Permission
from nightlight.gate import actions
from nightlight.gate.models import Warrant
from nightlight.gate.reading import gate_of
from nightlight.intake.models import Report
from nightlight.web.access import Request, page
from nightlight.web.asking import answer, asks_first, at_report, given
from nightlight.web.frame import zone_of
from nightlight.web.gate_forms import OpeningForm, WarrantForm, WithdrawWarrantForm
from nightlight.web.pressing import found


@page(needs=Permission.GATE_RECORD)
@asks_first
def warrant(request: Request, pk: UUID) -> HttpResponse:
    """Record a warrant that covers files of the report."""
    report: Report = found(Report, request, pk)
    form = WarrantForm(lines=gate_of(request.user, report).files, **given(request))
    return answer(
        request,
        form,
        at_report(report),
        lambda said: actions.record_warrant(report, by=request.user, warrant=form.asked, files=said["files"]),
    )


@page(needs=Permission.GATE_RECORD)
@asks_first
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Take back a warrant that was recorded wrongly."""
    held: Warrant = found(Warrant, request, pk)
    form = WithdrawWarrantForm(**given(request))
    return answer(
        request,
        form,
        at_report(held.report),
        lambda said: actions.withdraw_warrant(held, by=request.user, because=said["because"]),
    )


@page(needs=Permission.GATE_RECORD)
@asks_first
def opening(request: Request, pk: UUID) -> HttpResponse:
    """Record that a file of the report was opened, where it is held."""
    report: Report = found(Report, request, pk)
    form = OpeningForm(
        lines=gate_of(request.user, report).files,
        zone=zone_of(request.user.agency),
        initial={"opened_by": request.user.name},
        **given(request),
    )
    return answer(
        request,
        form,
        at_report(report),
        lambda said: actions.record_opening(report, by=request.user, opening=form.asked, file=said["file"]),
    )
