"""The orders of the queue, and how a list goes on after a report without counting those before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import DateField, F, Q, Value
from django.db.models.functions import Coalesce

NEVER = date.max
"""Where what has no clock stands in the order of clocks: at the end."""


class Order(StrEnum):
    """By what the queue is sorted. Each ends with the id, so that no two reports share a place."""

    TIER = "tier"
    RECEIVED = "received"
    AGE = "age"
    CLOCK = "clock"
    PROVIDER = "provider"


WORDS = {
    Order.TIER: "tier, then time of receipt",
    Order.RECEIVED: "received, newest first",
    Order.AGE: "age, oldest first",
    Order.CLOCK: "soonest clock",
    Order.PROVIDER: "provider, then age",
}
COLUMNS = {
    Order.TIER: ("tier", "received_at", "pk"),
    Order.RECEIVED: ("received_at", "pk"),
    Order.AGE: ("received_at", "pk"),
    Order.CLOCK: ("clock_on", "tier", "received_at", "pk"),
    Order.PROVIDER: ("provider", "received_at", "pk"),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of an ordered list: from its beginning, after a report, or up to one."""

    order: Order = Order.TIER
    after: UUID | None = None
    before: UUID | None = None

    @property
    def backwards(self) -> bool:
        """Whether the part is read from its end."""
        return self.before is not None

    @property
    def falls(self) -> bool:
        """Whether the reading goes from high to low."""
        return (self.order is Order.RECEIVED) != self.backwards

    def of(self, reports: Any, everything: Any) -> Any:
        """Return the rows of `reports` in this part, in the order of reading.

        `everything` holds the reports that may mark the place: one that no longer matches still marks it.
        """
        columns = COLUMNS[self.order]
        mark = self.after or self.before
        reports = _with_clock(reports)
        if mark and (place := _with_clock(everything).filter(pk=mark).values_list(*columns).first()):
            reports = reports.filter(beyond(columns, place, falls=self.falls))
        return reports.order_by(*(F(name).desc() if self.falls else F(name).asc() for name in columns))


def beyond(columns: Sequence[str], place: Sequence[Any], *, falls: bool) -> Q:
    """Return the condition that a row stands beyond a place in the order of its columns.

    It begins with a condition on the first column alone, by which a database finds the place in an index.
    """
    way = "lt" if falls else "gt"
    condition, equal = Q(), Q()
    for name, value in zip(columns, place, strict=True):
        condition |= equal & Q(**{f"{name}__{way}": value})
        equal &= Q(**{name: value})
    return Q(**{f"{columns[0]}__{way}e": place[0]}) & condition


def _with_clock(reports: Any) -> Any:
    return reports.annotate(clock_on=Coalesce("soonest_clock_on", Value(NEVER), output_field=DateField()))
