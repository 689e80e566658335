"""Where the search for a child's identity stands."""

from enum import StrEnum

from nightlight.foundation.lifecycle import Lifecycle, Move


class VictimStatus(StrEnum):
    """Whether it is known who the child is. The name itself is not kept here."""

    UNIDENTIFIED = "unidentified"
    IDENTIFIED = "identified"


LIFECYCLE = Lifecycle(
    VictimStatus,
    {
        "identify": Move.between({VictimStatus.UNIDENTIFIED}, VictimStatus.IDENTIFIED),
    },
)
