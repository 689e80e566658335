"""Where an operation stands, and which moves it may make."""

from enum import StrEnum

from nightlight.foundation.lifecycle import Lifecycle, Move


class OperationStatus(StrEnum):
    """Where an operation stands. Its figures do not depend on it: they count by date of event."""

    PLANNED = "planned"
    RUNNING = "running"
    CLOSED = "closed"


S = OperationStatus

LIFECYCLE = Lifecycle(
    OperationStatus,
    {
        "start": Move.between({S.PLANNED}, S.RUNNING),
        "close": Move.between({S.RUNNING}, S.CLOSED),
    },
)
