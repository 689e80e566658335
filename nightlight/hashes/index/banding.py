"""Building the tables of `bands`, in pieces, so that memory stays flat however many rows there are."""

import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from nightlight.hashes.index.bands import Rows, key_column
from nightlight.hashes.index.container import Array, Writer, write_columns
from nightlight.hashes.index.plans import Band, Indexes, Plan
from nightlight.hashes.index.words import WORD, Words

PIECE = 1 << 22
"""Rows that are sorted at once: 32 MiB."""

_SHIFT = np.uint64(32)
_LOW = np.uint64(WORD - 1)
_ROW = np.uint64(0xFFFFFFFF)


def write_bands(writer: Writer, words: Words, plan: Plan, scratch: Path) -> None:
    """Write the tables over `words` into the segment. `scratch` is a folder for what does not fit one piece."""
    planes = {f"plane_{number}": (np.uint64, 1) for number in range(plan.planes)}
    write_columns(
        writer, {"postings": (np.uint32, 1), **planes, "base": (np.uint32, 1)}, _tables(words, plan, scratch), scratch
    )


def _tables(words: Words, plan: Plan, scratch: Path) -> Iterator[tuple[Array, ...]]:
    """Yield postings piece by piece, and after those of each band its planes and bases."""
    nothing = np.empty(0, np.uint64)
    for number, band in enumerate(plan.bands):
        tally = _Tally(band, plan.planes)
        for pairs in _sorted_pairs(words, band, scratch):
            tally.count(pairs >> _SHIFT)
            yield (pairs & _ROW).astype(np.uint32), *([nothing] * plan.planes), nothing
        yield nothing, *tally.planes, tally.base(number * len(words))
    yield nothing, *([nothing] * plan.planes), np.array([len(plan.bands) * len(words)])


class _Tally:
    """Which keys of one band occur, and how often."""

    def __init__(self, band: Band, planes: int) -> None:
        self.planes = np.zeros((planes, band.words), np.uint64)
        self._counts: Indexes = np.zeros(band.words, np.int64)

    def base(self, first: int) -> Rows:
        """Return where the rows of each 64 keys begin when the band's begin at `first`."""
        ends = np.cumsum(self._counts)
        return (ends - self._counts + first).astype(np.uint32)

    def count(self, keys: Words) -> None:
        """Count sorted keys. All rows of 64 neighbouring keys come in one call."""
        if not len(keys):
            return
        places = (keys >> np.uint64(6)).astype(np.int64)
        self._counts[places[0] : places[-1] + 1] += np.bincount(places - places[0])
        bits = np.uint64(1) << (keys & _LOW)
        starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
        lengths = np.diff(starts, append=len(keys))
        for plane in self.planes:
            here, marked = places[starts], bits[starts]
            edges = np.flatnonzero(np.concatenate(([True], here[1:] != here[:-1])))
            plane[here[edges]] = np.bitwise_or.reduceat(marked, edges)
            again = lengths > 1
            if not again.any():
                return
            starts, lengths = starts[again] + 1, lengths[again] - 1


def _sorted_pairs(words: Words, band: Band, scratch: Path) -> Iterator[Words]:
    """Yield key << 32 | row in ascending order; a piece never ends among the rows of 64 neighbouring keys."""
    if len(words) <= PIECE:
        yield _run(words, band, 0, len(words))
        return
    with tempfile.TemporaryFile(dir=scratch) as file:
        edges = [*range(0, len(words), PIECE), len(words)]
        for begin, end in pairwise(edges):
            file.write(_run(words, band, begin, end).data)
        file.flush()
        pairs = np.memmap(file, np.uint64, "r", shape=(len(words),))
        yield from _merged([pairs[begin:end] for begin, end in pairwise(edges)], band)


def _run(words: Words, band: Band, begin: int, end: int) -> Words:
    pairs = key_column(words[begin:end], band.start, band.width) << _SHIFT
    pairs |= np.arange(begin, end, dtype=np.uint64)
    pairs.sort()
    return pairs


def _merged(runs: list[Words], band: Band) -> Iterator[Words]:
    """Yield the rows of all runs in order, range of keys by range of keys."""
    ranges = min(band.words, 2 * len(runs))
    begins = [0] * len(runs)
    for number in range(1, ranges + 1):
        key = number * band.words // ranges << 6
        ends = [int(np.searchsorted(run, np.uint64(key) << _SHIFT)) for run in runs]
        piece = np.concatenate([run[begin:end] for run, begin, end in zip(runs, begins, ends, strict=True)])
        piece.sort()
        yield piece
        begins = ends
