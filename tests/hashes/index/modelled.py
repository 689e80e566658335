"""A plain model of the index to compare with, and digests a few bits apart."""

import random

import numpy as np

from nightlight.hashes.index import Entry, HashIndex, Kind


class Model:
    """What the index promises, by comparing with every row."""

    def __init__(self) -> None:
        self.entries: set[Entry] = set()

    def near(self, asked: bytes, distance: int) -> list[tuple[int, int]]:
        nearest: dict[int, int] = {}
        value = int.from_bytes(asked, "big")
        for entry in self.entries:
            if entry.kind == Kind.PDQ:
                apart = (int.from_bytes(entry.digest, "big") ^ value).bit_count()
                if apart <= distance:
                    nearest[entry.number] = min(apart, nearest.get(entry.number, apart))
        return sorted(nearest.items(), key=lambda pair: (pair[1], pair[0]))

    def exact(self, kind: Kind, digest: bytes) -> list[int]:
        return sorted({entry.number for entry in self.entries if entry.kind == kind and entry.digest == digest})


def flipped(digest: bytes, bits: int, dice: random.Random) -> bytes:
    """Return a copy of a digest with so many bits turned."""
    value = int.from_bytes(digest, "big")
    for bit in dice.sample(range(len(digest) * 8), bits):
        value ^= 1 << bit
    return value.to_bytes(len(digest), "big")


def assert_same(index: HashIndex, model: Model, asked: bytes, distance: int) -> None:
    """Compare the answer by row and the answer by file with the model's."""
    expected = model.near(asked, distance)
    assert index.near(asked, distance) == expected
    files = index.files_near(asked, distance)
    nearest: dict[int, int] = {}
    for file in files:
        assert (np.diff(file.distances.astype(int)) >= 0).all()
        assert len(set(file.numbers.tolist())) == len(file)
        for number, apart in zip(file.numbers.tolist(), file.distances.tolist(), strict=True):
            nearest[number] = min(apart, nearest.get(number, apart))
    assert sorted(nearest.items(), key=lambda pair: (pair[1], pair[0])) == expected
