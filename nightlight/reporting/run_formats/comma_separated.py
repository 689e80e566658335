"""A run as CSV: one line per entry, the run's number and digest in each. Safe to open in a spreadsheet."""

import csv as writing
import io
from typing import Any

from nightlight.reporting.formats.comma_separated import safe
from nightlight.reporting.suspect_list import ALLEGED, SuspectList

COLUMNS = ["place", "number", "agency", "contact", "telephone", "indicators", "because", "approved_on", "since"]
OF_NAMES = ["name_alleged", "activity_alleged", "sensitivity", "confidence"]


def csv(listed: SuspectList) -> str:
    """Return the list with a header; the last line says that everyone is alleged. Lines end in CR LF (RFC 4180)."""
    out = io.StringIO()
    writer = writing.writer(out)
    columns = [*COLUMNS, *(OF_NAMES if listed.has_names else [])]
    head = [listed.run.number, listed.run.made_at.isoformat(), listed.run.digest]
    writer.writerow(["run", "made_at", "digest", *columns])
    for row in listed.rows():
        writer.writerow([safe(_text(cell)) for cell in (*head, *(row[column] for column in columns))])
    writer.writerow([*head, ALLEGED])
    return out.getvalue()


def _text(cell: Any) -> str:
    return "; ".join(cell) if isinstance(cell, list) else str(cell)
