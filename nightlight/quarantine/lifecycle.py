"""What may become of a submission in quarantine."""

from enum import StrEnum

from nightlight.foundation.lifecycle import Lifecycle, Move


class QuarantineState(StrEnum):
    """Where a quarantined submission stands."""

    WAITING = "waiting"
    MENDED = "mended"
    REPLAYED = "replayed"
    REJECTED = "rejected"


S = QuarantineState

LIFECYCLE = Lifecycle(
    QuarantineState,
    {
        "mend": Move.between({S.WAITING, S.REJECTED}, S.MENDED),
        "replay": Move.between({S.WAITING, S.REJECTED}, S.REPLAYED),
        "reject": Move.between({S.WAITING}, S.REJECTED),
    },
)
