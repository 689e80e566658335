"""The report as CSV: one line per participant, then the total. Safe to open in a spreadsheet."""

import csv as writing
import io

from nightlight.reporting.formats.wording import NOT_SHOWN
from nightlight.reporting.measures import MEASURES
from nightlight.reporting.operation_report import OperationReport

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv(report: OperationReport) -> str:
    """Return the figures by task force with a header and a last line `total`; lines end in CR LF (RFC 4180)."""
    out = io.StringIO()
    writer = writing.writer(out)
    writer.writerow(["operation", "as_of", "code", "name", "state", *MEASURES])
    head = [report.operation.name, report.as_of.isoformat()]
    for row in report.by_task_force:
        writer.writerow(_safe([*head, row.code, row.name, row.state, *(row.values[code] for code in MEASURES)]))
    totals = [figure.value for figure in report.figures]
    writer.writerow(_safe([*head, "total", "All participants", "", *totals]))
    return out.getvalue()


def _safe(cells: list[str | int | None]) -> list[str]:
    return [safe(NOT_SHOWN if cell is None else str(cell)) for cell in cells]


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe stands before what looks like one."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
