"""What a measure is: declared once, it gives the number, the records behind it, and its documentation."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncDate

from nightlight.accounts.permissions import Permission
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.operations.counting import Counting


class Dimension(StrEnum):
    """By what a measure can be divided."""

    TASK_FORCE = "task_force"
    STATE = "state"
    DAY = "day"
    CATEGORY = "category"


def agencies_seen(counting: Counting) -> Collection[UUID]:
    """Return the agencies whose events count: the participants and everything under them, where seen."""
    return counting.under.keys()


def participants_seen(counting: Counting) -> Collection[UUID]:
    """Return the participants themselves, under whom something is seen."""
    return [agency.pk for agency in counting.participants]


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is counted. Field names are paths from the record that is counted."""

    code: str
    label: str
    definition: str
    unit: str
    source: str
    needs: Permission
    """The right without which the figure is not shown; it is then unknown to the reader, never 0."""
    rows: Callable[[Counting], SealedQuerySet[Any]]
    """The records that can count, sealed."""
    agency: str
    happened: str
    known: str
    number: tuple[str, ...]
    """What a record is called in a list, in parts; a child by case and pseudonym only."""
    happened_at_a_moment: bool = False
    category: str = ""
    adds_up: str = ""
    """The field whose sum is the figure; empty where the figure is the number of records."""
    whose: Callable[[Counting], Collection[UUID]] = agencies_seen
    by_date: bool = True
    """Whether it makes sense to divide it by day."""

    @property
    def divides_by(self) -> frozenset[Dimension]:
        """By what it can be divided."""
        absent = {Dimension.DAY: not self.by_date, Dimension.CATEGORY: not self.category}
        return frozenset(dimension for dimension in Dimension if not absent.get(dimension))

    def is_shown_to(self, actor: Actor) -> bool:
        """Say whether the actor holds the right that the figure needs."""
        return actor.may(self.needs)

    def records(self, counting: Counting, actor: Actor) -> SealedQuerySet[Any]:
        """Return the records that the figure counts, opened for the actor. Every number here is taken from these."""
        first: object = counting.begins_at if self.happened_at_a_moment else counting.first
        window = Q(**{f"{self.happened}__gte": first})
        if self.happened_at_a_moment:
            window &= Q(**{f"{self.happened}__lt": counting.ends_before})
        else:
            window &= Q(**{f"{self.happened}__lte": counting.last})
        known = Q(**{f"{self.known}__lt": counting.known_before})
        whose = Q(**{f"{self.agency}__in": list(self.whose(counting))})
        return self.rows(counting).visible_to(actor).filter(window, known, whose)

    def by_participant(self, counting: Counting, actor: Actor) -> dict[UUID, int]:
        """Return the figure of each participant that has any, affiliates under their task force. One query."""
        found: dict[UUID, int] = {}
        for agency_id, number in self._divided(counting, actor, self.agency):
            participant = counting.under.get(agency_id, agency_id)
            found[participant] = found.get(participant, 0) + number
        return found

    def by_category(self, counting: Counting, actor: Actor) -> dict[str, int]:
        """Return the figure of each category that has any. One query."""
        return dict(self._divided(counting, actor, self.category))

    def by_day(self, counting: Counting, actor: Actor) -> dict[date, int]:
        """Return the figure of each UTC date that has any. One query."""
        day: Any = TruncDate(self.happened, tzinfo=UTC) if self.happened_at_a_moment else self.happened
        return dict(self._divided(counting, actor, day))

    def total(self, counting: Counting, actor: Actor) -> int:
        """Return the figure. One query."""
        return self.figure_of(self.records(counting, actor))

    def figure_of(self, records: SealedQuerySet[Any]) -> int:
        """Return the figure of some of the records. One query."""
        return int(records.aggregate(figure=self._number())["figure"] or 0)

    def _number(self) -> Count | Sum:
        return Sum(self.adds_up) if self.adds_up else Count("pk")

    def _divided(self, counting: Counting, actor: Actor, by: Any) -> list[tuple[Any, int]]:
        keyed = self.records(counting, actor).order_by().annotate(key=F(by) if isinstance(by, str) else by)
        return list(keyed.values("key").annotate(figure=self._number()).values_list("key", "figure"))
