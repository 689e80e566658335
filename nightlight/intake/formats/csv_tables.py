"""A table of comma-separated values: its heads, and its rows one at a time. A bad row never stops the rest.

Source: RFC 4180, and what spreadsheets write in its name: semicolons or tabs, byte order marks, Windows-1252.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from nightlight.intake.formats import limits
from nightlight.intake.formats.decoding import text_of
from nightlight.intake.formats.imagery import refuse_imagery
from nightlight.intake.formats.values import Malformed, Refused

DELIMITERS = (",", ";", "\t", "|")
LONGEST_RECORD = 200
"""Lines of one row. A quotation mark that is never closed would swallow the rest of the table."""
UNBALANCED = "A quotation mark is opened and not closed, or closed too soon."
WESTERN = "Windows-1252"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its place among the rows (1 is the first below the heads), its line, and its cells or what is wrong.

    Of a row with fewer cells than there are columns, the `missing` ones are empty.
    """

    number: int
    line: int
    text: str
    cells: tuple[str, ...] = ()
    wrong: str = ""
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose heads were read."""

    heads: tuple[str, ...]
    delimiter: str
    encoding: str
    _lines: tuple[str, ...]
    _first: int

    def rows(self) -> Iterator[TableRow]:
        """Give the rows; empty lines are no rows. Raises `Malformed` past the most rows that a table may have."""
        number, at = 0, self._first
        while at < len(self._lines):
            line, text, at = at + 1, *_record(self._lines, at)
            if not text.strip(f" \t\r\n{self.delimiter}"):
                continue
            number += 1
            if number > limits.MAX_ROWS:
                raise Malformed(f"The table has more than {limits.MAX_ROWS:,} rows. Hand it in in pieces.", line=line)
            yield self._row(number, line, text)

    def _row(self, number: int, line: int, text: str) -> TableRow:
        try:
            cells = _cells(text, self.delimiter)
        except csv.Error as error:
            is_long = "larger" in str(error)
            return TableRow(number, line, text, wrong="A cell is overlong." if is_long else UNBALANCED)
        filled = (
            len(cells) if len(cells) <= len(self.heads) else len(self.heads) + len("".join(cells[len(self.heads) :]))
        )
        if filled > len(self.heads):
            return TableRow(
                number, line, text, wrong=f"It has {len(cells)} cells, and the table has {len(self.heads)} columns."
            )
        missing = max(0, len(self.heads) - len(cells))
        return TableRow(number, line, text, (*cells, *[""] * missing)[: len(self.heads)], missing=missing)


def table(raw: bytes) -> Table:
    """Read the heads of a table. Raises `Refused` for imagery and excess, `Malformed` for what is no table."""
    if len(raw) > limits.MAX_BYTES:
        raise Refused("oversize", f"The table has more than {limits.MAX_BYTES:,} bytes. Hand it in in pieces.")
    refuse_imagery(raw)
    text, encoding = _decoded(raw)
    lines = tuple(io.StringIO(text, newline=""))
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise Malformed("The table is empty.", line=1, offset=0)
    head, after = _record(lines, first)
    delimiter = max(DELIMITERS, key=head.count)
    try:
        cells = _cells(head, delimiter)
    except csv.Error as error:
        raise Malformed("The heads of the table cannot be told: a quotation mark is not closed.", line=1) from error
    if len(cells) > limits.MAX_COLUMNS:
        raise Refused("oversize", f"The table has more than {limits.MAX_COLUMNS} columns.")
    return Table(_named(cells), delimiter, encoding, lines, after)


def _decoded(raw: bytes) -> tuple[str, str]:
    """Return the text and its encoding: what is not UTF-8 is what spreadsheets write in the west, or no text at all."""
    try:
        return text_of(raw), "Unicode"
    except Malformed:
        if b"\x00" in raw:
            raise
    return raw.decode("cp1252", errors="replace"), WESTERN


def _record(lines: tuple[str, ...], at: int) -> tuple[str, int]:
    """Return the text of the row that begins at a line, and where the next begins; what never ends is one line."""
    end, is_open = at + 1, lines[at].count('"') % 2
    while is_open and end < len(lines) and end - at < LONGEST_RECORD:
        is_open ^= lines[end].count('"') % 2
        end += 1
    return (lines[at], at + 1) if is_open else ("".join(lines[at:end]), end)


def _cells(text: str, delimiter: str) -> list[str]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return [cell for row in rows for cell in row]


def _named(cells: list[str]) -> tuple[str, ...]:
    """Return a name for each column: one that has none, or that of another, is told by its place."""
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name = " ".join(cell.split())[:100] or f"Column {place}"
        names.append(name if name not in names else f"{name} ({place})")
    return tuple(names)
