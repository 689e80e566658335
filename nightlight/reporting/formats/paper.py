"""The report as a page: HTML, and from it a tagged PDF (PDF/UA-1) that a screen reader can read."""

from pathlib import Path

from django.template import Context, Engine

from nightlight.reporting.formats import wording
from nightlight.reporting.measures import MEASURES
from nightlight.reporting.operation_report import OperationReport

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
PDF_VARIANT = "pdf/ua-1"


class PrintingUnavailable(RuntimeError):
    """The system libraries that make PDF are missing on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "PDF needs the system libraries Pango and HarfBuzz, which are not installed here. "
            "Install them (package libpangoft2-1.0-0 on Debian), or choose the format table, csv or json."
        )


def html(report: OperationReport) -> str:
    """Return the report as one HTML page that needs nothing else."""
    page = Engine(dirs=[str(TEMPLATES)], autoescape=True).get_template("operation_report.html")
    return page.render(
        Context(
            {
                "operation": report.operation.name,
                "standing": wording.standing(report),
                "figures": [(figure.measure.label, wording.number(figure.value)) for figure in report.figures],
                "categories": [(row.label, wording.number(row.value)) for row in report.arrests_by_category],
                "headings": [measure.label for measure in MEASURES.values()],
                "rows": [
                    (row.name, [wording.number(row.values[code]) for code in MEASURES]) for row in report.by_task_force
                ],
                "totals": [wording.number(figure.value) for figure in report.figures],
                "remarks": [remark for remark in (wording.ALLEGED, wording.EXACT, wording.missing(report)) if remark],
            }
        )
    )


def pdf(report: OperationReport) -> bytes:
    """Return the report as a tagged PDF. Raises PrintingUnavailable where the system libraries are missing."""
    try:
        # imported here, because it loads system libraries that no other part needs
        from weasyprint import HTML  # noqa: PLC0415
    except OSError as missing:
        raise PrintingUnavailable from missing
    page: bytes = HTML(string=html(report), url_fetcher=_nothing).write_pdf(pdf_variant=PDF_VARIANT)
    return page


def _nothing(url: str) -> dict[str, object]:
    raise ValueError(f"A report fetches nothing, not even {url}.")
