"""What is done with one report from its page: assign it, hand it on, give it to a person, fold it, close it.

An act is one entry of `ACTS`: with it come its address, its right and what is said afterwards.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.foundation.acts import as_one
from nightlight.foundation.refusals import IllegalMove, RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.investigations.actions import close_reports, open_cases
from nightlight.investigations.asked import Opening
from nightlight.learning.actions import give_feedback
from nightlight.learning.usability import Usability
from nightlight.sampling.actions import review as review_sample
from nightlight.sampling.models import SampledReport
from nightlight.sampling.reading import samples_of
from nightlight.transfers import actions as transfers
from nightlight.triage import actions as triage
from nightlight.triage.folding.standing_for import folded_into
from nightlight.web.access import Request, View, page
from nightlight.web.pressing import found
from nightlight.web.report_forms import AssignForm, CloseForm, FoldForm, ReasonForm, ReviewForm, WorthForm, first_error
from nightlight.web.report_hands import GiveForm, RefuseForm, TransferForm
from nightlight.workload import actions as workload

Asks = Callable[[User, Report, QueryDict], forms.Form]


@dataclass(frozen=True, slots=True)
class ReportAct:
    """An act on one report: its word in the address, its right, what it asks for, how it is done, where it leads."""

    name: str
    needs: Permission
    asks: Asks
    do: Callable[..., object]
    """Called with the reports, the actor as `by`, and what was typed by the names of its fields."""
    said: str
    """What is said afterwards, of the report and of what was typed."""
    then: str = "report"
    """The page that follows, by its name; after a refusal it is always the report's."""
    goes_whole: bool = True
    """Whether what stands under a report goes along."""


def _typed(form: type[forms.Form]) -> Asks:
    return lambda _, __, typed: form(data=typed)


def _typed_by(form: Callable[..., forms.Form]) -> Asks:
    return lambda user, _, typed: form(user, data=typed)


def _fold(reports: Sequence[Report], *, by: Actor, into: str, because: str) -> None:
    """Fold into the newest report of the number among those that the same agency works, or refuse in words."""
    own = Report.objects.visible_to(by).filter(assigned_to=reports[0].assigned_to_id)
    lead = own.filter(number=into.strip()).order_by("-pk").first()
    if lead is None:
        raise RuleRefusal("The agency that works this report has none of that number. Look at it; nothing was changed.")
    triage.fold(reports, into=lead, by=by, because=because)


@as_one()
def _close(reports: Sequence[Report], *, by: Actor, because: str, usability: Usability | None) -> None:
    close_reports(reports, by=by, because=because)
    if usability:
        give_feedback(reports, by=by, usability=usability)


def _give(reports: Sequence[Report], *, by: Actor, person: User, because: str) -> None:
    workload.give(reports, to=person, by=by, because=because)


def _review(reports: Sequence[Report], *, by: Actor, **typed: Any) -> None:
    review_sample(_waiting(by, reports[0]), by=by, **typed)


def _waiting(by: Actor, report: Report) -> SampledReport:
    """Return the sample under which a report still waits for a look, or refuse in words."""
    waiting = [sample for sample in samples_of(by, report) if sample.reviewed_at is None]
    if not waiting:
        raise RuleRefusal("Nobody needs to look at this report, or somebody has; nothing was changed.")
    return waiting[0]


