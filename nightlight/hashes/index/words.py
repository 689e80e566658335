"""PDQ hashes as four 64-bit words, and how far apart they are."""

import numpy as np
from numpy.typing import NDArray

from nightlight.hashes.index.answers import Distances
from nightlight.hashes.index.kinds import Bytes

Words = NDArray[np.uint64]
WORDS = 4
WORD = 64
BITS = 256


def words_of(digests: Bytes) -> Words:
    """View rows of 32 bytes as rows of four words, without copying."""
    return np.ascontiguousarray(digests).view("<u8")


def word_row(digest: bytes) -> Words:
    """Return the four words of one hash."""
    return np.frombuffer(digest, "<u8")


def distances(words: Words, asked: Words) -> Distances:
    """Return the Hamming distance of every row of (n, 4) words to one hash of (4,) words."""
    counted = np.bitwise_count(words ^ asked)
    # four counts of up to 64 side by side; 16 bits, because their sum may be 256
    pairs = counted.view(np.uint16)
    halves = (pairs & 0xFF) + (pairs >> 8)
    summed: Distances = halves[:, 0] + halves[:, 1]
    return summed
