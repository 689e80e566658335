"""The report on a terminal, as CSV and on paper says when, whose, and that the arrested are alleged."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from rich.console import Console

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.reporting import formats
from nightlight.reporting.formats.comma_separated import FORMULA_STARTS, safe
from nightlight.reporting.measures import MEASURES
from nightlight.reporting.operation_report import OperationReport, Row, operation_report
from tests.reporting.countable import AFTER, FIRST, Field

Person = Callable[..., User]


@pytest.fixture
def report(field: Field, person: Person) -> OperationReport:
    field.one_of_each("co", FIRST)
    return operation_report(field.operation("co"), actor=person("national", RoleName.NATIONAL_COORDINATOR), as_of=AFTER)


@pytest.fixture
def partly_shown(field: Field, person: Person) -> OperationReport:
    return operation_report(field.operation("co"), actor=person("co", RoleName.INVESTIGATOR), as_of=AFTER)


def _printed(report: OperationReport, width: int = 160) -> str:
    console = Console(record=True, width=width, file=io.StringIO())
    console.print(formats.table(report))
    return console.export_text()


def _on_paper(report: OperationReport) -> str:
    pages = PdfReader(io.BytesIO(formats.pdf(report))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _lines(report: OperationReport) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(formats.csv(report))))


def test_the_terminal_shows_figures_categories_and_task_forces(report: OperationReport) -> None:
    text = _printed(report)
    for words in ("Operation Sample 2018", "as of 2018-06-12", "alleged", "exact", "Online enticement", "Colorado"):
        assert words in text
    for measure in MEASURES.values():
        assert measure.label in text


def test_a_narrow_window_cuts_names_and_never_a_number_or_a_line(report: OperationReport) -> None:
    row = replace(report.by_task_force[0], name="A task force whose name is long " * 3)
    many = replace(row, values=dict.fromkeys(row.values, 123_456))
    line = next(line for line in _printed(replace(report, by_task_force=(many,)), 80).splitlines() if "…" in line)
    assert line.count("123,456") == len(MEASURES) - 1


def test_what_is_not_shown_is_named_with_the_right_it_needs(partly_shown: OperationReport) -> None:
    for text in (_printed(partly_shown), _on_paper(partly_shown)):
        assert "Children identified (needs the right victim:read)" in text
        assert "not shown" in text
    assert _lines(partly_shown)[0]["children_identified"] == "not shown"


def test_csv_has_a_line_per_participant_and_a_total(report: OperationReport) -> None:
    co, total = _lines(report)
    assert (co["code"], co["arrests"], total["code"], total["people_reached"]) == ("co", "1", "total", "30")
    assert formats.csv(report).endswith("\r\n")


@given(text=st.text())
def test_no_cell_starts_like_a_formula_and_nothing_else_is_changed(text: str) -> None:
    assert not safe(text).startswith(FORMULA_STARTS)
    assert safe(text).removeprefix("'") == text.removeprefix("'")


def test_a_name_that_looks_like_a_formula_is_made_safe(report: OperationReport) -> None:
    row = report.by_task_force[0]
    named = Row(row.code, "=HYPERLINK()", row.state, row.values)
    assert _lines(replace(report, by_task_force=(named,)))[0]["name"] == "'=HYPERLINK()"


def test_paper_shows_a_name_as_it_is_and_never_runs_it(report: OperationReport) -> None:
    row = report.by_task_force[0]
    name = '#panic("x") *bold* $x$ <b> \\ "quoted"'
    assert name in _on_paper(replace(report, by_task_force=(Row(row.code, name, row.state, row.values),)))


def test_paper_says_what_the_terminal_says(report: OperationReport) -> None:
    text = _on_paper(report)
    for words in ("Operation Sample 2018", "as of 2018-06-12", "alleged", "exact", "Online enticement", "Colorado"):
        assert words in text
    for measure in MEASURES.values():
        assert measure.label in text


def test_the_pdf_is_tagged_and_titled(report: OperationReport) -> None:
    read = PdfReader(io.BytesIO(formats.pdf(report)))
    root = read.trailer["/Root"]
    assert read.metadata is not None
    assert read.metadata.title == report.operation.name
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-US"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert "/TH" in _kinds(root["/StructTreeRoot"])


def _kinds(node: Any) -> set[str]:
    """Return the kinds of structure elements at and under a node."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return set().union(*map(_kinds, node))
    if not isinstance(node, dict):
        return set()
    return {str(node.get("/S", ""))} | _kinds(node.get("/K", []))