P = Permission
ACTS = (
    ReportAct(
        "assign",
        needs=P.REPORT_ASSIGN,
        asks=_typed_by(AssignForm),
        do=triage.assign,
        said="{report} is assigned to {to.name}.",
        then="queue",
    ),
    ReportAct(
        "fold",
        needs=P.REPORT_ASSIGN,
        asks=_typed(FoldForm),
        do=_fold,
        said="{report} is folded into {into}. Its page undoes it.",
        then="queue",
        goes_whole=False,
    ),
    ReportAct(
        "unfold",
        needs=P.REPORT_ASSIGN,
        asks=_typed(ReasonForm),
        do=triage.unfold,
        said="{report} stands by itself again.",
        goes_whole=False,
    ),
    ReportAct(
        "close",
        needs=P.REPORT_WORK,
        asks=_typed(CloseForm),
        do=_close,
        said="{report} is closed.",
        then="queue",
    ),
    ReportAct(
        "worth",
        needs=P.REPORT_WORK,
        asks=_typed(WorthForm),
        do=give_feedback,
        said="{report}: {usability.label}. It counts for its provider.",
        goes_whole=False,
    ),
    ReportAct(
        "review",
        needs=P.REPORT_WORK,
        asks=lambda user, report, typed: ReviewForm(_waiting(user, report), data=typed),
        do=_review,
        said="{report}: {verdict.label}. The rate of misses counts it.",
        goes_whole=False,
    ),
    ReportAct(
        "offer",
        needs=P.REPORT_ASSIGN,
        asks=_typed_by(TransferForm),
        do=transfers.offer,
        said="{report} is offered to {to.name}. You hold it until they accept.",
    ),
    ReportAct(
        "accept",
        needs=P.REPORT_ASSIGN,
        asks=_typed(forms.Form),
        do=transfers.accept,
        said="{report} is yours now. Its page has the receipt.",
    ),
    ReportAct(
        "refuse",
        needs=P.REPORT_ASSIGN,
        asks=_typed(RefuseForm),
        do=transfers.refuse,
        said="{report} is refused and stays with the sender, who reads your reason.",
        then="transfers",
    ),
    ReportAct(
        "withdraw",
        needs=P.REPORT_ASSIGN,
        asks=_typed(ReasonForm),
        do=transfers.withdraw,
        said="{report} is no longer offered.",
    ),
    ReportAct(
        "give",
        needs=P.REPORT_ASSIGN,
        asks=_typed_by(GiveForm),
        do=_give,
        said="{report} is with {person.name}.",
    ),
    ReportAct(
        "take-back",
        needs=P.REPORT_ASSIGN,
        asks=_typed(ReasonForm),
        do=workload.take_back,
        said="{report} is with nobody in particular again.",
    ),
)


def view(act: ReportAct) -> View:
    """Return the view of an act: once it is done it goes on, else the report's page says what stands against it."""

    def done(request: Request, pk: UUID) -> HttpResponse:
        report = found(Report, request, pk)
        try:
            typed = _checked(act.asks(request.user, report, request.POST))
            reports = _with_folded(request, report) if act.goes_whole else (report,)
            act.do(reports, by=request.user, **typed)
        except (RuleRefusal, IllegalMove) as refusal:
            messages.error(request, refusal.message)
            return redirect("report", pk)
        messages.success(request, act.said.format(report=_name_of(report), **typed))
        return redirect("report", pk) if act.then == "report" else redirect(act.then)

    done.__name__ = act.name.replace("-", "_")  # by it a refused try is written down
    return page(needs=act.needs)(require_POST(done))


@page(needs=Permission.CASE_WORK)
@require_POST
def open_case(request: Request, pk: UUID) -> HttpResponse:
    """Open a case with the report, which takes it up, and go to the case."""
    report = found(Report, request, pk)
    try:
        [case] = open_cases([Opening(reports=_with_folded(request, report), title="")], by=request.user)
    except (RuleRefusal, IllegalMove) as refusal:
        messages.error(request, refusal.message)
        return redirect("report", pk)
    messages.success(request, f"Case {case.number} is open, and {_name_of(report)} is taken up in it.")
    return redirect("case", case.pk)


def _checked(form: forms.Form) -> dict[str, Any]:
    """Return what was typed, by the names of the fields, or refuse in the words of the first that is wrong."""
    if not form.is_valid():
        raise RuleRefusal(first_error(form))
    return form.cleaned_data


def _with_folded(request: Request, report: Report) -> tuple[Report, ...]:
    """Return a report and those it stands for: what is done to a lead is done to all of them."""
    return (report, *folded_into([report], by=request.user))


def _name_of(report: Report) -> str:
    """Return a report as a sentence names it."""
    return f"Report {report.number}" if report.number else "The report without a number"
