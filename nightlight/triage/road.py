"""The road of a report: received, assessed, assigned; a receipt for everything that was handed in."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nightlight.agencies.models import Agency
from nightlight.foundation.acts import as_one
from nightlight.foundation.outage import outage_in
from nightlight.foundation.refusals import Refusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.actions import Received, receive
from nightlight.intake.arriving import Reading
from nightlight.intake.models import Channel, Report, ReportVersion, Submission
from nightlight.intake.telling import Told
from nightlight.triage.actions import assess
from nightlight.triage.grounds import Grounds
from nightlight.triage.resuming import resume_some
from nightlight.triage.routing.evidence import Places

DUPLICATE = "duplicate"

log = logging.getLogger(__name__)


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
    grounds: Grounds | None = None,
) -> list[Receipt]:
    """Receive readings for whoever hands them in, then assess and route them as the worker; a receipt for each.

    The worker is a service account that sees what `into` receives. `grounds` may say by what reports are judged and
    routed, where the caller has read that. All is one transaction, with one commit to wait for. Where that fails, each
    step has its own: then what was received stays received if the road breaks off after that, and `resuming` continues
    it, at the next start or when the same bytes come again.
    """

    def received() -> Received:
        return receive(readings, by=by, into=into, sent_by=sent_by, channel=channel)

    def assessed(new: Received) -> list[Report]:
        return assess(new.told.reports, by=worker, places=places, lifted=new.told.rows, grounds=grounds)

    new = None
    try:
        with as_one():
            new = received()
            reports = assessed(new)
    except Exception as error:
        if outage_in(error) or (new is None and isinstance(error, Refusal)):
            raise
        log.warning("%d submissions go the road step by step: %s", len(readings), type(error).__name__)
        new = received()  # the same bytes at the same moment by another door are known by now
        reports = assessed(new)
    if len(new) < len(readings):
        resume_some(readings, into=into, worker=worker, places=places)
    return _receipts(readings, new, reports, into, worker)


def _receipts(
    readings: Sequence[Reading], received: Received, assessed: Sequence[Report], into: Agency, worker: Actor
) -> list[Receipt]:
    digests = [reading.sha256 for reading in readings]
    new = {submission.sha256: submission for submission in received}
    first = dict(new)
    reports = _told_by(received.told, assessed)
    first |= _folded(received, reports, worker)
    if before := [digest for digest in digests if digest not in new]:
        rows: Any = Submission.objects.visible_to(worker).filter(agency=into, sha256__in=before)
        here = list(rows)
        first |= {submission.sha256: submission for submission in here}
        reports |= _told_before(here, worker)
    codes = _codes(reports.values())
    receipts = []
    for reading in readings:
        submission = first[reading.sha256]
        report = reports.get(submission.pk)
        is_new = new.pop(reading.sha256, None) is not None
        receipts.append(
            Receipt(
                reading.source,
                submission.receipt,
                submission.status if is_new else DUPLICATE,
                submission.reason,
                submission.message,
                report.pk if report else None,
                codes[report.assigned_to_id] if report and report.assigned_to_id else "",
                submission.status,
            )
        )
    return receipts


def _told_by(told: Told, assessed: Sequence[Report]) -> dict[UUID, Report]:
    """Return the report that each new submission tells of, by the submission's id, as it was assessed."""
    now = {report.pk: report for report in assessed}
    by_version = {version.submission_id: now[version.report_id] for version in told.versions}
    return {report.submission_id: now[report.pk] for report in told.new.values()} | by_version


def _folded(received: Received, reports: Mapping[UUID, Report], worker: Actor) -> dict[str, Submission]:
    """Return anew the submissions whose reports were folded at once, by digest: their senders are told so."""
    folded = [one.pk for one in received if one.pk in reports and reports[one.pk].folded_into_id]
    if not folded:
        return {}
    rows: Any = Submission.objects.visible_to(worker).filter(pk__in=folded)
    return {submission.sha256: submission for submission in rows}


def _told_before(submissions: Sequence[Submission], worker: Actor) -> dict[UUID, Report]:
    """Return the report that each submission of an earlier time tells of, by the submission's id."""
    seen: Any = Report.objects.visible_to(worker)
    reports = {report.submission_id: report for report in seen.filter(submission__in=submissions)}
    if later := [submission for submission in submissions if submission.pk not in reports]:
        versions: Any = ReportVersion.objects.visible_to(worker).filter(submission__in=later)
        reports |= {each.submission_id: each.report for each in versions.select_related("report")}
    return reports


def _codes(reports: Iterable[Report]) -> dict[UUID, str]:
    holders = {report.assigned_to_id for report in reports if report.assigned_to_id}
    return dict(Agency.objects.filter(pk__in=holders).values_list("pk", "code")) if holders else {}
