"""The same numbers as a table, by state or by task force: every number opens its records."""

from collections.abc import Mapping
from dataclasses import dataclass

from nightlight.foundation.refusals import NotFound
from nightlight.reporting.board import Board
from nightlight.reporting.measure import Measure
from nightlight.reporting.measures import ARRESTS, CHILDREN, COMPLAINTS, MEASURES, OFFENDERS, TASK_FORCES
from nightlight.reporting.operation_report import Row
from nightlight.web.board_links import Links

FIRST_ROWS = 12
HEADS = {
    TASK_FORCES.code: "Task forces",
    CHILDREN.code: "Children",
    OFFENDERS.code: "Offenders",
    ARRESTS.code: "Arrests",
    COMPLAINTS.code: "Complaints",
}
ALWAYS = (CHILDREN.code, ARRESTS.code, COMPLAINTS.code)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: pressing it sorts by its measure."""

    words: str
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and the address of its records; None is not shown."""

    value: int | None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A state or a task force with its numbers. `href` opens the task forces of a state."""

    name: str
    cells: tuple[Cell, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a board, the largest numbers first."""

    by_state: bool
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    rest: Line | None
    """What the lines left out add up to; pressing it shows them."""
    total: Line
    other: str
    """The address of the other division."""
    narrowed_from: str
    """The address of the whole table, where this is a part of it."""


def chosen_table(board: Board, links: Links, asked: Mapping[str, str]) -> Table:
    """Return the table that a query asks for: `by`, `rows`, and of the task forces one `state` or `task_force`.

    Raises NotFound for a state or a task force of which the reader sees nothing.
    """
    by_state = asked.get("by") != "task_force"
    every = board.state_rows if by_state else _task_forces(board, asked)
    shown = every if asked.get("rows") == "all" or len(every) <= FIRST_ROWS + 1 else every[:FIRST_ROWS]
    codes = _columns(board.measure, by_state=by_state)
    by = "state" if by_state else "task_force"
    is_part = not by_state and len(every) < len(board.task_force_rows)
    return Table(
        by_state=by_state,
        heads=tuple(Head(_head(code), links.board(measure=code, by=by), code == board.measure.code) for code in codes),
        lines=tuple(_line(row, codes, links, by) for row in shown),
        rest=_rest(every[len(shown) :], codes, links, by),
        total=_total(board, codes, links),
        other=links.board(by="task_force" if by_state else "state"),
        narrowed_from=links.board(by="task_force") if is_part else "",
    )


def _task_forces(board: Board, asked: Mapping[str, str]) -> tuple[Row, ...]:
    code, state = asked.get("task_force"), asked.get("state")
    rows = board.task_force_rows
    kept = tuple(row for row in rows if code in (None, row.code) and state in (None, row.state))
    if rows and not kept:
        raise NotFound
    return kept


def _columns(measure: Measure, *, by_state: bool) -> tuple[str, ...]:
    """The three measures of the switch, and the one chosen; task forces are counted by state only."""
    first = (TASK_FORCES.code,) if by_state or measure is TASK_FORCES else ()
    last = () if measure.code in (*ALWAYS, TASK_FORCES.code) else (measure.code,)
    return (*first, *ALWAYS, *last)


def _head(code: str) -> str:
    return HEADS.get(code, MEASURES[code].label)


def _line(row: Row, codes: tuple[str, ...], links: Links, by: str) -> Line:
    cells = (_cell(row.values[code], links.records(code, **{by: row.code})) for code in codes)
    return Line(row.name, tuple(cells), links.board(by="task_force", state=row.code) if by == "state" else "")


def _cell(value: int | None, href: str) -> Cell:
    return Cell(value, "" if value is None else href)


def _rest(rows: tuple[Row, ...], codes: tuple[str, ...], links: Links, by: str) -> Line | None:
    if not rows:
        return None
    noun = "states" if by == "state" else "task forces"
    return Line(f"{len(rows)} more {noun}", tuple(_sum(rows, code) for code in codes), links.board(by=by, rows="all"))


def _sum(rows: tuple[Row, ...], code: str) -> Cell:
    values = [row.values[code] for row in rows]
    return Cell(None if None in values else sum(value or 0 for value in values))


def _total(board: Board, codes: tuple[str, ...], links: Links) -> Line:
    values = {figure.measure.code: figure.value for figure in board.report.figures}
    return Line("All", tuple(_cell(values[code], links.records(code)) for code in codes))
