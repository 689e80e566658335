"""What people and machines do at the door: hand something in."""

from collections.abc import Mapping, Sequence
from typing import Any

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.foundation import clock, ids
from nightlight.foundation.acts import act, creating
from nightlight.foundation.bulk import insert
from nightlight.foundation.refusals import NotFound
from nightlight.foundation.sealed import Actor
from nightlight.intake.arriving import Reading
from nightlight.intake.formats.values import ReadReport
from nightlight.intake.lifting import Rows, fit, lift
from nightlight.intake.models import Channel, ColumnMapping, Report, Submission, SubmissionPart


def _written(submission: Submission) -> Mapping[str, Any]:
    return {"status": submission.status, "reason": submission.reason, "sha256": submission.sha256}


class Received(list[Submission]):
    """The submissions that are new, and with them what was lifted out, so that the next step need not read it again."""

    reports: list[Report]
    rows: Rows


@creating("submission.received", needs=Permission.SUBMISSION_SEND, each=_written)
def receive(
    readings: Sequence[Reading], *, by: Actor, into: Agency, sent_by: Agency | None = None, channel: Channel
) -> Received:
    """Keep a batch of readings for the agency that receives them; return the submissions that are new.

    Whole or not at all: bytes, report, people, files, identifiers and the entries in the audit log stand in one
    transaction. What was handed in before (same digest, same agency) is left out; its first receipt stands.
    """
    fresh = {reading.sha256: reading for reading in readings}
    known = Submission.objects.unscoped(because="the same bytes twice give the first receipt, whoever sends them")
    for digest in known.filter(agency=into, sha256__in=list(fresh)).values_list("sha256", flat=True):
        del fresh[digest]
    now = clock.now()
    submissions, parts = Received(), []
    submissions.reports, submissions.rows = [], Rows()
    for reading in fresh.values():
        submission = Submission(
            agency=into,
            sent_by=sent_by,
            channel=channel,
            source=fit(reading.source, 300),
            sha256=reading.sha256,
            container_sha256=reading.container_sha256,
            size_bytes=reading.size_bytes,
            format=reading.said.format if reading.said else "",
            status=reading.status.value,
            reason=reading.reason,
            message=fit(reading.message, 2000),
            received_at=now,
        )
        submission.receipt = f"R-{ids.spoken(submission.pk)}"
        submissions.append(submission)
        parts += _parts(submission, reading)
        if reading.said:
            report = _report(submission, reading.said)
            submissions.reports.append(report)
            lift(report, reading.said, submissions.rows)
    tables: list[list[Any]] = [submissions, parts, submissions.reports, *submissions.rows.tables()]
    for table in tables:
        insert(table)
    return submissions


def _parts(submission: Submission, reading: Reading) -> list[SubmissionPart]:
    return [
        SubmissionPart(
            submission=submission,
            position=position,
            sha256=part.sha256,
            size_bytes=part.size_bytes,
            deflated=part.deflated,
        )
        for position, part in enumerate(reading.parts)
    ]


def _report(submission: Submission, said: ReadReport) -> Report:
    incident = said.incident
    return Report(
        agency_id=submission.agency_id,
        submission=submission,
        number=fit(said.number, 40),
        provider=fit(said.provider, 200),
        platform=fit(said.platform, 256),
        incident_type=fit(said.incident_type, 200),
        incident_at=incident.at if incident else None,
        incident_as_given=fit(incident.as_given, 60) if incident else "",
        incident_time_definition=fit(said.incident_time_definition, 3000),
        received_at=submission.received_at,
    )


@act("submission.opened", needs=Permission.SUBMISSION_READ)
def opened(submission: Submission, *, by: Actor, position: int) -> SubmissionPart:
    """Write down that somebody opened one document of a submission as it was received, and return it.

    Changes nothing. Raises NotFound where the submission has no document at this position.
    """
    part = SubmissionPart.objects.visible_to(by).filter(submission=submission, position=position).first()
    if part is None:
        raise NotFound
    return part


@creating("mapping.saved", needs=Permission.SUBMISSION_SEND)
def save_mapping(*, by: Actor, name: str, columns: Mapping[str, str]) -> ColumnMapping:
    """Keep what the columns of a table mean, for one's own agency; what it kept under the name before is replaced."""
    kept = ColumnMapping.objects.visible_to(by).filter(agency=by.agency_id, name=name)
    saved = kept.first() or ColumnMapping(agency_id=by.agency_id, name=name)
    saved.columns = dict(columns)
    saved.save()
    return saved
