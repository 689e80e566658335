"""What counts for an operation, stated once and applied to every measure.

An event counts when its date lies in the window, first and last day included, and when it belongs to a participant
or to an agency under one. Dates are calendar dates in UTC: a moment counts for the UTC date it falls on, so
midnight UTC begins the day. As of a date means: what had happened by that date and was known before it ended, in
UTC. An agency under several participants counts under the highest, so that an affiliate counts once, under its
task force. The tree of agencies is that of the last day counted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from nightlight.agencies.models import Agency
from nightlight.foundation.sealed import Actor
from nightlight.operations.models import Operation, Participation
from nightlight.operations.standing import lineage, parents


@dataclass(frozen=True, slots=True)
class Counting:
    """What one person may count of an operation, as of a date."""

    operation_id: UUID
    first: date
    last: date
    """The last day counted: the end of the window, or the date as of which is counted. Before `first`: none yet."""
    known_before: datetime
    under: Mapping[UUID, UUID]
    """For each agency that counts and that the person sees: the participant under whom its events count."""
    participants: tuple[Agency, ...]
    """The participants under whom the person sees anything, by name."""

    def among(self, fits: Callable[[Agency], bool]) -> "Counting":
        """Return the same, of those participants only."""
        kept = {agency.pk: agency for agency in self.participants if fits(agency)}
        under = {agency: participant for agency, participant in self.under.items() if participant in kept}
        return replace(self, under=under, participants=tuple(kept.values()))

    def on(self, day: date) -> "Counting":
        """Return the same, of one day only; of no day when it is not one that counts."""
        return replace(self, first=max(day, self.first), last=min(day, self.last))

    @property
    def days(self) -> tuple[date, ...]:
        """Every day that counts, in order."""
        return tuple(self.first + timedelta(days=each) for each in range((self.last - self.first).days + 1))

    @property
    def begins_at(self) -> datetime:
        """The first moment that counts."""
        return midnight(self.first)

    @property
    def ends_before(self) -> datetime:
        """The moment before which everything that counts has happened."""
        return midnight(self.last + timedelta(days=1))


def midnight(day: date) -> datetime:
    """Return the moment at which a date begins, in UTC."""
    return datetime.combine(day, time(), UTC)


def counting(operation: Operation, *, actor: Actor, as_of: date) -> Counting:
    """Return what counts for an operation, as far as the actor's sight reaches. A fixed number of queries."""
    known_before = midnight(as_of + timedelta(days=1))
    taking_part = Participation.objects.visible_to(actor).filter(operation=operation, joined_at__lt=known_before)
    joined = {row.agency_id: row.agency for row in taking_part.select_related("agency")}
    last = min(operation.ends_on, as_of)
    over = parents(on=max(operation.starts_on, last))
    under = {}
    for agency_id in Agency.objects.filter(actor.sees("pk")).values_list("pk", flat=True):
        above = [each for each in lineage(agency_id, over) if each in joined]
        if above:
            under[agency_id] = above[-1]
    participants = sorted((joined[each] for each in set(under.values())), key=lambda agency: (agency.name, agency.code))
    return Counting(operation.pk, operation.starts_on, last, known_before, under, tuple(participants))
