"""How a submission ends, and which moves a report may make."""

from enum import StrEnum

from nightlight.foundation.lifecycle import Lifecycle, Move


class SubmissionStatus(StrEnum):
    """How a submission ended. Each is said on the screen, in the API's answer and by `nightlight intake`."""

    RECEIVED = "received"
    SUPPLEMENT = "supplement"
    FOLDED = "folded"
    QUARANTINED = "quarantined"
    REFUSED = "refused"


class ReportStatus(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    WAITING_FOR_ROUTE = "waiting_for_route"
    ASSIGNED = "assigned"
    UNDER_INVESTIGATION = "under_investigation"
    CLOSED = "closed"


S = ReportStatus

LIFECYCLE = Lifecycle(
    ReportStatus,
    {
        "hold_for_a_person": Move.between({S.RECEIVED}, S.WAITING_FOR_ROUTE),
        "assign": Move.between({S.RECEIVED, S.WAITING_FOR_ROUTE, S.ASSIGNED}, S.ASSIGNED),
        "take_up": Move.between({S.ASSIGNED}, S.UNDER_INVESTIGATION),
        "close": Move.between({S.ASSIGNED, S.UNDER_INVESTIGATION, S.WAITING_FOR_ROUTE}, S.CLOSED),
    },
)
