"""Where an offer stands, and why it was made or refused."""

from enum import StrEnum

from nightlight.foundation.lifecycle import Lifecycle, Move


class TransferState(StrEnum):
    """Where a transfer stands."""

    STANDING = "standing"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"
    """The report went elsewhere while the offer stood."""


class Ground(StrEnum):
    """Why a report is offered, or an offer refused. Only the first teaches the rules something."""

    NOT_OUR_TERRITORY = "not_our_territory"
    NEARER_TO_THE_CHILD = "nearer_to_the_child"
    LOCAL_WORK = "local_work"
    NO_CAPACITY = "no_capacity"
    OTHER = "other"


GROUND_WORDS = {
    Ground.NOT_OUR_TERRITORY: "not our territory",
    Ground.NEARER_TO_THE_CHILD: "nearer to the child",
    Ground.LOCAL_WORK: "work for that department",
    Ground.NO_CAPACITY: "no capacity now",
    Ground.OTHER: "another reason",
}

S = TransferState
LIFECYCLE = Lifecycle(
    TransferState,
    {
        "accept": Move.between({S.STANDING}, S.ACCEPTED),
        "refuse": Move.between({S.STANDING}, S.REFUSED),
        "withdraw": Move.between({S.STANDING}, S.WITHDRAWN),
        "overtake": Move.between({S.STANDING}, S.OVERTAKEN),
    },
)
