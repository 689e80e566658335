"""Whom an alarm calls, one after the other: the agency's list, then all of it, then the agencies above it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from nightlight.agencies.tree import above
from nightlight.urgent.models import OnCall
from nightlight.urgent.rules import LanePolicy

WHOLE_AGENCY = 0
ABOVE = 1000
"""From this step on each calls one agency above, the nearest first. No on-call list is as long."""


@dataclass(frozen=True, slots=True)
class Callee:
    """Who is called: a person of an agency by one way or by all, or with no person the whole agency."""

    agency_id: UUID
    person_id: UUID | None = None
    way: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps of one agency: its on-call list in its order, itself, and the agencies above it."""

    agency_id: UUID
    steps: Sequence[OnCall] = ()
    above: Sequence[UUID] = ()

    @property
    def first(self) -> int:
        """The step that is called at once."""
        return 1 if self.steps else WHOLE_AGENCY

    def after(self, step: int) -> int | None:
        """Return the step that follows one, or None where nobody is left to be called."""
        if WHOLE_AGENCY < step < ABOVE:
            return step + 1 if step < len(self.steps) else WHOLE_AGENCY
        follows = ABOVE if step == WHOLE_AGENCY else step + 1
        return follows if follows - ABOVE < len(self.above) else None

    def callee(self, step: int) -> Callee:
        """Return who is called at a step."""
        if step >= ABOVE:
            return Callee(self.above[step - ABOVE])
        if step == WHOLE_AGENCY:
            return Callee(self.agency_id)
        called = self.steps[step - 1]
        return Callee(self.agency_id, called.person_id, called.way)

    def minutes(self, step: int, lane: LanePolicy) -> timedelta:
        """Return how long a step has: its own minutes, else those of the policy."""
        own = self.steps[step - 1].minutes if WHOLE_AGENCY < step < ABOVE else None
        return timedelta(minutes=own or lane.open_within_minutes)


def ladders(agencies: set[UUID], at: datetime) -> Mapping[UUID, Ladder]:
    """Return whom the urgent reports of each agency call, by the lists that hold at a moment. Two queries."""
    rows = OnCall.objects.unscoped(because="an urgent report calls whom its own agency has put on the list")
    lists: dict[UUID, list[OnCall]] = defaultdict(list)
    for step in rows.in_force(at).filter(agency__in=agencies, person__is_active=True).order_by("position"):
        lists[step.agency_id].append(step)
    over = above(agencies, on=at.date())
    return {agency: Ladder(agency, lists[agency], over[agency]) for agency in agencies}
