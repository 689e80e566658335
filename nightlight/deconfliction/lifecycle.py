"""What stands behind an interest, where a conflict stands, how it ends, and which moves it may make."""

from enum import StrEnum

from nightlight.foundation.lifecycle import Lifecycle, Move


class Standing(StrEnum):
    """What an agency holds the identifier in."""

    TIP = "tip"
    CASE = "case"


class Way(StrEnum):
    """How the index was asked."""

    REGISTRATION = "registration"
    CHECK = "check"


class ConflictStatus(StrEnum):
    """Where a conflict stands."""

    OPEN = "open"
    ACKNOWLEDGED_BY_ONE = "acknowledged_by_one"
    ACKNOWLEDGED_BY_BOTH = "acknowledged_by_both"
    SETTLED = "settled"


class ConflictOutcome(StrEnum):
    """How the two sides settled it."""

    JOINED = "joined"
    YIELDED = "yielded"
    PARALLEL = "parallel"
    DIFFERENT_PERSON = "different_person"
    WITHDRAWN = "withdrawn"


S = ConflictStatus

LIFECYCLE = Lifecycle(
    ConflictStatus,
    {
        "acknowledge_first": Move.between({S.OPEN}, S.ACKNOWLEDGED_BY_ONE),
        "acknowledge_second": Move.between({S.ACKNOWLEDGED_BY_ONE}, S.ACKNOWLEDGED_BY_BOTH),
        "settle": Move.between({S.ACKNOWLEDGED_BY_BOTH}, S.SETTLED),
    },
)
