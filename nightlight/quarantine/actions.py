"""What is done with a submission in quarantine: mend it, read it again, reject it."""

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock, ids
from nightlight.foundation.acts import act, over_many
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.actions import read_again
from nightlight.intake.arriving import Arrival, Reading, read_arrival
from nightlight.intake.lifecycle import SubmissionStatus
from nightlight.intake.models import Channel, Submission, SubmissionPart
from nightlight.intake.rereading import read_kept, with_kept_files
from nightlight.quarantine.lifecycle import LIFECYCLE, QuarantineState
from nightlight.quarantine.mending import bytes_of
from nightlight.quarantine.models import Ending
from nightlight.triage import road
from nightlight.triage.actions import assess
from nightlight.triage.routing.evidence import Places

UNCHANGED = "The text is as it was, and it can be read by now: read it again instead. Nothing was changed."
UNWRITABLE = "The document declares an encoding that cannot hold this text. Let it declare UTF-8; nothing was changed."


def _mended(made: Submission) -> Mapping[str, Any]:
    return {"mended_as": str(made.pk)}


def _ended(ending: Ending) -> Mapping[str, Any]:
    return {"receipt": ending.receipt}


@act("quarantine.mended", needs=Permission.SUBMISSION_MEND, each=_mended)
def mend(
    submission: Submission, *, by: Actor, worker: Actor, places: Places, position: int, text: str, because: str
) -> Submission:
    """Hand a mended document in as a new submission, to the end of the road, and return it; the original stays.

    `position` names the document of the submission that was mended; the others go with it as they are. Raises
    RuleRefusal where the mended bytes cannot be read either, with the place; then nothing of them is kept.
    """
    before = _require_reason(_stands(submission, by, "mend"), because)
    parts = _parts(submission, by)
    if not 0 <= position < len(parts):
        raise NotFound
    mended = bytes_of(text, parts[position])
    if mended is None:
        raise RuleRefusal(UNWRITABLE)
    parts[position] = mended
    reading = with_kept_files(read_arrival(Arrival(submission.source, parts[0], tuple(parts[1:]))), submission)
    if reading.status != SubmissionStatus.RECEIVED:
        raise RuleRefusal(f"{reading.message} Nothing was changed; your text stands below.")
    if reading.sha256 == submission.sha256:
        raise RuleRefusal(UNCHANGED)
    [receipt] = road.carry(
        [reading],
        by=worker,
        worker=worker,
        places=places,
        into=submission.agency,
        sent_by=submission.sent_by,
        channel=Channel(submission.channel),
    )
    made = Submission.objects.visible_to(worker).get(agency=submission.agency_id, receipt=receipt.receipt)
    _end(submission, before, QuarantineState.MENDED, by, because=because, mended_as=made)
    return made


def _how(submission: Any) -> Mapping[str, Any]:
    return {"status": submission.status, "reason": submission.reason}


@over_many("quarantine.replayed", needs=Permission.SUBMISSION_MEND, each=_how)
def replay(submissions: Sequence[Submission], *, by: Actor, worker: Actor, places: Places) -> list[Submission]:
    """Read submissions again as they are; what can be read by now goes to the end of the road.

    The receipt, the digest and the time of arrival stay those of the first time. What still cannot be read waits on;
    what may not come in by today's rules is refused, and its bytes are let go. Returns those that left quarantine.
    """
    before = {submission.pk: _stands(submission, by, "replay") for submission in submissions}
    readings = {submission.pk: _read(submission, by) for submission in submissions}
    leaving = [one for one in submissions if readings[one.pk].status != SubmissionStatus.QUARANTINED]
    for submission in leaving:
        _end(submission, before[submission.pk], QuarantineState.REPLAYED, by)
    received = read_again(leaving, by=worker, readings=readings)
    assess(received.told.reports, by=worker, places=places, lifted=received.told.rows)
    now = {submission.pk: submission for submission in received}
    for submission in leaving:
        submission.status, submission.reason = now[submission.pk].status, now[submission.pk].reason
    return leaving


@act("quarantine.rejected", needs=Permission.SUBMISSION_MEND, each=_ended)
def reject(submission: Submission, *, by: Actor, because: str) -> Ending:
    """Say that nothing will come of a submission, and why. Its bytes and its receipt stay."""
    before = _require_reason(_stands(submission, by, "reject"), because)
    return _end(submission, before, QuarantineState.REJECTED, by, because=because)


def _stands(submission: Submission, by: Actor, move: str) -> Ending | None:
    """Return the ending that holds until now, after a look whether the move may follow it."""
    held = Ending.objects.visible_to(by).current().filter(submission=submission).first()
    if held is None and submission.status != SubmissionStatus.QUARANTINED:
        raise RuleRefusal("This submission is not in quarantine. Nothing was changed.")
    LIFECYCLE.after(move, held.state if held else QuarantineState.WAITING)
    return held


def _require_reason(before: Ending | None, because: str) -> Ending | None:
    if not because.strip():
        raise RuleRefusal("Say why in a sentence; nothing was changed.")
    return before


def _end(
    submission: Submission,
    before: Ending | None,
    state: QuarantineState,
    by: Actor,
    *,
    because: str = "",
    mended_as: Submission | None = None,
) -> Ending:
    now = clock.now()
    if before:
        before.superseded_at = now
        before.save(update_fields=["superseded_at"])
    ending = Ending(
        agency_id=submission.agency_id,
        submission=submission,
        state=state.value,
        at=now,
        by_user_id=by.pk,
        because=because,
        was_wrong=submission.message,
        mended_as=mended_as,
    )
    ending.receipt = f"Q-{ids.spoken(ending.pk)}"
    ending.save()
    return ending


def _read(submission: Submission, by: Actor) -> Reading:
    parts = SubmissionPart.objects.visible_to(by).filter(submission=submission).order_by("position")
    return read_kept(submission, list(parts))


def _parts(submission: Submission, by: Actor) -> list[bytes]:
    parts = SubmissionPart.objects.visible_to(by).filter(submission=submission).order_by("position")
    return [zlib.decompress(part.deflated) for part in parts]
