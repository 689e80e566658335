"""The report on paper: a tagged PDF (PDF/UA-1) that a screen reader can read, made without any system library."""

import json
from pathlib import Path

import fontpkg_public_sans
import typst

from nightlight.reporting.formats import wording
from nightlight.reporting.measures import MEASURES
from nightlight.reporting.operation_report import OperationReport

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "operation_report.typ"
FONTS = Path(fontpkg_public_sans.__file__).parent / "files"


def words(report: OperationReport) -> dict[str, object]:
    """Return all that the page says, as it says it."""
    return {
        "operation": report.operation.name,
        "standing": wording.standing(report),
        "figures": [(figure.measure.label, wording.number(figure.value)) for figure in report.figures],
        "categories": [(row.label, wording.number(row.value)) for row in report.arrests_by_category],
        "headings": [measure.label for measure in MEASURES.values()],
        "rows": [(row.name, *(wording.number(row.values[code]) for code in MEASURES)) for row in report.by_task_force],
        "totals": [wording.number(figure.value) for figure in report.figures],
        "remarks": [remark for remark in (wording.ALLEGED, wording.EXACT, wording.missing(report)) if remark],
    }


def pdf(report: OperationReport) -> bytes:
    """Return the report as a tagged PDF; the compiler refuses one that is not PDF/UA-1 (docs/decisions/0016)."""
    return typst.compile(
        TEMPLATE,
        format="pdf",
        pdf_standards="ua-1",
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(words(report))},
    )
