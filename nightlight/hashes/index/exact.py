"""Digests that are equal or nothing: sorted by their first eight bytes and found by bisection."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nightlight.hashes.index.container import Container, Writer, write_columns
from nightlight.hashes.index.kinds import Bytes, Kind, Numbers, Table

_PREFIX = 8
PIECE = 1 << 19


def prefixes(digests: Bytes) -> Numbers:
    """Return the first eight bytes of each digest as a number that sorts as the bytes do."""
    leading = np.ascontiguousarray(digests[:, :_PREFIX])
    return leading.view(">u8").reshape(-1).astype(np.uint64)


@dataclass(frozen=True, slots=True, eq=False)
class Digests:
    """Digests of one kind, sorted: `keys` their first eight bytes, `rests` (n, size - 8) the others, and `numbers`."""

    keys: Numbers
    rests: Bytes
    numbers: Numbers

    @classmethod
    def opened(cls, container: Container) -> "Digests":
        """Read a segment of digests."""
        arrays = container.arrays
        return cls(arrays["keys"], arrays["rests"], arrays["numbers"])

    @classmethod
    def sorted(cls, kind: Kind, table: Table) -> "Digests":
        """Sort a table."""
        return cls(prefixes(table.digests), table.digests[:, _PREFIX:], table.numbers).in_order(kind)

    def __len__(self) -> int:
        return len(self.keys)

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.int64] | slice) -> "Digests":
        """Return the chosen rows."""
        return Digests(self.keys[chosen], self.rests[chosen], self.numbers[chosen])

    def in_order(self, kind: Kind) -> "Digests":
        """Return the rows sorted, each once."""
        ordered = self.where(np.lexsort((self.numbers, self.keys)))
        same = (ordered.keys[1:] == ordered.keys[:-1]) & (ordered.numbers[1:] == ordered.numbers[:-1])
        same &= (ordered.rests[1:] == ordered.rests[:-1]).all(axis=1) if kind.size > _PREFIX else True
        return ordered.where(~np.concatenate((np.zeros(min(1, len(ordered)), np.bool_), same)))

    def find(self, digests: Bytes) -> tuple[NDArray[np.int64], Numbers]:
        """Return, for rows of digests, which of them was found and under which number, once for each number."""
        asked = prefixes(digests)
        begin = np.searchsorted(self.keys, asked)
        extent = np.searchsorted(self.keys, asked, side="right") - begin
        which = np.repeat(np.arange(len(asked)), extent)
        if not len(which):
            return which, self.numbers[:0]
        rows = np.arange(len(which)) + np.repeat(begin - (np.cumsum(extent) - extent), extent)
        equal = (self.rests[rows] == digests[which, _PREFIX:]).all(axis=1)
        return which[equal], self.numbers[rows[equal]]


def write(writer: Writer, kind: Kind, pieces: Iterable[Digests], scratch: Path) -> int:
    """Write a segment of digests from sorted pieces; return the number of rows."""
    columns = {"keys": (np.uint64, 1), "rests": (np.uint8, kind.size - _PREFIX), "numbers": (np.uint64, 1)}
    parts = ((piece.keys, piece.rests, piece.numbers) for piece in pieces)
    rows = write_columns(writer, columns, parts, scratch)
    writer.finish({"kind": kind})
    return rows


Hide = Callable[[Numbers], NDArray[np.bool_]]
"""Says which of some numbers are to be left out."""


def merged(kind: Kind, inputs: Sequence[tuple[Digests, Hide]]) -> Iterator[Digests]:
    """Yield the rows of all inputs in order, less the hidden ones, range of keys by range of keys."""
    largest = max((digests for digests, _ in inputs), key=len)
    borders = largest.keys[PIECE::PIECE].tolist()
    begins = [0] * len(inputs)
    for border in [*borders, None]:
        ends = [len(d) if border is None else int(np.searchsorted(d.keys, np.uint64(border))) for d, _ in inputs]
        parts = []
        for (digests, hide), begin, end in zip(inputs, begins, ends, strict=True):
            part = digests.where(slice(begin, end))
            parts.append(part.where(~hide(part.numbers)))
        yield Digests(
            np.concatenate([part.keys for part in parts]),
            np.concatenate([part.rests for part in parts]),
            np.concatenate([part.numbers for part in parts]),
        ).in_order(kind)
        begins = ends
