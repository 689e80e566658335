"""Look-up through bands: for each band, which rows have which key.

`postings` lists the rows of each band in the order of their keys. Where a key's rows begin follows from bits: the first
plane has one for each key that occurs, the second for each that occurs twice, and so on, and `base` says where the rows
of each 64 keys begin; the set bits before a key's own count the rows before it. Rows past the last plane are not
counted: a look-up then reads a few neighbours more, never fewer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nightlight.hashes.index.plans import Indexes, Plan, Probes, probes
from nightlight.hashes.index.words import WORD, Words, distances

Rows = NDArray[np.uint32]
_ONE = np.uint64(1)
_LOW = np.int64(63)
_CROWDED = 64  # when one row in so many is a candidate, marking rows is quicker than comparing some of them twice


@lru_cache(maxsize=256)
def _probes(plan: Plan, distance: int, rows: int) -> Probes | None:
    return probes(plan, distance, rows)


@lru_cache(maxsize=256)
def origins(plan: Plan) -> tuple[int, ...]:
    """Return where each band's keys begin: widest first, so that they differ only in bits below that origin."""
    starts, at = [], 0
    for band in plan.bands:
        starts.append(at)
        at += 1 << band.width
    return tuple(starts)


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """The tables over (n, 4) `words`."""

    plan: Plan
    words: Words
    postings: Rows
    planes: Sequence[Words]
    base: Rows

    def near(
        self, asked: Words, distance: int, without: NDArray[np.bool_] | None = None
    ) -> tuple[Indexes, NDArray[np.uint16]]:
        """Return rows within the distance, each once, and their distances; none that is marked in `without`."""
        tried = _probes(self.plan, distance, len(self.words))
        if tried is None:
            far = distances(self.words, asked)
            rows = np.flatnonzero(far <= distance)
            kept = slice(None) if without is None else ~without[rows]
            return rows[kept], far[rows[kept]]
        candidates = self._candidates(self._keys(asked, tried))
        if without is not None:
            candidates = candidates[~without[candidates]]
        if crowded := len(candidates) * _CROWDED > len(self.words):
            candidates = _once(candidates, len(self.words))
        far = distances(self.words.take(candidates, axis=0), asked)
        within = np.flatnonzero(far <= distance)
        rows, far = candidates.take(within).astype(np.int64), far.take(within)
        if len(rows) > 1 and not crowded:
            rows, first = np.unique(rows, return_index=True)
            far = far.take(first)
        return rows, far

    def _keys(self, asked: Words, tried: Probes) -> Indexes:
        value = int.from_bytes(asked.tobytes(), "little")
        own = [
            origin | value >> band.start & (1 << band.width) - 1
            for origin, band in zip(origins(self.plan), self.plan.bands, strict=True)
        ]
        keys = np.repeat(np.array(own), tried.counts)
        keys ^= tried.masks
        return keys

    def _candidates(self, keys: Indexes) -> Rows:
        """Return the rows under these keys; some more than once, and a few neighbours."""
        places = keys >> 6
        bits = self.planes[0].take(places)
        low = (keys & _LOW).view(np.uint64)
        found = np.flatnonzero(bits >> low & _ONE)
        places, bits, low = places.take(found), bits.take(found), low.take(found)
        before = (_ONE << low) - _ONE
        begin = self.base.take(places)
        rows_here = self.base.take(places + 1) - begin
        begin += np.bitwise_count(bits & before)
        counted = np.bitwise_count(bits).astype(np.uint32)
        extent = np.ones(len(found), np.uint32)
        for plane in self.planes[1:]:
            bits = plane.take(places)
            begin += np.bitwise_count(bits & before)
            counted += np.bitwise_count(bits)
            extent += (bits >> low & _ONE).astype(np.uint32)
        extent += rows_here - counted
        return self.postings.take(_spread(begin, extent))


def _once(candidates: Rows, rows: int) -> Rows:
    marked = np.zeros(rows, np.bool_)
    marked[candidates] = True
    return np.flatnonzero(marked).astype(np.uint32)


def _spread(begin: Rows, extent: Rows) -> Indexes:
    """Return begin, begin + 1, ... for as many as each extends."""
    ends = np.cumsum(extent, dtype=np.int64)
    if not len(ends):
        return ends
    steps = np.arange(ends[-1])
    steps += np.repeat(begin.astype(np.int64) - (ends - extent), extent)
    return steps


def key_column(words: Words, start: int, width: int) -> Words:
    """Return the keys of one band for every row."""
    at, shift = divmod(start, WORD)
    keys = words[:, at] >> np.uint64(shift)
    if shift + width > WORD:
        keys |= words[:, at + 1] << np.uint64(WORD - shift)
    masked: Words = keys & np.uint64((1 << width) - 1)
    return masked
