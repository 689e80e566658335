"""Whatever happened to the index, it answers what comparing with every row answers."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nightlight.hashes.index import Entry, HashIndex, Kind
from tests.hashes.index.modelled import Model, assert_same, flipped

DISTANCES = [0, 1, 7, 15, 30, 31, 31, 31, 32, 40, 64]


class History:
    """A random life of an index: lists come, files go viral, entries are withdrawn and come back."""

    def __init__(self, index: HashIndex, dice: random.Random) -> None:
        self.index, self.dice, self.model = index, dice, Model()
        self.masters = [dice.randbytes(32) for _ in range(4)]
        self.next = 0
        self.gone: list[Entry] = []

    def step(self) -> None:
        self.dice.choice([self.add, self.add, self.add, self.add_viral, self.withdraw, self.again, self.settle])()

    def _added(self, entries: list[Entry]) -> None:
        self.index.add(entries)
        self.model.entries |= set(entries)

    def _number(self) -> int:
        self.next += 1
        return self.next if self.dice.random() < 0.9 else self.dice.randrange(2**64)

    def add(self) -> None:
        entries = []
        for _ in range(self.dice.choice([1, 2, 30, 300])):
            number, kind = self._number(), self.dice.choice(list(Kind))
            entries += [Entry(kind, self.dice.randbytes(kind.size), number)]
            if self.dice.random() < 0.3:
                entries += [Entry(Kind.PDQ, flipped(self._some_pdq(), self.dice.randrange(40), self.dice), number)]
        self._added(entries)

    def add_viral(self) -> None:
        master, spread = self.dice.choice(self.masters), self.dice.choice([0, 4, 12, 31])
        copies = [flipped(master, self.dice.randint(0, spread), self.dice) for _ in range(self.dice.choice([5, 200]))]
        self._added([Entry(Kind.PDQ, copy, self._number()) for copy in copies])

    def withdraw(self) -> None:
        if self.model.entries:
            held = sorted(self.model.entries)
            numbers = {self.dice.choice(held).number for _ in range(self.dice.choice([1, 10, 100]))}
            self.index.withdraw(numbers)
            self.gone = [entry for entry in held if entry.number in numbers]
            self.model.entries -= set(self.gone)

    def again(self) -> None:
        if self.model.entries:
            some = self.dice.sample(sorted(self.model.entries), min(20, len(self.model.entries)))
            self._added(some + self.gone)
            self.gone = []

    def settle(self) -> None:
        self.index.settle()

    def _some_pdq(self) -> bytes:
        return self.dice.choice([*self.masters, self.dice.randbytes(32)])

    def ask(self) -> None:
        pdqs = [entry for entry in self.model.entries if entry.kind == Kind.PDQ]
        for distance in DISTANCES:
            near = flipped(self.dice.choice(pdqs).digest, self.dice.randrange(40), self.dice) if pdqs else b"\0" * 32
            for asked in (near, self.dice.choice(self.masters), self.dice.randbytes(32), b"\0" * 32):
                assert_same(self.index, self.model, asked, distance)
        for entry in self.dice.sample(sorted(self.model.entries), min(50, len(self.model.entries))):
            assert self.index.exact(entry.kind, entry.digest) == self.model.exact(entry.kind, entry.digest)
        for kind in Kind:
            held = sorted(e.digest for e in self.model.entries if e.kind == kind)[:20]
            asked_all = [digest for one in held for digest in (one, one[:8] + self.dice.randbytes(kind.size - 8))]
            assert self.index.exact_many(kind, asked_all) == [self.model.exact(kind, d) for d in asked_all]


@pytest.mark.usefixtures("small_steps")
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 14))
def test_any_history_answers_like_comparing_with_every_row(seed: int, steps: int) -> None:
    with TemporaryDirectory() as folder:
        history = History(HashIndex.open(Path(folder)), random.Random(seed))
        for _ in range(steps):
            history.step()
            assert_same(history.index, history.model, history.masters[0], 31)
        history.ask()
        history.index.settle()
        history.ask()
        history.index.close()
        history.index = HashIndex.open(Path(folder))
        history.ask()


def test_planted_copies_are_found_at_every_distance_among_many(index: HashIndex) -> None:
    rng, dice = np.random.default_rng(3), random.Random(3)
    rows = rng.integers(0, 256, (60_000, 32), dtype=np.uint8)
    master = rows[0].copy()
    rows[40_000:43_000] ^= np.packbits(rng.random((3000, 256)) < 0.03, axis=1) ^ rows[40_000:43_000] ^ master
    index.add_table(Kind.PDQ, rows[:50_000], np.arange(50_000))
    index.add_table(Kind.PDQ, rows[50_000:], np.arange(50_000, 60_000))
    for turn in range(2):
        for flips in range(40):
            at = dice.randrange(60_000)
            for asked in (flipped(rows[at].tobytes(), flips, dice), flipped(master.tobytes(), flips, dice)):
                far = np.bitwise_count(rows ^ np.frombuffer(asked, np.uint8)).sum(axis=1, dtype=int)
                expected = sorted((int(far[row]), int(row)) for row in np.flatnonzero(far <= 31))
                assert [(distance, number) for number, distance in index.near(asked)] == expected, turn
        index.settle()
    assert len(index.files_near(master.tobytes())) == 1
