"""The records behind a figure: exactly those that were counted, for whoever may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from nightlight.foundation.refusals import NotFound
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.operations.counting import Counting, counting
from nightlight.operations.models import Operation
from nightlight.reporting.measure import Dimension, Measure
from nightlight.reporting.measures import measure_called

PAGE = 50
UNNUMBERED = "without a number"
CASE_NUMBER = "case__number"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which part of a figure was clicked: a cell of the table, a state of the map, a bar, a day."""

    task_force: str = ""
    state: str | None = None
    category: str = ""
    day: date | None = None

    @property
    def dimensions(self) -> frozenset[Dimension]:
        """By what it narrows."""
        given = {
            Dimension.TASK_FORCE: bool(self.task_force),
            Dimension.STATE: self.state is not None,
            Dimension.CATEGORY: bool(self.category),
            Dimension.DAY: self.day is not None,
        }
        return frozenset(dimension for dimension, is_given in given.items() if is_given)


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the list. A child stands here by pseudonym only."""

    pk: UUID
    number: str
    on: date
    agency: str
    category: str
    weight: int
    """What the record adds to the figure: 1, or the people that a presentation reached."""
    case: UUID | None = None
    """The case whose page shows the record; None for what belongs to no case."""


@dataclass(frozen=True, slots=True)
class Records:
    """The records behind one number, and that number."""

    measure: Measure
    rows: SealedQuerySet[Any]
    """The records themselves, opened for the reader, in order of event."""
    count: int
    total: int
    """The figure: `count`, or where the figure is a sum, what the records add up to."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the list."""
        shown = ["Number", "Date", "Agency"]
        shown += ["Category"] if self.measure.category else []
        shown += ["People reached"] if self.measure.adds_up else []
        return tuple(shown)

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.count // PAGE))

    def page(self, number: int = 1) -> list[Record]:
        """Return the lines of a page, counted from 1. One query. Raises NotFound for a page that is not there."""
        if not 1 <= number <= self.pages:
            raise NotFound
        start = (number - 1) * PAGE
        return self._lines(self.rows[start : start + PAGE])

    def every(self) -> list[Record]:
        """Return all lines. One query."""
        return self._lines(self.rows)

    def _lines(self, rows: SealedQuerySet[Any]) -> list[Record]:
        measure = self.measure
        asked = {*measure.number, measure.happened, _agency(measure), measure.category, measure.adds_up} - {""}
        asked |= {"case_id"} if CASE_NUMBER in measure.number else set()
        return [_line(values, measure) for values in rows.values("pk", *asked)]


def records(
    operation: Operation, measure_code: str, *, actor: Actor, as_of: date, narrowed: Narrowing | None = None
) -> Records:
    """Return the records that a figure of the board counts. Three queries besides those that say what counts.

    Raises NotFound for an unknown measure, or a dimension by which it is not divided; NotAllowed without the right
    that the figure needs.
    """
    measure, narrowed = measure_called(measure_code), narrowed or Narrowing()
    if not narrowed.dimensions <= measure.divides_by:
        raise NotFound
    actor.require(measure.needs)
    what = _narrow(counting(operation, actor=actor, as_of=as_of), narrowed)
    rows = measure.records(what, actor)
    if narrowed.category:
        rows = rows.filter(**{measure.category: narrowed.category})
    count = rows.count()
    total = measure.figure_of(rows) if measure.adds_up else count
    return Records(measure, rows.order_by(measure.happened, "pk"), count, total)


def _narrow(what: Counting, narrowed: Narrowing) -> Counting:
    if narrowed.task_force:
        what = what.among(lambda agency: agency.code == narrowed.task_force)
    if narrowed.state is not None:
        what = what.among(lambda agency: agency.state == narrowed.state)
    return what.on(narrowed.day) if narrowed.day else what


def _agency(measure: Measure) -> str:
    return f"{measure.agency}__name"


def _line(values: Mapping[str, Any], measure: Measure) -> Record:
    happened = values[measure.happened]
    return Record(
        pk=values["pk"],
        number=" ".join(values[part] for part in measure.number) or UNNUMBERED,
        on=happened.date() if isinstance(happened, datetime) else happened,
        agency=values[_agency(measure)],
        category=values[measure.category] if measure.category else "",
        weight=values[measure.adds_up] if measure.adds_up else 1,
        case=values.get("case_id"),
    )
