"""Hits, and how they are gathered under one canonical entry for each file."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from nightlight.hashes.index.answers import Distances, NearFile
from nightlight.hashes.index.kinds import Numbers
from nightlight.hashes.index.words import Words, distances

ALIKE = 31
"""Entries this close to a canonical entry are copies of its file, in bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Rows that are near, each number once: numbers, distances from what was asked, and the hashes themselves as words."""

    numbers: Numbers
    distances: Distances
    words: Words

    @classmethod
    def of(cls, parts: list["Hits"]) -> Self:
        """Join hits from several places; a number found more than once keeps its nearest hash. Nearest first."""
        numbers = np.concatenate([part.numbers for part in parts])
        far = np.concatenate([part.distances for part in parts])
        words = np.concatenate([part.words for part in parts])
        order = np.lexsort((numbers, far))
        _, first = np.unique(numbers[order], return_index=True)
        kept = order[np.sort(first)]
        return cls(numbers[kept], far[kept], words[kept])

    def __len__(self) -> int:
        return len(self.numbers)

    def pairs(self) -> list[tuple[int, int]]:
        """Return (number, distance) pairs."""
        return list(zip(self.numbers.tolist(), self.distances.tolist(), strict=True))


def gathered(hits: Hits) -> list[NearFile]:
    """Gather hits by file: the lowest number names a file, whatever is alike to that entry is a copy of it, and so on with the rest."""
    files = []
    left = np.arange(len(hits))
    while len(left):
        canonical = left[np.argmin(hits.numbers[left])]
        alike = distances(hits.words[left], hits.words[canonical]) <= ALIKE
        rows = left[alike]
        files.append(NearFile(int(hits.numbers[canonical]), hits.numbers[rows], hits.distances[rows]))
        left = left[~alike]
    return sorted(files, key=lambda file: (file.distance, file.canonical))
