"""Reads what is kept of a submission once more: its bytes are the truth, and a format may know more by now."""

import zlib
from collections.abc import Sequence

from nightlight.intake.arriving import Arrival, Reading, read_arrival
from nightlight.intake.models import Submission, SubmissionPart


def read_kept(submission: Submission, parts: Sequence[SubmissionPart]) -> Reading:
    """Return what the kept documents of a submission say; `parts` are all of them, in their order."""
    raw = [zlib.decompress(part.deflated) for part in parts]
    return read_arrival(Arrival(submission.source, raw[0], tuple(raw[1:])))
