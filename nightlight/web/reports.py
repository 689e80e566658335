"""The page of one report: what it says, what was decided about it and why, and what may be done with it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.clocks.reading import BY_A_PERSON, clocks_of
from nightlight.desk import visits
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotFound
from nightlight.gate.keys import DIGESTS
from nightlight.gate.reading import Parts, gate_of
from nightlight.geography.gazetteer import gazetteer
from nightlight.intake.actions import opened
from nightlight.intake.lifecycle import LIFECYCLE, ReportStatus
from nightlight.intake.models import Report, Submission, SubmissionPart
from nightlight.investigations.models import Case, CaseReport
from nightlight.triage import actions
from nightlight.triage.folding.related import related
from nightlight.triage.lifecycle import Decided
from nightlight.triage.report_page import ReportPage, report_page
from nightlight.urgent.reading import alarms_of
from nightlight.web import clock_words, gate_words, hash_words, nexus, report_parts, report_words
from nightlight.web.access import Request, page
from nightlight.web.alarm_words import alarm_items
from nightlight.web.frame import zone_of
from nightlight.web.judged import judged
from nightlight.web.received_text import text_as_received
from nightlight.web.report_forms import AssignForm, CloseForm, FoldForm, ReasonForm
from nightlight.web.report_hands import desk_of, district_of, hands, recipients_of
from nightlight.web.report_worth import sample_and_worth
from nightlight.web.templatetags.words import when


@dataclass(frozen=True, slots=True)
class May:
    """What the reader may do with the report as it stands."""

    assign: bool
    open_a_case: bool
    close: bool
    fold: bool
    unfold: bool
    work: bool
    gate: bool
    nominate: bool


@page(needs=Permission.REPORT_READ)
@require_GET
def report(request: Request, pk: UUID) -> HttpResponse:
    """Show one report, its account in words folded. Opening it is written down."""
    read = _read(request, pk)
    with transaction.atomic():  # one commit for both
        actions.viewed(read.report, by=request.user)
        visits.read(request.user, [pk])
    return render(request, "web/report.html", _shown(request.user, read))


@page(needs=Permission.REPORT_READ)
@require_GET
def account(request: Request, pk: UUID) -> HttpResponse:
    """Show one report with its account in words unfolded. Reading it is written down as an act of its own."""
    read = _read(request, pk, unfold=True)
    actions.account_read(read.report, by=request.user)
    return render(request, "web/report.html", _shown(request.user, read) | {"unfolded": True})


@page(needs=Permission.SUBMISSION_READ)
@require_GET
def as_received(request: Request, pk: UUID, position: int) -> HttpResponse:
    """Show one document of the submission as it was received, as text inside the page. Opening it is written down."""
    found = Report.objects.visible_to(request.user).filter(pk=pk).first()
    submission = Submission.objects.visible_to(request.user).filter(reports=pk).first()
    if found is None or submission is None:
        raise NotFound
    part = opened(submission, by=request.user, position=position)
    shown = {"report": found, "submission": submission, "part": part, "text": text_as_received(part)}
    return render(request, "web/report_received.html", shown)


def _read(request: Request, pk: UUID, *, unfold: bool = False) -> ReportPage:
    return report_page(request.user, pk, places=gazetteer(settings.DATA_DIR), unfold=unfold)


def _shown(user: User, read: ReportPage) -> dict[str, Any]:
    words, tone = report_words.STATUS[ReportStatus(read.report.status)]
    case = _case(user, read.report)
    may = _may(user, read.report, has_case=case is not None)
    return {
        "read": read,
        "report": read.report,
        "status_words": words,
        "status_tone": tone,
        "axes": report_words.axes(read.axes) if read.axes else (),
        "judged": judged(read),
        "people": report_parts.people(read),
        "identifiers": report_parts.identifiers(read),
        "addresses": report_parts.addresses(read),
        "files": report_parts.files(read),
        "standings": hash_words.standings(read),
        "digests": hash_words.digests_to_ask(read) if user.may(Permission.HASH_READ) else "",
        "unlisted": report_parts.unlisted(read),
        "places": report_parts.stated_places(read),
        "parts": _parts(user, read.submission),
        "letters": sum(passage.length for passage in read.passages),
        **_watched(user, read),
        "history": _history(read, zone_of(user.agency)),
        "case": case,
        "may": may,
        "may_accept": _is_suggested(read) and user.may(Permission.REPORT_ROUTE),
        "assign_form": AssignForm(user, auto_id="assign_%s", initial={"held_by": read.report.assigned_to_id or ""})
        if may.assign
        else None,
        "hands": hands(user, read),
        "desk": desk_of(read),
        "recipients": recipients_of(desk_of(read)),
        "district": district_of(read),
        "alarms_here": [alarm_items(one, zone_of(user.agency)) for one in alarms_of(read.report.pk, user)],
        "related": related(user, read.report, read.stated),
        "may_compare": user.may(Permission.SUBMISSION_READ) and read.submission is not None,
        "fold_form": FoldForm(auto_id="fold_%s") if may.fold else None,
        "unfold_form": ReasonForm(auto_id="unfold_%s") if may.unfold else None,
        "close_form": CloseForm(auto_id="close_%s") if may.close else None,
        **sample_and_worth(user, read.report),
    }


def _may(user: User, report: Report, *, has_case: bool) -> May:
    """Say what the reader may do: the right, the lifecycle and the agency that holds the report all allow it."""
    works = user.may(Permission.REPORT_WORK)
    own = report.assigned_to_id is None or report.assigned_to_id in user.agencies_seen
    is_worked = report.status == ReportStatus.UNDER_INVESTIGATION
    may_assign, is_open = user.may(Permission.REPORT_ASSIGN), report.status != ReportStatus.CLOSED
    may_begin = is_worked or LIFECYCLE.allows("take_up", report.status)
    return May(
        assign=may_assign and own and report.folded_into_id is None and LIFECYCLE.allows("assign", report.status),
        open_a_case=works and user.may(Permission.CASE_WORK) and own and may_begin and not has_case,
        close=works and own and LIFECYCLE.allows("close", report.status),
        fold=may_assign and own and report.folded_into_id is None and report.assigned_to_id is not None and is_open,
        unfold=may_assign and report.folded_into_id is not None,
        work=works,
        gate=user.may(Permission.GATE_RECORD),
        nominate=user.may(Permission.SUSPECT_NOMINATE) and report.assigned_to_id in user.agencies_seen,
    )


def _case(user: User, report: Report) -> Case | None:
    link = CaseReport.objects.visible_to(user).filter(report=report).select_related("case").first()
    return link.case if link else None


def _is_suggested(read: ReportPage) -> bool:
    return read.route is not None and read.route.decided == Decided.SUGGESTED


def _watched(user: User, read: ReportPage) -> dict[str, Any]:
    """Return what stands against opening its files, what runs out when, and whether the national index has it."""
    report = read.report
    digests = [seen for seen in read.identifiers if seen.file_id and seen.kind in DIGESTS]
    parts = Parts(list(read.files), list(read.stated), list(read.kept), digests)
    gate = gate_of(user, report, parts=parts)
    return {
        "gate": gate,
        "gates": gate_words.by_file(gate),
        "gate_note": gate_words.summary(gate),
        "clocks": clock_words.lines(clocks_of(user, [report], addresses=read.addresses)[report.pk], clock.today()),
        "came_from_a_person": report.submission.channel in BY_A_PERSON,
        "nexus": nexus.shown(user, report),
    }


def _history(read: ReportPage, zone: str) -> list[dict[str, str]]:
    """Return what happened to the report, the newest first, as the timeline component wants it."""
    report = read.report
    items = [{"time": when(report.received_at, zone), "event": "Received", "detail": f"by {report.agency.name}"}]
    items += [
        {
            "time": when(made.at, zone),
            "event": f"Assigned to {made.to.name}",
            "detail": f"{made.because} Receipt {made.receipt}",
            "by": made.by_user.name,
        }
        for made in read.assignments
    ]
    if report.taken_up_at:
        items.append({"time": when(report.taken_up_at, zone), "event": "Taken up"})
    if report.closed_at:
        items.append({"time": when(report.closed_at, zone), "event": "Closed", "detail": report.closed_because})
    return items[::-1]


def _parts(user: User, submission: Submission | None) -> list[SubmissionPart]:
    if submission is None:
        return []
    parts = SubmissionPart.objects.visible_to(user).filter(submission=submission)
    return list(parts.defer("deflated").order_by("position"))
