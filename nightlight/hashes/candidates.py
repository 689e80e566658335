"""Which entries could match, as the index says: for each digest the files that are near, each with its nearest entries.

A viral file has tens of thousands of entries. A few of them are asked for first; the others only where none of those
few holds any more, so that a mass withdrawal hides nothing, or where one of them says more (`farther`).
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Self

from nightlight.hashes.asked import Asked
from nightlight.hashes.index import HashIndex, Kind
from nightlight.hashes.shelf import canonical_of, entry_of

FEW, MORE = 24, 2000


@dataclass(slots=True)
class NearFile:
    """The entries of one file that could match one digest, nearest first, and how many of them were asked for."""

    pairs: list[tuple[int, int]] = field(default_factory=list)
    asked: int = 0

    def asked_for(self) -> list[int]:
        """Return the entries that were asked for."""
        return [number for number, _ in self.pairs[: self.asked]]

    def ask_for_nearest_of(self, numbers: Collection[int]) -> list[int]:
        """Ask for the nearest of these that was not asked for yet; return it, or nothing."""
        rest = range(self.asked, len(self.pairs))
        nearest = next((at for at in rest if self.pairs[at][0] in numbers), None)
        if nearest is None:
            return []
        self.pairs.insert(self.asked, self.pairs.pop(nearest))
        self.asked += 1
        return [self.pairs[self.asked - 1][0]]


class Candidates:
    """What the index proposes for a number of digests."""

    def __init__(self, files: list[dict[int, NearFile]]) -> None:
        self._files = files
        self.were_any = any(files)

    @classmethod
    def of(cls, index: HashIndex, asked: Sequence[Asked], distance: int) -> Self:
        """Ask the index: equal digests of each kind at once, PDQ hashes one by one."""
        hits: list[list[tuple[int, int]]] = [[] for _ in asked]
        places: dict[Kind, list[int]] = defaultdict(list)
        for place, one in enumerate(asked):
            places[Kind(one.kind.value)].append(place)
        for kind, those in places.items():
            digests = [bytes.fromhex(asked[place].digest) for place in those]
            if kind is Kind.PDQ:
                for place, digest in zip(those, digests, strict=True):
                    hits[place] = _near(index, digest, distance)
            else:
                for place, found in zip(those, index.exact_many(kind, digests), strict=True):
                    hits[place] = [(number, 0) for number in found]
        return cls([_by_file(found) if found else {} for found in hits])

    def next_numbers(self, *, answered: Collection[int]) -> list[int]:
        """Return the entries to ask the database for next: of every file that no entry has answered for so far."""
        numbers: set[int] = set()
        for files in self._files:
            for file in files.values():
                seen = file.pairs[: file.asked]
                if file.asked < len(file.pairs) and not any(number in answered for number, _ in seen):
                    until = file.asked + (MORE if file.asked else FEW)
                    numbers |= {number for number, _ in file.pairs[file.asked : until]}
                    file.asked = min(until, len(file.pairs))
        return sorted(numbers)

    def cut_short(self) -> list["NearFile"]:
        """Return, for each digest, the files of which not every entry was asked for."""
        return [file for files in self._files for file in files.values() if file.asked < len(file.pairs)]

    def near(self, place: int) -> list[tuple[int, int]]:
        """Return the entries asked for that could match a digest, with their distances, nearest first."""
        files = self._files[place]
        pairs = [pair for file in files.values() for pair in file.pairs[: file.asked]] if files else []
        return sorted(pairs, key=lambda pair: (pair[1], pair[0]))


def _near(index: HashIndex, pdq: bytes, distance: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for file in index.files_near(pdq, distance):
        pairs += zip(file.numbers.tolist(), file.distances.tolist(), strict=True)
    return pairs


def _by_file(hits: list[tuple[int, int]]) -> dict[int, NearFile]:
    files: dict[int, NearFile] = defaultdict(NearFile)
    for number, distance in sorted(hits, key=lambda hit: hit[1]):
        files[canonical_of(number)].pairs.append((entry_of(number), distance))
    return dict(files)
