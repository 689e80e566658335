"""Building the tables of `bands`, in pieces, so that memory stays flat however many rows there are."""

import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from nightlight.hashes.index.bands import key_column, origins
from nightlight.hashes.index.container import Writer
from nightlight.hashes.index.plans import Band, Indexes, Plan
from nightlight.hashes.index.words import Words

PIECE = 1 << 22
"""Rows that are sorted at once: 32 MiB."""

_SHIFT = np.uint64(32)
_LOW = np.uint64(63)
_ROW = np.uint64(0xFFFFFFFF)


def write_bands(writer: Writer, words: Words, plan: Plan, scratch: Path) -> None:
    """Write the tables over `words` into the segment. `scratch` is a folder for what does not fit one piece."""
    total = sum(band.words for band in plan.bands)
    planes = np.zeros((plan.planes, total), np.uint64)
    counts = np.zeros(total, np.int64)
    with writer.array("postings", np.uint32):
        for band, origin in zip(plan.bands, origins(plan), strict=True):
            for pairs in _sorted_pairs(words, band, scratch):
                writer.write((pairs & _ROW).astype(np.uint32))
                _count(pairs >> _SHIFT, planes, counts, origin >> 6)
    writer.put("present", planes[0])
    writer.put("more", np.ascontiguousarray(planes[1:]))
    base = np.zeros(total + 1, np.uint32)
    np.cumsum(counts, out=base[1:], dtype=np.uint32)
    writer.put("base", base)


def _count(keys: Words, planes: Words, counts: Indexes, first_word: int) -> None:
    """Mark sorted keys in the planes. All rows of 64 neighbouring keys come in one call."""
    if not len(keys):
        return
    places = (keys >> np.uint64(6)).astype(np.int64) + first_word
    counts[places[0] : places[-1] + 1] += np.bincount(places - places[0])
    bits = np.uint64(1) << (keys & _LOW)
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    lengths = np.diff(starts, append=len(keys))
    for plane in planes:
        marked_places, marked = places[starts], bits[starts]
        edges = np.flatnonzero(np.concatenate(([True], marked_places[1:] != marked_places[:-1])))
        plane[marked_places[edges]] = np.bitwise_or.reduceat(marked, edges)
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
        runs = [pairs[begin:end] for begin, end in pairwise(edges)]
        yield from _merged(runs, band)


def _run(words: Words, band: Band, begin: int, end: int) -> Words:
    pairs = key_column(words[begin:end], band.start, band.width) << _SHIFT
    pairs |= np.arange(begin, end, dtype=np.uint64)
    pairs.sort()
    return pairs


def _merged(runs: list[Words], band: Band) -> Iterator[Words]:
    """Yield the rows of all runs in order, range of keys by range of keys."""
    ranges = min(1 << (band.width - 6), 2 * len(runs))
    size = (1 << band.width) // ranges
    begins = [0] * len(runs)
    for number in range(1, ranges + 1):
        key = (number * size) & ~63 if number < ranges else 1 << band.width
        ends = [int(np.searchsorted(run, np.uint64(key) << _SHIFT)) for run in runs]
        piece = np.concatenate([run[begin:end] for run, begin, end in zip(runs, begins, ends, strict=True)])
        piece.sort()
        yield piece
        begins = ends
