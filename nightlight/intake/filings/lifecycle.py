"""Which moves a filing may make. Nothing follows on an end: what is finished is a report, the rest is gone."""

from enum import StrEnum

from nightlight.foundation.lifecycle import Lifecycle, Move


class FilingStatus(StrEnum):
    """Where a filing stands."""

    OPEN = "open"
    FINISHED = "finished"
    RETRACTED = "retracted"
    EXPIRED = "expired"


S = FilingStatus

LIFECYCLE = Lifecycle(
    FilingStatus,
    {
        "add_a_file": Move.between({S.OPEN}, S.OPEN),
        "describe_a_file": Move.between({S.OPEN}, S.OPEN),
        "finish": Move.between({S.OPEN}, S.FINISHED),
        "retract": Move.between({S.OPEN}, S.RETRACTED),
        "expire": Move.between({S.OPEN}, S.EXPIRED),
    },
)
