"""Near-copies answer as files, each under one canonical entry that keeps its name."""

import random

import numpy as np
import pytest

from nightlight.hashes.index import Entry, HashIndex, Kind
from tests.hashes.index.modelled import flipped

DICE = random.Random(4)


def _list(index: HashIndex, master: bytes, numbers: range) -> None:
    index.add([Entry(Kind.PDQ, flipped(master, DICE.randint(0, 12), DICE), number) for number in numbers])


@pytest.mark.usefixtures("small_steps")
def test_a_viral_file_is_one_answer_under_one_name_wherever_its_rows_lie(index: HashIndex) -> None:
    master = DICE.randbytes(32)
    for first in range(100, 900, 80):  # past the log, a family, and several families of the same file
        _list(index, master, range(first, first + 80))
        (file,) = index.files_near(master)
        assert (file.canonical, sorted(file.numbers.tolist())) == (100, list(range(100, first + 80)))
    index.settle()
    (file,) = index.files_near(master)
    assert (file.canonical, len(file)) == (100, 800)


@pytest.mark.usefixtures("small_steps")
def test_a_withdrawn_name_goes_to_the_next(index: HashIndex) -> None:
    master = DICE.randbytes(32)
    _list(index, master, range(100, 300))
    for withdrawn in (range(100, 101), range(101, 150)):
        index.withdraw(withdrawn)
        (file,) = index.files_near(master)
        assert (file.canonical, len(file)) == (withdrawn.stop, 300 - withdrawn.stop)
    index.settle()
    (file,) = index.files_near(master)
    assert (file.canonical, len(file)) == (150, 150)


@pytest.mark.usefixtures("small_steps")
def test_two_files_stay_two_answers_nearest_first(index: HashIndex) -> None:
    one = DICE.randbytes(32)
    other = bytes(byte ^ 0b1100_0011 for byte in one[:16]) + one[16:]  # 64 bits apart
    between = bytes(byte ^ 0b1100_0000 for byte in one[:14]) + one[14:]  # 28 from one, 36 from other
    for master, first in ((one, 100), (other, 200)):
        index.add([Entry(Kind.PDQ, master, number) for number in range(first, first + 50)])
    for _ in range(2):
        assert [(f.canonical, f.distance, len(f)) for f in index.files_near(between, 40)] == [
            (100, 28, 50),
            (200, 36, 50),
        ]
        assert [f.canonical for f in index.files_near(between)] == [100]
        index.settle()


def test_an_entry_with_two_hashes_of_one_file_is_there_once(index: HashIndex) -> None:
    one = DICE.randbytes(32)
    index.add([Entry(Kind.PDQ, one, 7), Entry(Kind.PDQ, flipped(one, 3, DICE), 7), Entry(Kind.PDQ, one, 8)])
    (file,) = index.files_near(one)
    assert file.numbers.tolist() == [7, 8]
    assert file.distances.tolist() == [0, 0]
    assert (file.nearest, file.distance) == (7, 0)
    assert file.distances.dtype == np.uint16
