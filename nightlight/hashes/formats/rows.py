"""Rows of a table, in constant memory: a quotation mark that is never closed costs its own line and no other."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from itertools import chain

_DIGEST = re.compile(r"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{64}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{32})(?![0-9A-Fa-f])")

UNCLOSED = "it is no row of a table; as a rule a quotation mark is opened and not closed"


class Rows:
    """The rows of a table, each with the line on which it begins; None in place of a row that cannot be told apart.

    A cell may go on over several lines. One that never ends, or that ends only after digests of other rows, is taken
    for an open quotation mark: the line on which it opens is given up, and reading goes on with the next line.
    """

    def __init__(self, lines: Iterator[str], *, delimiter: str, first_line: int) -> None:
        self._lines, self._delimiter, self._number = lines, delimiter, first_line
        self._again, self._taken = deque[str](), list[str]()
        self._is_at_end = False

    def __iter__(self) -> Iterator[tuple[int, list[str] | None]]:
        """Yield line numbers and rows."""
        table = self._reader()
        while True:
            self._taken = []
            try:
                row = next(table)
            except StopIteration:
                return
            except csv.Error:
                row = None
            number = self._number
            if row is None or self._is_at_end or _swallows(row):
                self._again.extendleft(reversed(self._taken[1:]))
                self._number += 1
                table = self._reader()
                yield number, None
            else:
                self._number += len(self._taken)
                yield number, row

    def _reader(self) -> Iterator[list[str]]:
        self._is_at_end = False
        return csv.reader(self._feed(), delimiter=self._delimiter)

    def _feed(self) -> Iterator[str]:
        for line in chain(iter(self._next_again, None), self._lines):
            self._taken.append(line)
            yield line
        self._is_at_end = True  # a row that is still open here is never closed

    def _next_again(self) -> str | None:
        return self._again.popleft() if self._again else None


def _swallows(row: list[str]) -> bool:
    return any("\n" in cell.rstrip("\r\n") and _DIGEST.search(cell) for cell in row)
