"""Tables at the door: each row a reading of its own, and a row that cannot be one says why and stops no other."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from nightlight.intake.arriving import Arrival, Reading, quarantined, read_arrival
from nightlight.intake.formats import csv_rows
from nightlight.intake.formats.csv_tables import Table, TableRow, table
from nightlight.intake.formats.signatures import ARCHIVES_AT_START, starts_with
from nightlight.intake.formats.stated_fields import MEANINGS, ONCE, field_named
from nightlight.intake.formats.stated_fields import StatedField as F
from nightlight.intake.formats.values import Malformed, Refused
from nightlight.intake.lifecycle import SubmissionStatus

Means = Mapping[str, str]
"""What columns mean: the head of each, with the name of a `StatedField`."""


def is_a_table(raw: bytes) -> bool:
    """Say whether bytes are a table with more than one column. Anything else is for the road to judge."""
    beginning = raw[:400].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1]
    if beginning in {b"<", b"{", b"[", b""} or starts_with(raw, ARCHIVES_AT_START):
        return False
    try:
        return len(table(raw).heads) > 1
    except (Malformed, Refused):
        return False


def read_table(source: str, raw: bytes, means: Means) -> Iterator[Reading]:
    """Read every row of a table. Never raises on bad input: what is no table is one reading, which says why."""
    sha256 = hashlib.sha256(raw).hexdigest()
    known = Reading(source, sha256, len(raw), SubmissionStatus.REFUSED)
    try:
        read = table(raw)
        for row in read.rows():
            yield replace(read_row(source, read, row, means), container_sha256=sha256)
    except Refused as refused:
        yield replace(known, reason=refused.reason, message=refused.message)
    except Malformed as malformed:
        yield quarantined(known, malformed.message, (raw,))


def read_row(source: str, read: Table, row: TableRow, means: Means) -> Reading:
    """Read one row. What makes it the same as another is what its cells say and mean, not where it stands."""
    place = f"{source}: row {row.number}"
    if row.wrong:
        raw = row.text.encode(errors="replace")
        arrived = Reading(place, hashlib.sha256(raw).hexdigest(), len(raw), SubmissionStatus.QUARANTINED)
        return quarantined(arrived, f"Row {row.number} (line {row.line}): {row.wrong}", (raw,))
    reading = read_arrival(Arrival(place, csv_rows.document(dict(zip(read.heads, row.cells, strict=True)), means)))
    if reading.message:
        return replace(reading, message=f"Row {row.number} (line {row.line}): {reading.message}")
    return reading


def remarks(reading: Reading, means: Means) -> list[str]:
    """Return what of a row comes in only as it stands: cells that are not what their column says."""
    said = reading.said
    if said is None:
        return []
    wrong = []
    if said.incident and said.incident.at is None:
        wrong.append("The incident time names no zone, or is no time: it is kept as given.")
    beginning = f"/{csv_rows.ROOT}/{csv_rows.COLUMNS}/"
    for kept in said.kept:
        head = kept.pointer.removeprefix(beginning).partition("/")[0].replace("~1", "/").replace("~0", "~")
        if kept.pointer.startswith(beginning) and head in means:
            wrong.append(f"{head}: this cannot be what the column means, and is kept as it stands.")
    return wrong


def numbered_before(read: Table, rows: Iterable[TableRow], means: Means) -> dict[int, int]:
    """Return which rows carry a report's number that stands in an earlier row: their numbers, with that row's.

    A row that says the same as an earlier one is left out: it is a duplicate of that.
    """
    place = next((at for at, head in enumerate(read.heads) if field_named(means.get(head, "")) is F.NUMBER), None)
    first: dict[str, int] = {}
    again: dict[int, int] = {}
    seen: set[tuple[str, ...]] = set()
    if place is None:
        return again
    for row in rows:
        number = row.cells[place].strip() if row.cells else ""
        if number and row.cells not in seen and first.setdefault(number, row.number) != row.number:
            again[row.number] = first[number]
        seen.add(row.cells)
    return again


def misused(means: Means) -> list[str]:
    """Return what is wrong with a mapping: a field that is none, or one that a report has once given to two columns."""
    wrong = [f"{head}: there is no such field." for head, field in means.items() if field_named(field) is None]
    fields = [field_named(field) for field in means.values()]
    twice = [field for field in ONCE if fields.count(field) > 1]
    return wrong + [
        f"Two columns are given to one field that a report has once: {MEANINGS[field].label}." for field in twice
    ]
