"""What people and machines do at the door: hand something in."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.foundation import clock, ids
from nightlight.foundation.acts import act, creating, over_many
from nightlight.foundation.bulk import insert, unsaved, write_back
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.arriving import Reading
from nightlight.intake.formats.enclosed import kept
from nightlight.intake.lifecycle import SubmissionStatus
from nightlight.intake.lifting import fit
from nightlight.intake.models import Channel, ColumnMapping, ReturnCode, Submission, SubmissionPart
from nightlight.intake.repeating import repeats
from nightlight.intake.telling import Told, keep, tell


def _written(submission: Submission) -> Mapping[str, Any]:
    return {"status": submission.status, "reason": submission.reason, "sha256": submission.sha256}


class Received(list[Submission]):
    """The submissions that are new, and with them what they told, so that the next step need not read it again."""

    told: Told


@creating("submission.received", needs=Permission.SUBMISSION_SEND, each=_written)
def receive(
    readings: Sequence[Reading], *, by: Actor, into: Agency, sent_by: Agency | None = None, channel: Channel
) -> Received:
    """Keep a batch of readings for the agency that receives them; return the submissions that are new.

    Whole or not at all: bytes, report, people, files, identifiers and the entries in the audit log stand in one
    transaction. What was handed in before (same digest, same agency) is left out; its first receipt stands, and that
    it came again is kept.
    """
    fresh = {reading.sha256: reading for reading in readings}
    known = Submission.objects.unscoped(because="the same bytes twice give the first receipt, whoever sends them")
    before = dict(known.filter(agency=into, sha256__in=list(fresh)).values_list("sha256", "pk"))
    for digest in before:
        del fresh[digest]
    now = clock.now()
    submissions, parts = Received(), []
    read = []
    for reading in fresh.values():
        submission = unsaved(
            Submission,
            agency_id=into.pk,
            sent_by_id=sent_by.pk if sent_by else None,
            channel=channel,
            source=fit(reading.source, 300),
            sha256=reading.sha256,
            container_sha256=reading.container_sha256,
            beside=kept(reading.beside),
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
            read.append((submission, reading.said))
    submissions.told = tell(read)
    new = {submission.sha256: submission.pk for submission in submissions}
    again = repeats(readings, before=before, new=new, at=now, channel=channel, sent_by=sent_by)
    tables: list[list[Any]] = [submissions, again, parts]
    for table in tables:
        insert(table)
    keep(submissions.told)
    return submissions


def _parts(submission: Submission, reading: Reading) -> list[SubmissionPart]:
    return [
        unsaved(
            SubmissionPart,
            submission_id=submission.pk,
            position=position,
            sha256=part.sha256,
            size_bytes=part.size_bytes,
            deflated=part.deflated,
        )
        for position, part in enumerate(reading.parts)
    ]


@over_many("submission.read_again", needs=Permission.SUBMISSION_SEND, each=_written)
def read_again(submissions: Sequence[Submission], *, by: Actor, readings: Mapping[UUID, Reading]) -> Received:
    """Give quarantined submissions the end to which their bytes read by now, by the submission's id; return them.

    Receipt, digest and time of arrival stay. Of what is refused now, the bytes are let go. Raises RuleRefusal for a
    submission that is not in quarantine.
    """
    again, read = Received(submissions), []
    for submission in submissions:
        reading = readings[submission.pk]
        if submission.status != SubmissionStatus.QUARANTINED:
            raise RuleRefusal("Only what is in quarantine is read again. Nothing was changed.")
        submission.status, submission.reason = reading.status.value, reading.reason
        submission.message = fit(reading.message, 2000)
        submission.format = reading.said.format if reading.said else ""
        if reading.said:
            read.append((submission, reading.said))
    again.told = tell(read)
    write_back(submissions, "status", "reason", "message", "format")
    gone = [submission for submission in submissions if submission.status == SubmissionStatus.REFUSED]
    SubmissionPart.objects.visible_to(by).filter(submission__in=gone).delete()
    keep(again.told)
    return again


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


@creating("return_code.given", needs=Permission.SUBMISSION_SEND)
def give_return_code(*, by: Actor, submission: Submission, digest: str) -> ReturnCode:
    """Keep the keyed digest of the code that a person was given for what they sent.

    A submission has one code at most: a second try breaks a constraint, and so the first code stands.
    """
    return ReturnCode.objects.create(agency_id=submission.agency_id, submission=submission, digest=digest)
