"""Hits, and how they are gathered under one canonical entry for each file."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nightlight.hashes.index.answers import Distances, NearFile
from nightlight.hashes.index.kinds import Numbers
from nightlight.hashes.index.words import WORDS, Words, distances

ALIKE = 31
"""Entries this close to a canonical entry are copies of its file, in bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Rows that are near: numbers, distances from what was asked, and the hashes themselves as words."""

    numbers: Numbers
    distances: Distances
    words: Words

    @classmethod
    def joined(cls, parts: Sequence["Hits"]) -> "Hits":
        """Return all rows."""
        if len(parts) == 1:
            return parts[0]
        if not parts:
            return _NOTHING
        return Hits(
            np.concatenate([part.numbers for part in parts]),
            np.concatenate([part.distances for part in parts]),
            np.concatenate([part.words for part in parts]),
        )

    @classmethod
    def none(cls) -> "Hits":
        """Return no rows."""
        return _NOTHING

    def __len__(self) -> int:
        return len(self.numbers)


_NOTHING = Hits(np.empty(0, np.uint64), np.empty(0, np.uint16), np.empty((0, WORDS), np.uint64))


@dataclass(frozen=True, slots=True, eq=False)
class Kin:
    """Rows of one family that are near: its canonical number and its centre, the rows' numbers and distances."""

    canonical: int
    centre: Words
    numbers: Numbers
    distances: Distances


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Everything that is near: rows of families, and rows of none."""

    families: Sequence[Kin]
    loose: Hits

    def pairs(self) -> list[tuple[int, int]]:
        """Return (number, distance), each number once with its nearest hash, nearest first."""
        if not len(self.loose) and not self.families:
            return []
        numbers = np.concatenate([self.loose.numbers, *(kin.numbers for kin in self.families)])
        far = np.concatenate([self.loose.distances, *(kin.distances for kin in self.families)])
        order = np.lexsort((numbers, far))
        nearest: dict[int, int] = {}
        for number, distance in zip(numbers[order].tolist(), far[order].tolist(), strict=True):
            nearest.setdefault(number, distance)
        return list(nearest.items())

    def files(self) -> list[NearFile]:
        """Return the rows by file, nearest file first.

        A family is a file, and so is whatever is alike to its centre. Of the rest, the lowest number names a file,
        whatever is alike to that entry is a copy of it, and so on.
        """
        files, loose = [], self.loose
        for kin in _united(self.families):
            if len(loose):
                alike = distances(loose.words, kin[0].centre) <= ALIKE
                own, loose = _parted(loose, alike)
            else:
                own = loose
            files.append(
                _file(kin[0].canonical, [(k.numbers, k.distances) for k in kin] + [(own.numbers, own.distances)])
            )
        while len(loose) > 1:
            canonical = int(np.argmin(loose.numbers))
            number = int(loose.numbers[canonical])
            own, loose = _parted(loose, distances(loose.words, loose.words[canonical]) <= ALIKE)
            files.append(_file(number, [(own.numbers, own.distances)]))
        if len(loose):  # the common case is one hit, and needs no gathering
            files.append(NearFile(int(loose.numbers[0]), loose.numbers, loose.distances))
        return sorted(files, key=lambda file: (file.distance, file.canonical))


def _united(families: Sequence[Kin]) -> list[list[Kin]]:
    """Put families of one file together, which several segments may hold, each list led by the lowest number."""
    united: list[list[Kin]] = []
    for kin in sorted(families, key=lambda kin: kin.canonical):
        for others in united:
            if distances(kin.centre.reshape(1, -1), others[0].centre)[0] <= ALIKE:
                others.append(kin)
                break
        else:
            united.append([kin])
    return united


def _parted(hits: Hits, alike: NDArray[np.bool_]) -> tuple[Hits, Hits]:
    rest = ~alike
    return (
        Hits(hits.numbers[alike], hits.distances[alike], hits.words[alike]),
        Hits(hits.numbers[rest], hits.distances[rest], hits.words[rest]),
    )


def _file(canonical: int, parts: list[tuple[Numbers, Distances]]) -> NearFile:
    parts = [part for part in parts if len(part[0])]
    numbers = np.concatenate([numbers for numbers, _ in parts])
    far = np.concatenate([far for _, far in parts])
    ascending = bool((numbers[1:] > numbers[:-1]).all())  # as a family's are: then each is there once
    order = np.argsort(far, kind="stable") if len(parts) == 1 else np.lexsort((numbers, far))
    numbers, far = numbers[order], far[order]
    if not ascending and (np.diff(np.sort(numbers)) == 0).any():
        _, first = np.unique(numbers, return_index=True)
        first.sort()
        numbers, far = numbers[first], far[first]
    return NearFile(canonical, numbers, far)
