"""The figures of an operation, counted from records, as of a date.

Everything is counted over what the reader may see, so that each figure opens exactly its records. A figure whose
right the reader lacks is None, "not shown", and never 0.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from nightlight.foundation.sealed import Actor
from nightlight.geography import states
from nightlight.investigations.categories import category_set
from nightlight.operations.counting import Counting, counting
from nightlight.operations.models import Operation
from nightlight.reporting.measure import Measure
from nightlight.reporting.measures import ARRESTS, CHILDREN, COMPLAINTS, MEASURES, TASK_FORCES

NO_STATE = "no state"
Found = Mapping[str, Mapping[UUID, int] | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, or None where the reader lacks the right that `needs` names."""

    measure: Measure
    value: int | None


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """Persons arrested whose primary category this is; None where not shown. Worded as in its time."""

    code: str
    label: str
    wording: str
    value: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one participant with everything under it, or of one state, by code of measure."""

    code: str
    name: str
    state: str
    values: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class OperationReport:
    """An operation in numbers, for one reader, as of a date."""

    operation: Operation
    owner: str
    as_of: date
    figures: tuple[Figure, ...]
    arrests_by_category: tuple[CategoryRow, ...]
    by_task_force: tuple[Row, ...]
    by_state: tuple[Row, ...]
    complaints_by_day: tuple[tuple[date, int], ...] | None
    """Every day counted, in order, also those without any; None where not shown."""
    children_by_recency: Mapping[str, int] | None
    seconds: float

    def value(self, measure: Measure) -> int | None:
        """Return one figure; None where not shown."""
        return next(figure.value for figure in self.figures if figure.measure is measure)

    def as_json(self) -> dict[str, Any]:
        """Return what scripts rely on; null stands for a figure that is not shown."""
        shown = [measure for measure in MEASURES.values() if measure is not TASK_FORCES]
        return {
            "operation": self.operation.name,
            "as_of": self.as_of.isoformat(),
            "figures": {figure.measure.code: figure.value for figure in self.figures},
            "arrests_by_category": {row.code: row.value for row in self.arrests_by_category},
            "by_task_force": [
                {"code": row.code, "name": row.name, "state": row.state}
                | {measure.code: row.values[measure.code] for measure in shown}
                for row in self.by_task_force
            ],
            "seconds": round(self.seconds, 3),
        }


def operation_report(operation: Operation, *, actor: Actor, as_of: date) -> OperationReport:
    """Count an operation for a reader. The number of queries does not depend on how much there is to count."""
    began = time.perf_counter()
    what = counting(operation, actor=actor, as_of=as_of)
    found = {
        code: measure.by_participant(what, actor) if measure.is_shown_to(actor) else None
        for code, measure in MEASURES.items()
    }
    rows = tuple(_row(agency.code, agency.name, agency.state, [agency.pk], found) for agency in what.participants)
    return OperationReport(
        operation=operation,
        owner=operation.agency.name,
        as_of=as_of,
        figures=tuple(Figure(measure, _sum(found[code])) for code, measure in MEASURES.items()),
        arrests_by_category=_arrests_by_category(operation, what, actor),
        by_task_force=rows,
        by_state=_by_state(what, found),
        complaints_by_day=_complaints_by_day(what, actor),
        children_by_recency=CHILDREN.by_category(what, actor) if CHILDREN.is_shown_to(actor) else None,
        seconds=time.perf_counter() - began,
    )


def _sum(of: Mapping[UUID, int] | None, among: list[UUID] | None = None) -> int | None:
    if of is None:
        return None
    return sum(of.values()) if among is None else sum(of.get(agency, 0) for agency in among)


def _row(code: str, name: str, state: str, agencies: list[UUID], found: Found) -> Row:
    return Row(code, name, state, {measure: _sum(of, agencies) for measure, of in found.items()})


def _by_state(what: Counting, found: Found) -> tuple[Row, ...]:
    members: dict[str, list[UUID]] = {}
    for agency in what.participants:
        members.setdefault(agency.state, []).append(agency.pk)
    return tuple(_row(code, _name_of(code), code, members[code], found) for code in sorted(members))


def _name_of(state: str) -> str:
    known = states.by_code(state)
    return known.name if known else state or NO_STATE


def _arrests_by_category(operation: Operation, what: Counting, actor: Actor) -> tuple[CategoryRow, ...]:
    shown = ARRESTS.by_category(what, actor) if ARRESTS.is_shown_to(actor) else None
    return tuple(
        CategoryRow(each.code.value, each.label, each.wording, None if shown is None else shown.get(each.code.value, 0))
        for each in category_set(operation.category_set).content.categories
    )


def _complaints_by_day(what: Counting, actor: Actor) -> tuple[tuple[date, int], ...] | None:
    if not COMPLAINTS.is_shown_to(actor):
        return None
    counted = COMPLAINTS.by_day(what, actor)
    return tuple((day, counted.get(day, 0)) for day in what.days)
