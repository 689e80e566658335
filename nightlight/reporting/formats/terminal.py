"""The report on a terminal."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from nightlight.reporting.formats import wording
from nightlight.reporting.measures import MEASURES
from nightlight.reporting.operation_report import OperationReport

SHORT = {
    "task_forces": "Task forces",
    "complaints": "Complaints",
    "arrests": "Arrests",
    "offenders_produced_or_abused": "Offenders",
    "children_identified": "Children",
    "presentations": "Talks",
    "people_reached": "People",
}


def table(report: OperationReport) -> RenderableType:
    """Return the report as something `rich` prints: figures, arrests by category, one line per participant."""
    remarks = [wording.ALLEGED, wording.EXACT, wording.missing(report)]
    return Group(
        Text(report.operation.name, style="bold"),
        Text(wording.standing(report)),
        Text(),
        _two_columns([(figure.measure.label, figure.value) for figure in report.figures]),
        Text("\nArrests by category (persons, primary category)", style="bold"),
        _two_columns([(row.label, row.value) for row in report.arrests_by_category]),
        Text("\nBy task force", style="bold"),
        _by_task_force(report),
        *(Text(remark, style="dim") for remark in remarks if remark),
    )


def _two_columns(rows: list[tuple[str, int | None]]) -> Table:
    made = Table("", "", show_header=False, box=None, pad_edge=False)
    made.columns[1].justify = "right"
    for label, value in rows:
        made.add_row(Text(label), wording.number(value))
    return made


def _by_task_force(report: OperationReport) -> Table:
    shown = [code for code in MEASURES if code != "task_forces"]
    lines = [[wording.number(row.values[code]) for code in shown] for row in report.by_task_force]
    made = Table(box=None, pad_edge=False)
    made.add_column("Code", no_wrap=True, min_width=max((len(row.code) for row in report.by_task_force), default=4))
    made.add_column("Task force")
    for code, *numbers in zip(shown, *lines, strict=True):
        # a name may be cut where the window is narrow, a number never
        made.add_column(SHORT[code], justify="right", no_wrap=True, min_width=max(map(len, (SHORT[code], *numbers))))
    for row, numbers in zip(report.by_task_force, lines, strict=True):
        made.add_row(Text(row.code), Text(row.name, no_wrap=True, overflow="ellipsis"), *numbers)
    return made
