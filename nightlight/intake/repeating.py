"""Which readings of a batch were here before, and that they came again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from nightlight.agencies.models import Agency
from nightlight.intake.arriving import Reading
from nightlight.intake.models import Repeat


def repeats(
    readings: Sequence[Reading],
    *,
    before: Mapping[str, UUID],
    new: Mapping[str, UUID],
    at: datetime,
    channel: str,
    sent_by: Agency | None,
) -> list[Repeat]:
    """Return a repeat for every reading whose submission was here `before`, or is `new` and came earlier in the batch.

    Both map a digest to the submission that has the receipt. Touches no database.
    """
    seen, again = set(before), []
    for reading in readings:
        if reading.sha256 in seen:
            submission = before.get(reading.sha256) or new[reading.sha256]
            again.append(Repeat(submission_id=submission, sent_by=sent_by, channel=channel, at=at))
        seen.add(reading.sha256)
    return again
