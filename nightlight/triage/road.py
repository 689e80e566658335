"""The road of a report: received, assessed, assigned; a receipt for everything that was handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from nightlight.agencies.models import Agency
from nightlight.foundation.sealed import Actor
from nightlight.intake.actions import receive
from nightlight.intake.arriving import Reading
from nightlight.intake.models import Channel, Report, ReportVersion, Submission
from nightlight.triage.actions import assess
from nightlight.triage.resuming import resume_some
from nightlight.triage.routing.evidence import Places

DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one arrival. `status` is a submission's, or `duplicate` with the first one's receipt."""

    source: str
    receipt: str
    status: str
    reason: str
    message: str
    report_id: UUID | None
    assigned_to: str
    """The code of the agency that the report was assigned to, empty while it waits for a person."""
    ended: str
    """How the submission itself ended: differs from `status` for a duplicate only."""


def carry(
    readings: Sequence[Reading],
    *,
    by: Actor,
    worker: Actor,
    places: Places,
    into: Agency,
    sent_by: Agency | None = None,
    channel: Channel,
) -> list[Receipt]:
    """Receive readings for whoever hands them in, then assess and route them as the worker; a receipt for each.

    The worker is a service account that sees what `into` receives. What was received stays received if the road
    breaks off after that: `resuming` continues it, at the next start or when the same bytes come again.
    """
    try:
        received = receive(readings, by=by, into=into, sent_by=sent_by, channel=channel)
    except IntegrityError:  # the same bytes at the same moment by another door: now they are known
        received = receive(readings, by=by, into=into, sent_by=sent_by, channel=channel)
    new = {submission.sha256 for submission in received}
    assess(received.told.reports, by=worker, places=places, lifted=received.told.rows)
    if len(received) < len(readings):
        resume_some(readings, into=into, worker=worker, places=places)
    return _receipts(readings, new, into, worker)


def _receipts(readings: Sequence[Reading], new: set[str], into: Agency, worker: Actor) -> list[Receipt]:
    digests = [reading.sha256 for reading in readings]
    rows: Any = Submission.objects.visible_to(worker).filter(agency=into, sha256__in=digests)
    first = {submission.sha256: submission for submission in rows}
    reports = _told_by(list(first.values()), worker)
    receipts = []
    for reading in readings:
        submission = first[reading.sha256]
        report = reports.get(submission.pk)
        is_new = reading.sha256 in new
        new.discard(reading.sha256)
        receipts.append(
            Receipt(
                reading.source,
                submission.receipt,
                submission.status if is_new else DUPLICATE,
                submission.reason,
                submission.message,
                report.pk if report else None,
                report.assigned_to.code if report and report.assigned_to else "",
                submission.status,
            )
        )
    return receipts


def _told_by(submissions: Sequence[Submission], worker: Actor) -> dict[UUID, Report]:
    """Return the report that each submission tells of, by the submission's id."""
    seen: Any = Report.objects.visible_to(worker).select_related("assigned_to")
    reports = {report.submission_id: report for report in seen.filter(submission__in=submissions)}
    if later := [submission for submission in submissions if submission.pk not in reports]:
        versions: Any = ReportVersion.objects.visible_to(worker).filter(submission__in=later)
        reports |= {each.submission_id: each.report for each in versions.select_related("report__assigned_to")}
    return reports
