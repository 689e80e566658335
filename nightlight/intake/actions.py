"""What people and machines do at the door: hand something in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
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
    it came again is kept. What was refused then and is not now comes in, under that receipt and time of arrival.
    """
    fresh = {reading.sha256: reading for reading in readings}
    known = Submission.objects.unscoped(because="the same bytes twice give the first receipt, whoever sends them")
    here = list(known.filter(agency=into, sha256__in=list(fresh)).values_list("sha256", "pk", "status"))
    was_refused = [pk for sha256, pk, status in here if _may_come_in_now(status, fresh[sha256])]
    taken_up = list(known.filter(pk__in=was_refused).select_for_update()) if was_refused else []
    ends = [(submission, fresh[submission.sha256]) for submission in taken_up]
    for submission, reading in ends:
        _end_as(submission, reading)
    before = {sha256: pk for sha256, pk, _ in here}
    for digest in before:
        del fresh[digest]
    now = clock.now()
    new = [_submission(reading, into, sent_by, channel, now) for reading in fresh.values()]
    ends += zip(new, fresh.values(), strict=True)
    submissions = Received(submission for submission, _ in ends)
    submissions.told = tell([(submission, reading.said) for submission, reading in ends if reading.said])
    digests = {submission.sha256: submission.pk for submission in new}
    again = repeats(readings, before=before, new=digests, at=now, channel=channel, sent_by=sent_by)
    parts = [part for submission, reading in ends for part in _parts(submission, reading)]
    tables: list[list[Any]] = [new, again, parts]
    write_back(taken_up, *ENDS)
    for table in tables:
        insert(table)
    keep(submissions.told)
    return submissions


ENDS = ("status", "reason", "message", "format", "container_sha256", "beside")


def _may_come_in_now(status: str, reading: Reading) -> bool:
    """Say whether what was refused once is refused no more: another door takes more, or a rule has changed."""
    return status == SubmissionStatus.REFUSED and reading.status is not SubmissionStatus.REFUSED


def _end_as(submission: Submission, reading: Reading) -> None:
    """Give a submission the end that its reading has."""
    submission.status, submission.reason = reading.status.value, reading.reason
    submission.message = fit(reading.message, 2000)
    submission.format = reading.said.format if reading.said else ""
    submission.container_sha256, submission.beside = reading.container_sha256, kept(reading.beside)


def _submission(
    reading: Reading, into: Agency, sent_by: Agency | None, channel: Channel, received_at: datetime
) -> Submission:
    submission = unsaved(
        Submission,
        agency_id=into.pk,
        sent_by_id=sent_by.pk if sent_by else None,
        channel=channel,
        source=fit(reading.source, 300),
        sha256=reading.sha256,
        size_bytes=reading.size_bytes,
        received_at=received_at,
    )
    _end_as(submission, reading)
    submission.receipt = f"R-{ids.spoken(submission.pk)}"
    return submission


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
