"""Finding families: heaps of near-copies that would otherwise be read row by row in every look-up near them."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from nightlight.hashes.index.bands import Bands, Rows
from nightlight.hashes.index.gathering import ALIKE
from nightlight.hashes.index.kinds import Numbers
from nightlight.hashes.index.plans import Indexes
from nightlight.hashes.index.words import Words, distances

_SMALLEST = 64
_SAMPLE = 1024
_PIECE = 1 << 20
_SHARE = 14  # at most one family for 2**14 rows: every look-up compares with every family's centre


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """Rows of near-copies, and the row in their midst."""

    centre: int
    rows: Indexes


def smallest_family(rows: int) -> int:
    """Return how many near-copies make a family among so many rows. Smaller heaps stay loose: the bands bear them."""
    return max(_SMALLEST, rows >> _SHARE)


def families(bands: Bands, numbers: Numbers, known: Numbers) -> list[Family]:
    """Find families; those `known` by the number in their midst come first, so that they stay what they were."""
    enough = smallest_family(len(numbers))
    taken = np.zeros(len(numbers), np.bool_)
    found = []
    for centre in _centres(bands, numbers, known, taken):
        rows = bands.near(bands.words[centre], ALIKE, without=taken)[0]
        if len(rows) >= enough:
            taken[rows] = True
            found.append(Family(centre, rows))
    return found


def _centres(bands: Bands, numbers: Numbers, known: Numbers, taken: NDArray[np.bool_]) -> Iterator[int]:
    """Yield rows that may be the midst of a family; `taken` is marked between one and the next."""
    if len(known):
        for start in range(0, len(numbers), _PIECE):
            yield from (np.flatnonzero(np.isin(numbers[start : start + _PIECE], known)) + start).tolist()
    tried = np.zeros(len(numbers), np.bool_)
    heavy, enough = _heavy_words(bands, len(numbers)), smallest_family(len(numbers))
    for word in heavy.tolist():
        rows = bands.postings[int(bands.base[word]) : int(bands.base[word + 1])]
        while len(rows := rows[~(taken[rows] | tried[rows])]) >= enough >> 2:
            centre = _midst(bands.words, rows)
            yield centre
            if not taken[centre]:
                tried[rows] = True


def _heavy_words(bands: Bands, rows: int) -> Indexes:
    """Return the words of 64 neighbouring keys that hold far more rows than chance gives them, heaviest first."""
    places, heavy_counts, first = [], [], 0
    for band in bands.plan.bands:
        counts = np.diff(bands.base[first : first + band.words + 1])
        expected = rows / band.words
        heavy = np.flatnonzero(counts > expected + 6 * sqrt(expected) + (smallest_family(rows) >> 2))
        places.append(heavy + first)
        heavy_counts.append(counts[heavy].astype(np.int64))
        first += band.words
    return np.concatenate(places)[np.argsort(-np.concatenate(heavy_counts), kind="stable")]


def _midst(words: Words, rows: Rows) -> int:
    """Return the row that is nearest to what most of these rows agree on, bit by bit."""
    sample = rows[:: max(1, len(rows) // _SAMPLE)]
    sampled = np.ascontiguousarray(words[sample])
    bits = np.unpackbits(sampled.view(np.uint8), axis=1, bitorder="little")
    agreed = np.packbits(2 * bits.sum(axis=0, dtype=np.int64) > len(sample), bitorder="little").view(np.uint64)
    return int(sample[np.argmin(distances(sampled, agreed))])
