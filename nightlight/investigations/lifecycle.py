"""Where a case and a subject stand, and which moves they may make."""

from enum import StrEnum

from nightlight.foundation.lifecycle import Lifecycle, Move


class CaseStatus(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    CLOSED = "closed"


class SubjectStatus(StrEnum):
    """How far a subject is known. Cleared: it was not this person."""

    UNKNOWN = "unknown"
    KNOWN = "known"
    CLEARED = "cleared"


LIFECYCLE = Lifecycle(
    CaseStatus,
    {
        "close": Move.between({CaseStatus.OPEN}, CaseStatus.CLOSED),
    },
)

SUBJECT_LIFECYCLE = Lifecycle(
    SubjectStatus,
    {
        "clear": Move.between({SubjectStatus.UNKNOWN, SubjectStatus.KNOWN}, SubjectStatus.CLEARED),
    },
)
