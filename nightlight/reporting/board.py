"""Everything the live board of an operation shows, ready to be drawn; the same numbers as the report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nightlight.foundation.refusals import NotFound
from nightlight.foundation.sealed import Actor
from nightlight.operations.models import Operation
from nightlight.reporting import steps
from nightlight.reporting.measure import Dimension, Measure
from nightlight.reporting.measures import CHILDREN, COMPLAINTS, PEOPLE_REACHED, measure_called
from nightlight.reporting.operation_report import CategoryRow, Figure, OperationReport, Row, operation_report

LEAD = (CHILDREN.code, "offenders_produced_or_abused", "arrests", COMPLAINTS.code, "task_forces")


@dataclass(frozen=True, slots=True)
class State:
    """A state on the map. `step` is its shade, 0 to 4; both are None where the figure is not shown."""

    code: str
    name: str
    value: int | None
    step: int | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A category of arrest with its share of the longest bar, in percent."""

    category: CategoryRow
    share: float


@dataclass(frozen=True, slots=True)
class Days:
    """Complaints per day. `mean` and `most` are None when no day counts yet."""

    counts: tuple[tuple[date, int], ...]
    mean: int | None
    most: int | None

    @property
    def words(self) -> str:
        """The finding in words."""
        if self.mean is None or self.most is None:
            return "No day counts yet."
        return f"{self.mean:,} a day on average, {self.most:,} on the busiest day"


@dataclass(frozen=True, slots=True)
class Board:
    """A board for one reader. Each number is opened by `records` with the code of its measure."""

    report: OperationReport
    measure: Measure
    figures: tuple[Figure, ...]
    """Children first; presentations and people are words under the task forces."""
    outreach: tuple[Figure, ...]
    states: tuple[State, ...]
    limits: tuple[int, ...]
    """Where the second and each further shade of the map begins."""
    legend: tuple[str, ...]
    state_rows: tuple[Row, ...]
    task_force_rows: tuple[Row, ...]
    """Both sorted by the measure chosen, highest first, then by name."""
    bars: tuple[Bar, ...]
    days: Days | None
    recency: Mapping[str, int] | None


def board(operation: Operation, *, actor: Actor, as_of: date, measure: str = COMPLAINTS.code) -> Board:
    """Return the board, its map and tables by `measure`. As many queries as the report.

    Raises NotFound for a measure that is unknown or not divided by state.
    """
    chosen = measure_called(measure)
    if Dimension.STATE not in chosen.divides_by:
        raise NotFound
    report = operation_report(operation, actor=actor, as_of=as_of)
    figures = {figure.measure.code: figure for figure in report.figures}
    limits = steps.limits(row.values[chosen.code] or 0 for row in report.by_state)
    return Board(
        report=report,
        measure=chosen,
        figures=tuple(figures[code] for code in LEAD),
        outreach=(figures["presentations"], figures[PEOPLE_REACHED.code]),
        states=tuple(_state(row, chosen, limits) for row in report.by_state if row.state),
        limits=limits,
        legend=steps.words(limits),
        state_rows=_sorted(report.by_state, chosen),
        task_force_rows=_sorted(report.by_task_force, chosen),
        bars=_bars(report.arrests_by_category),
        days=_days(report.complaints_by_day),
        recency=report.children_by_recency,
    )


def _state(row: Row, measure: Measure, limits: tuple[int, ...]) -> State:
    value = row.values[measure.code]
    return State(row.code, row.name, value, None if value is None else steps.step(value, limits))


def _sorted(rows: tuple[Row, ...], measure: Measure) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (-(row.values[measure.code] or 0), row.name, row.code)))


def _bars(categories: tuple[CategoryRow, ...]) -> tuple[Bar, ...]:
    longest = max((row.value or 0 for row in categories), default=0)
    return tuple(Bar(row, round(100 * (row.value or 0) / longest, 1) if longest else 0.0) for row in categories)


def _days(counts: tuple[tuple[date, int], ...] | None) -> Days | None:
    if counts is None:
        return None
    numbers = [number for _, number in counts]
    return Days(counts, round(sum(numbers) / len(numbers)), max(numbers)) if numbers else Days((), None, None)
