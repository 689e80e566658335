"""What a look-up of near-copies says: per file, not per row."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nightlight.hashes.index.kinds import Numbers

Distances = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class NearFile:
    """One file that is near: the listed entries within the distance, under the entry that names them all.

    `canonical` is the number of that entry: the lowest, whether or not it is near itself. A file listed 31,000 times is
    one `NearFile`, with 31,000 `numbers` and their `distances` from what was asked (bits), nearest first. Each number
    is there once; an entry that carries hashes of two files is in both.
    """

    canonical: int
    numbers: Numbers
    distances: Distances

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def distance(self) -> int:
        """The distance of the nearest entry, in bits."""
        return int(self.distances[0])

    @property
    def nearest(self) -> int:
        """The number of the nearest entry."""
        return int(self.numbers[0])
