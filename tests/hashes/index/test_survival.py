"""What was acknowledged is there after kill -9 at any moment, and nothing is there by half."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from nightlight.hashes.index import Entry, HashIndex, Kind, container, manifest

pytestmark = pytest.mark.long

KILLS = int(os.environ.get("NIGHTLIGHT_TEST_KILLS", "12"))

WRITER = """
    import hashlib, sys
    from pathlib import Path
    from nightlight.hashes.index import Entry, HashIndex, Kind, building, changing, kinship
    changing.LOGGED, building.SCANNED, kinship._SMALLEST = 12, 40, 16
    index, turn = HashIndex.open(Path(sys.argv[1])), int(sys.argv[2])
    def pdq(number):
        return hashlib.sha256(b"%d" % number).digest()
    while True:
        size = (1, 3, 60)[turn % 3]
        numbers = range(turn * 100, turn * 100 + size)
        index.add([e for n in numbers for e in (Entry(Kind.PDQ, pdq(n), n), Entry(Kind.MD5, pdq(n)[:16], n))])
        print("added", turn, flush=True)
        if turn % 4 == 0:
            print("withdrawing", turn, flush=True)
            index.withdraw(numbers)
            print("withdrawn", turn, flush=True)
        if turn % 20 == 0:
            index.settle()
        turn += 1
"""


def _lived(folder: Path, turn: int, seconds: float) -> list[tuple[str, int]]:
    """Let a writer live so long, kill it, and return what it said."""
    command = [sys.executable, "-c", textwrap.dedent(WRITER), str(folder), str(turn)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - this test's own words
        assert process.stdout
        first = process.stdout.readline()
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        said = first + process.stdout.read()
    return [(line.split()[0], int(line.split()[1])) for line in said.splitlines() if line.count(" ") == 1]


def _digest(number: int) -> bytes:
    return hashlib.sha256(b"%d" % number).digest()


def test_killed_at_random_moments_nothing_acknowledged_is_lost_and_nothing_is_half(tmp_path: Path) -> None:
    dice, turn = random.Random(11), 0
    state: dict[int, str] = {}
    for _ in range(KILLS):
        for what, about in _lived(tmp_path, turn, dice.uniform(0, 0.25)):
            state[about] = what
            turn = about + 1
        unknown = turn  # the turn that was under way: there as a whole, or not at all
        index = HashIndex.open(tmp_path)
        for about in range(turn + 1):
            numbers = range(about * 100, about * 100 + (1, 3, 60)[about % 3])
            there = {index.near(_digest(n)) == [(n, 0)] for n in numbers}
            also = {index.exact(Kind.MD5, _digest(n)[:16]) == [n] for n in numbers}
            assert len(there) == 1, f"turn {about} is there by half"
            assert there == also
            if about != unknown and state[about] != "withdrawing":
                assert there == {state[about] == "added"}
            if about == unknown:
                state[about] = "added" if there == {True} else "withdrawn"
        turn += 1
    index.settle()
    assert index.rows(Kind.PDQ) == sum((1, 3, 60)[a % 3] for a in state if index.near(_digest(a * 100)))
    left = {found.name for found in tmp_path.iterdir()}
    assert {name for name in left if name.startswith("building-")} == set()


def test_a_torn_tail_of_the_log_is_passed_over_and_cut_off_by_the_next_change(tmp_path: Path) -> None:
    index = HashIndex.open(tmp_path)
    first, second, third = (os.urandom(32) for _ in range(3))
    index.add([Entry(Kind.PDQ, first, 1)])
    log = next(tmp_path.glob("log-*"))
    sound = log.read_bytes()
    index.add([Entry(Kind.PDQ, second, 2)])
    whole = log.read_bytes()
    for end in range(len(sound), len(whole)):
        other = bytes([whole[end] ^ 0xFF])  # never by chance the very byte that would make the batch whole
        for tail in (b"", other + bytes(63), other + os.urandom(63)):
            log.write_bytes(whole[:end] + tail)
            after = HashIndex.open(tmp_path)
            assert (after.near(first), after.near(second)) == ([(1, 0)], [])
    after.add([Entry(Kind.PDQ, third, 3)])
    assert log.stat().st_size == len(whole)  # as long a batch in the place of the torn one, and nothing after it
    again = HashIndex.open(tmp_path)
    assert (again.near(first), again.near(second), again.near(third)) == ([(1, 0)], [], [(3, 0)])


def test_one_turned_bit_in_a_segment_is_told(tmp_path: Path) -> None:
    index = HashIndex.open(tmp_path)
    index.add_table(Kind.MD5, os.urandom(16 * 5000), range(5000))
    path = next(tmp_path.glob("segment-*"))
    assert container.Container.opened(path).damage() == []
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 4
    path.write_bytes(content)
    assert len(container.Container.opened(path).damage()) == 1
    path.write_bytes(content[:-30])
    with pytest.raises(container.Damaged, match="no sound table"):
        HashIndex.open(tmp_path)


def test_a_folder_that_is_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("to whom it may concern")
    with pytest.raises(manifest.NotAnIndex, match=r"letter\.txt"):
        HashIndex.open(tmp_path)
    assert [found.name for found in tmp_path.iterdir() if not found.name.endswith(".lock")] == ["letter.txt"]
    (tmp_path / "letter.txt").unlink()
    HashIndex.open(tmp_path)
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(manifest.NotAnIndex, match=r"manifest\.json"):
        HashIndex.open(tmp_path)


def test_a_full_disk_refuses_a_change_and_keeps_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = HashIndex.open(tmp_path)
    kept, refused = os.urandom(32), os.urandom(32)
    index.add([Entry(Kind.PDQ, kept, 1)])

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fdatasync", full)
        with pytest.raises(OSError, match="No space"):
            index.add([Entry(Kind.PDQ, refused, 2)])
    index.add([Entry(Kind.PDQ, os.urandom(32), 3)])
    assert (index.near(kept), index.near(refused)) == ([(1, 0)], [])
    assert HashIndex.open(tmp_path).near(refused) == []
