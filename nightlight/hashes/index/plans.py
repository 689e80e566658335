"""How 256 bits are cut into bands, and which keys of each band a look-up must try.

Pigeonhole: when two hashes differ in at most D bits and (flips + 1), added up over all bands, is more than D, at least
one band differs by no more than its flips. Trying every key within the flips of every band therefore misses nothing.
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from math import comb, exp

import numpy as np
from numpy.typing import NDArray

from nightlight.hashes.index.words import BITS

Indexes = NDArray[np.int64]

SCANNED = 4096
"""Up to so many rows, comparing with each is quicker than any bands."""

DESIGN_DISTANCE = 31
_WIDEST = 24
_WIDTHS = range(10, _WIDEST + 1)
_SPARE_BYTES = 76  # for each row, for postings and tables: with 40 for hash and number this stays under 120
_SPARE_ANYWAY = 1 << 16
_PLANES = (2, 3, 4, 6, 9, 14)
_PROBE, _FOUND, _CANDIDATE, _SCAN = 10.0, 25.0, 45.0, 6.0  # nanoseconds, measured on the machine of docs/benchmarks.md


@dataclass(frozen=True, slots=True)
class Band:
    """Some neighbouring bits of a hash: where they begin, how many, and how many flips a look-up at 31 tries."""

    start: int
    width: int
    flips: int

    @property
    def words(self) -> int:
        """How many 64-bit words hold one bit for each key."""
        return 1 << (self.width - 6)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Bands, widest first, and how often a key may recur before the tables stop counting."""

    bands: tuple[Band, ...]
    planes: int

    @classmethod
    def cut(cls, widths: list[tuple[int, int]], planes: int) -> "Plan":
        """Lay bands of (width, flips) end to end over the hash, widest first."""
        bands, start = [], 0
        for width, flips in sorted(widths, reverse=True):
            bands.append(Band(start, width, flips))
            start += width
        return cls(tuple(bands), planes)


def tries(width: int, flips: int) -> int:
    """Return how many keys lie within `flips` of one key of that width; none for fewer than 0 flips."""
    return sum(comb(width, n) for n in range(flips + 1))


def plan_for(rows: int) -> Plan:
    """Return the plan that looks up quickest among so many rows, within the memory that the tables may take."""
    # a plan for nearly as many rows is as good
    digits = max(len(str(rows)) - 2, 0)
    return _plan_for(rows // 10**digits * 10**digits)


@cache
def _plan_for(rows: int) -> Plan:
    chances: list[tuple[float, tuple[tuple[int, int], ...], int]] = []
    for planes in _PLANES:
        costs = {(w, flips): _band_cost(rows / (1 << w), tries(w, flips), planes) for w in _WIDTHS for flips in (1, 2)}
        fitting = (
            widths
            for widths in _cuts()
            if _table_bytes(widths, planes) <= rows * (_SPARE_BYTES - 4 * len(widths)) + _SPARE_ANYWAY
        )
        chances += [(sum(costs[band] for band in widths), widths, planes) for widths in fitting]
    _, widths, planes = min(chances)
    return Plan.cut(list(widths), planes)


@cache
def _cuts() -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return ways to cut: some narrow bands with one flip, the rest wide with two, leftover bits among the wide."""
    cuts = set()
    for ones, narrow, capped in product(range(17), range(10, 21), _WIDTHS):
        twos = -(-(DESIGN_DISTANCE + 1 - 2 * ones) // 3)
        wide, odd = divmod(BITS - ones * narrow, twos) if twos else (_WIDEST, 0)
        if narrow <= wide and (twos or ones * narrow <= BITS):
            wides = [(min(wide + (n < odd), capped), 2) for n in range(twos)]
            cuts.add(tuple(wides + [(narrow, 1)] * ones))
    return tuple(cuts)


def _table_bytes(widths: tuple[tuple[int, int], ...], planes: int) -> int:
    return sum((1 << (width - 6)) * (8 * planes + 4) for width, _ in widths)


def _band_cost(load: float, tried: int, planes: int) -> float:
    """Return the nanoseconds of one band when each key holds `load` rows on average (Poisson)."""
    probability, overflow, counted = exp(-load), load, 0.0
    present = 1 - probability
    for occurrences in range(1, planes + 1):
        overflow -= 1 - counted - probability
        counted += probability
        probability *= load / occurrences
    candidates = tried * load + tried * present * max(overflow, 0.0) * 64
    return tried * _PROBE + tried * present * _FOUND * planes + candidates * _CANDIDATE


@dataclass(frozen=True, slots=True, eq=False)
class Probes:
    """What a look-up tries: `masks` to be combined with each band's key, `counts` of them band by band."""

    masks: Indexes
    counts: Indexes


def probes(plan: Plan, distance: int, rows: int) -> Probes | None:
    """Return what to try to miss nothing within the distance, or None when comparing with every row is quicker."""
    flips = _flips(plan, distance)
    counts = [tries(band.width, allowed) for band, allowed in zip(plan.bands, flips, strict=True)]
    if sum(counts) * _PROBE > rows * _SCAN:
        return None
    masks = [_masks(band.width, allowed) for band, allowed in zip(plan.bands, flips, strict=True)]
    return Probes(np.concatenate(masks), np.array(counts))


def _flips(plan: Plan, distance: int) -> list[int]:
    """Return the flips of each band: those of the plan, fewer for a smaller distance or more for a larger one."""
    flips = [band.flips for band in plan.bands]

    def step(at: int, by: int) -> int:
        width = plan.bands[at].width
        return abs(tries(width, flips[at] + by) - tries(width, flips[at]))

    while sum(flips) + len(flips) > distance + 1:
        flips[max((at for at in range(len(flips)) if flips[at] >= 0), key=lambda at: step(at, -1))] -= 1
    while sum(flips) + len(flips) < distance + 1:
        flips[min(range(len(flips)), key=lambda at: step(at, 1))] += 1
    return flips


@cache
def _masks(width: int, flips: int) -> Indexes:
    """Return every pattern of at most `flips` set bits; nothing for fewer than 0."""
    chosen = (bits for count in range(flips + 1) for bits in combinations(range(width), count))
    return np.fromiter((sum(1 << bit for bit in bits) for bits in chosen), np.int64)
