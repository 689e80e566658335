"""One row of a table as a document of its own: its cells by column, and what each column means. Each row is a report.

A table is kept as its rows: each can be read again by itself, whatever became of the mapping that read it first.
Cells are text; what a spreadsheet would take for a formula is text too. See docs/formats/csv.md.
"""

import json
import re
from collections.abc import Mapping

from nightlight.intake.formats import json_documents, stated_reports
from nightlight.intake.formats.decoding import text_of
from nightlight.intake.formats.findings import Findings
from nightlight.intake.formats.nodes import Node
from nightlight.intake.formats.stated_fields import MEANINGS, field_named
from nightlight.intake.formats.stated_reports import Entry
from nightlight.intake.formats.values import Malformed, ReadReport

FORMAT = "csv-row"
ROOT, COLUMNS, MEANS = "nightlightRow", "columns", "means"

_BETWEEN = re.compile(r"\s*[;|\n]\s*")
"""What stands between several identifiers in one cell."""


def document(cells: Mapping[str, str], means: Mapping[str, str]) -> bytes:
    """Return a row as a document. Empty cells say nothing and are left out."""
    said = {head: _several(cell, means.get(head, "")) for head, cell in cells.items() if cell.strip()}
    row = {COLUMNS: said, MEANS: {head: field for head, field in means.items() if head in said}}
    return json.dumps({ROOT: row}, ensure_ascii=False).encode(errors="replace")


def _several(cell: str, field: str) -> str | list[str]:
    known = field_named(field)
    several = known is not None and MEANINGS[known].kind is not None
    pieces = [piece for piece in _BETWEEN.split(cell.strip()) if piece] if several else []
    return pieces if len(pieces) > 1 else cell


def read(raw: bytes) -> ReadReport:
    """Read a row. Raises `Refused` and `Malformed`, nothing else."""
    nodes = json_documents.parse(text_of(raw))
    rows = nodes[0].all(ROOT)
    entries: list[Entry] = []
    for row in rows:
        means = {node.name: node.say() for block in row.all(MEANS) for node in block.children if node.text}
        for columns in row.all(COLUMNS):
            for cell in columns.children:
                if field := field_named(means.get(cell.name, "")):
                    entries += [(field, node) for node in _texts(cell)]
    if not entries:
        raise Malformed("No cell of the row stands in a column that means something here; there is nothing to report.")
    return stated_reports.report(FORMAT, [entries], nodes, Findings())


def _texts(cell: Node) -> list[Node]:
    return [cell] if cell.text else [each for each in cell.children if each.text]
