"""What is done with one report from its page: assign it, fold it, open a case with it, close it."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from nightlight.accounts.permissions import Permission
from nightlight.foundation.refusals import IllegalMove, NotFound, RuleRefusal
from nightlight.intake.models import Report
from nightlight.investigations.actions import close_reports, open_cases
from nightlight.investigations.asked import Opening
from nightlight.learning.actions import give_feedback
from nightlight.learning.usability import Usability
from nightlight.sampling.actions import review as review_sample
from nightlight.sampling.reading import samples_of
from nightlight.sampling.verdicts import Verdict
from nightlight.triage.actions import assign as assign_reports
from nightlight.triage.actions import fold as fold_reports
from nightlight.triage.actions import unfold as unfold_reports
from nightlight.triage.folding.standing_for import folded_into
from nightlight.web.access import Request, page
from nightlight.web.report_forms import AssignForm, CloseForm, FoldForm, ReasonForm, ReviewForm, WorthForm, first_error


@page(needs=Permission.REPORT_ASSIGN)
@require_POST
def assign(request: Request, pk: UUID) -> HttpResponse:
    """Hand the report to a task force or to one of the reader's affiliates, and go on with the queue."""
    found, form = found_or_404(request, pk), AssignForm(request.user, data=request.POST)
    return answer(
        request,
        found,
        form,
        lambda: assign_reports(with_folded(request, found), by=request.user, **form.cleaned_data),
        lambda: f"{name_of(found)} is assigned to {form.cleaned_data['to'].name}.",
        then="queue",
    )


@page(needs=Permission.REPORT_ASSIGN)
@require_POST
def fold(request: Request, pk: UUID) -> HttpResponse:
    """Fold the report into the lead of a number, and go on with the queue."""
    found, form = found_or_404(request, pk), FoldForm(data=request.POST)
    return answer(
        request,
        found,
        form,
        lambda: fold_reports(
            [found], into=_lead(request, found, form), by=request.user, because=form.cleaned_data["because"]
        ),
        lambda: f"{name_of(found)} is folded into {form.cleaned_data['into']}. Its page undoes it.",
        then="queue",
    )


@page(needs=Permission.REPORT_ASSIGN)
@require_POST
def unfold(request: Request, pk: UUID) -> HttpResponse:
    """Let the report stand by itself again, and show it."""
    found, form = found_or_404(request, pk), ReasonForm(data=request.POST)
    return answer(
        request,
        found,
        form,
        lambda: unfold_reports([found], by=request.user, **form.cleaned_data),
        lambda: f"{name_of(found)} stands by itself again.",
    )


@page(needs=Permission.REPORT_WORK)
@require_POST
def close(request: Request, pk: UUID) -> HttpResponse:
    """Close the report with a reason, and go on with the queue."""
    found, form = found_or_404(request, pk), CloseForm(data=request.POST)
    return answer(
        request,
        found,
        form,
        lambda: _close(request, with_folded(request, found), **form.cleaned_data),
        lambda: f"{name_of(found)} is closed.",
        then="queue",
    )


@transaction.atomic
def _close(request: Request, reports: tuple[Report, ...], *, because: str, usability: str) -> None:
    close_reports(reports, by=request.user, because=because)
    if usability:
        give_feedback(reports, by=request.user, usability=Usability(usability))


@page(needs=Permission.REPORT_WORK)
@require_POST
def worth(request: Request, pk: UUID) -> HttpResponse:
    """Say what the report was worth, and show it."""
    found, form = found_or_404(request, pk), WorthForm(data=request.POST)
    return answer(
        request,
        found,
        form,
        lambda: give_feedback([found], by=request.user, usability=Usability(form.cleaned_data["usability"])),
        lambda: f"{name_of(found)}: {Usability(form.cleaned_data['usability']).label}. It counts for its provider.",
    )


@page(needs=Permission.REPORT_WORK)
@require_POST
def review(request: Request, pk: UUID) -> HttpResponse:
    """Say whether a report that was drawn as a sample was rightly low, and show it."""
    found = found_or_404(request, pk)
    waiting = [sample for sample in samples_of(request.user, found) if sample.reviewed_at is None]
    if not waiting:
        messages.error(request, "Nobody needs to look at this report, or somebody has; nothing was changed.")
        return redirect("report", pk)
    form = ReviewForm(waiting[0], data=request.POST)
    return answer(
        request,
        found,
        form,
        lambda: review_sample(
            waiting[0], by=request.user, **form.cleaned_data | {"verdict": Verdict(form.cleaned_data["verdict"])}
        ),
        lambda: f"{name_of(found)}: {Verdict(form.cleaned_data['verdict']).label}. The rate of misses counts it.",
    )


@page(needs=Permission.CASE_WORK)
@require_POST
def open_case(request: Request, pk: UUID) -> HttpResponse:
    """Open a case with the report, which takes it up, and go to the case."""
    found = found_or_404(request, pk)
    try:
        [case] = open_cases([Opening(reports=with_folded(request, found), title="")], by=request.user)
    except (RuleRefusal, IllegalMove) as refusal:
        messages.error(request, refusal.message)
        return redirect("report", pk)
    messages.success(request, f"Case {case.number} is open, and {name_of(found)} is taken up in it.")
    return redirect("case", case.pk)


def answer(
    request: Request,
    found: Report,
    form: forms.Form,
    act: Callable[[], object],
    done: Callable[[], str],
    *,
    then: str = "report",
) -> HttpResponse:
    """Do what was asked and go on with the page of a name; else say what stands against it, on the report's page."""
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("report", found.pk)
    try:
        act()
    except (RuleRefusal, IllegalMove) as refusal:
        messages.error(request, refusal.message)
        return redirect("report", found.pk)
    messages.success(request, done())
    return redirect("report", found.pk) if then == "report" else redirect(then)


def with_folded(request: Request, found: Report) -> tuple[Report, ...]:
    """Return a report and those it stands for: what is done to a lead is done to all of them."""
    return (found, *folded_into([found], by=request.user))


def _lead(request: Request, found: Report, form: forms.Form) -> Report:
    """Return the newest report of the number among those that the same agency works, or refuse in words."""
    own = Report.objects.visible_to(request.user).filter(assigned_to=found.assigned_to_id)
    lead = own.filter(number=form.cleaned_data["into"].strip()).order_by("-pk").first()
    if lead is None:
        raise RuleRefusal("The agency that works this report has none of that number. Look at it; nothing was changed.")
    return lead


def name_of(report: Report) -> str:
    """Return a report as a sentence names it."""
    return f"Report {report.number}" if report.number else "The report without a number"


def found_or_404(request: Request, pk: UUID) -> Report:
    """Return a report that the reader sees, or raise NotFound."""
    try:
        return Report.objects.visible_to(request.user).get(pk=pk)
    except ObjectDoesNotExist:
        raise NotFound from None
