"""Lists of invented PDQ hashes: scattered ones, and files that went viral."""

import numpy as np
from numpy.typing import NDArray

Digests = NDArray[np.uint8]
BITS = 256
FURTHEST_COPY = 20
FURTHEST_ASKED = 31


def scattered(rows: int, seed: int = 1) -> Digests:
    """Return hashes that have nothing to do with each other."""
    return np.random.default_rng(seed).integers(0, 256, (rows, BITS // 8), dtype=np.uint8)


def clustered(rows: int, seed: int = 2) -> Digests:
    """Return a list in which nine of ten hashes are near-copies of viral files, 10,000 to 40,000 of each (of 1 M)."""
    rng, listed = np.random.default_rng(seed), scattered(rows, seed)
    at, end = 0, rows * 9 // 10
    while at < end:
        size = min(int(rng.integers(rows // 100, rows // 25)), end - at)
        listed[at : at + size] = listed[at] ^ _flips(rng.integers(0, FURTHEST_COPY + 1, size), rng)
        at += size
    return listed[rng.permutation(rows)]


def copies(listed: Digests, count: int, rng: np.random.Generator) -> list[bytes]:
    """Return copies of listed hashes with 0 to 31 bits turned."""
    chosen = listed[rng.integers(0, len(listed), count)]
    return [row.tobytes() for row in chosen ^ _flips(rng.integers(0, FURTHEST_ASKED + 1, count), rng)]


def _flips(counts: NDArray[np.int64], rng: np.random.Generator) -> Digests:
    """Return masks with exactly so many bits set, in places drawn by chance."""
    masks = np.zeros((len(counts), BITS), np.bool_)
    for start in range(0, len(counts), 10_000):
        part = counts[start : start + 10_000]
        places = rng.random((len(part), BITS)).argpartition(FURTHEST_ASKED, axis=1)[:, :FURTHEST_ASKED]
        chosen = np.arange(FURTHEST_ASKED) < part[:, None]
        np.put_along_axis(masks[start : start + 10_000], places, chosen, axis=1)
    return np.packbits(masks, axis=1)
