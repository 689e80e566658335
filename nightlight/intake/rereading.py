"""Reads what is kept of a submission once more: its bytes are the truth, and a format may know more by now."""

import zlib
from collections.abc import Sequence
from dataclasses import replace

from nightlight.intake.arriving import Arrival, Reading, read_arrival
from nightlight.intake.formats import uploaded_files
from nightlight.intake.formats.enclosed import unkept, with_beside
from nightlight.intake.models import Channel, Submission, SubmissionPart


def read_kept(submission: Submission, parts: Sequence[SubmissionPart]) -> Reading:
    """Return what the kept documents of a submission say; `parts` are all of them, in their order.

    The last document of a reporting client's submission is our own list of the digests that were computed of its
    files. What came in a bundle beside a report was digested and dropped, and is not read again; where no report of the
    bundle could be read, its digests wait with the submission, and go with the report from now on.
    """
    raw = [zlib.decompress(part.deflated) for part in parts]
    ours = uploaded_files.read(raw[-1]) if submission.channel == Channel.CLIENT and len(raw) > 1 else None
    theirs = raw[:-1] if ours else raw
    reading = read_arrival(Arrival(submission.source, theirs[0], tuple(theirs[1:])))
    if ours and reading.said:
        return replace(reading, said=uploaded_files.joined(reading.said, ours))
    return with_kept_files(reading, submission)


def with_kept_files(reading: Reading, submission: Submission) -> Reading:
    """Return a reading with the files whose digests waited with the submission."""
    if not reading.said or not submission.beside:
        return reading
    return replace(reading, said=with_beside(reading.said, unkept(submission.beside)))
