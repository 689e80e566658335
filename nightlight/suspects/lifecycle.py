"""Where a nomination stands, and which moves it may make."""

from enum import StrEnum

from nightlight.foundation.lifecycle import Lifecycle, Move


class NominationStatus(StrEnum):
    """Where a nomination stands. What has ended names nobody any more."""

    WAITING = "waiting"
    RETURNED = "returned"
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


S = NominationStatus
OPEN = (S.WAITING, S.IN_FORCE)
ENDED = (S.WITHDRAWN, S.EXPIRED)

LIFECYCLE = Lifecycle(
    NominationStatus,
    {
        "approve": Move.between({S.WAITING}, S.IN_FORCE),
        "return": Move.between({S.WAITING}, S.RETURNED),
        "validate": Move.between({S.IN_FORCE}, S.IN_FORCE),
        "withdraw": Move.between({S.WAITING, S.RETURNED, S.IN_FORCE}, S.WITHDRAWN),
        "expire": Move.between({S.IN_FORCE}, S.EXPIRED),
    },
)
