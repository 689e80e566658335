"""A segment of PDQ hashes: families, and loose rows under bands."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nightlight.hashes.index.answers import Distances
from nightlight.hashes.index.bands import Bands
from nightlight.hashes.index.container import Container
from nightlight.hashes.index.kinds import Numbers
from nightlight.hashes.index.plans import Band, Indexes, Plan
from nightlight.hashes.index.words import Words, distances

PIECE = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Families:
    """Near-copies of viral files, file by file.

    Family f holds rows `starts[f]` to `starts[f + 1]` of `words` and `numbers`, ascending by number. None is further
    from its centre than `radii[f]`; so a family whose centre is further than the distance plus its radius holds nothing
    that is near.
    """

    starts: Indexes
    centres: Words
    centre_numbers: Numbers
    radii: Distances
    words: Words
    numbers: Numbers

    def __len__(self) -> int:
        return len(self.radii)

    def members(self, family: int) -> Numbers:
        """Return the numbers in a family, ascending: the first is canonical."""
        return self.numbers[int(self.starts[family]) : int(self.starts[family + 1])]

    def near(self, asked: Words, distance: int) -> Iterator[tuple[int, Numbers, Distances]]:
        """Yield each family that holds something near: its place, and the near rows' numbers and distances."""
        if not len(self.radii):
            return
        for family in np.flatnonzero(distances(self.centres, asked) <= self.radii + distance).tolist():
            rows = slice(int(self.starts[family]), int(self.starts[family + 1]))
            far = distances(self.words[rows], asked)
            within = np.flatnonzero(far <= distance)
            if len(within):
                yield family, self.numbers[rows].take(within), far.take(within)


@dataclass(frozen=True, slots=True, eq=False)
class Hashes:
    """A segment of PDQ hashes."""

    words: Words
    numbers: Numbers
    bands: Bands | None
    families: Families

    @classmethod
    def opened(cls, container: Container) -> "Hashes":
        """Read a segment of PDQ hashes."""
        a, plan = container.arrays, container.said["plan"]
        bands = None
        if plan is not None:
            cut = Plan(tuple(Band(*band) for band in plan["bands"]), plan["planes"])
            planes = [a[f"plane_{number}"] for number in range(cut.planes)]
            bands = Bands(cut, a["words"], a["postings"], planes, a["base"])
        families = Families(
            *(a[f"family_{name}"] for name in ("starts", "centres", "centre_numbers", "radii", "words", "numbers"))
        )
        return cls(a["words"], a["numbers"], bands, families)

    def __len__(self) -> int:
        return len(self.numbers) + len(self.families.numbers)

    def near(self, asked: Words, distance: int) -> tuple[Indexes, Distances]:
        """Return the loose rows within the distance, each once, and their distances."""
        if self.bands is not None:
            return self.bands.near(asked, distance)
        far = distances(self.words, asked)
        rows = np.flatnonzero(far <= distance)
        return rows, far[rows]

    def parts(self) -> tuple[tuple[Words, Numbers], tuple[Words, Numbers]]:
        """Return all rows: those of families, and the loose ones."""
        return (self.families.words, self.families.numbers), (self.words, self.numbers)

    def pieces(self) -> Iterator[tuple[Words, Numbers]]:
        """Yield every row, piece by piece."""
        for words, numbers in self.parts():
            for start in range(0, len(numbers), PIECE):
                yield words[start : start + PIECE], numbers[start : start + PIECE]


def said(plan: Plan | None) -> dict[str, object]:
    """Return what a segment's table says about its bands."""
    if plan is None:
        return {"plan": None}
    return {"plan": {"bands": [[b.start, b.width, b.flips] for b in plan.bands], "planes": plan.planes}}
