"""A change is seen by every process that has the folder open, within one second, while merges go on."""

import os
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import Self

import numpy as np
import pytest

from nightlight.hashes.index import Entry, HashIndex, Kind, changing

READER = """
    import sys
    from pathlib import Path
    from nightlight.hashes.index import HashIndex
    index = HashIndex.open(Path(sys.argv[1]))
    print("open", flush=True)
    for line in sys.stdin:
        print(index.near(bytes.fromhex(line)), flush=True)
"""


class Reader:
    """Another process that has the folder open."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-c", textwrap.dedent(READER), str(folder)]
        self._process = subprocess.Popen(  # noqa: S603 - this test's own words
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._said() == "open"

    def near(self, digest: bytes) -> str:
        assert self._process.stdin
        self._process.stdin.write(digest.hex() + "\n")
        self._process.stdin.flush()
        return self._said()

    def _said(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()


def test_another_process_sees_each_change_at_once(tmp_path: Path, small_steps: None) -> None:
    index = HashIndex.open(tmp_path)
    with Reader(tmp_path) as first, Reader(tmp_path) as second:
        for number in range(120):  # past several segments and merges
            digest = os.urandom(32)
            index.add([Entry(Kind.PDQ, digest, number)])
            began = time.monotonic()
            assert first.near(digest) == second.near(digest) == f"[({number}, 0)]"
            index.withdraw([number])
            assert first.near(digest) == second.near(digest) == "[]"
            assert time.monotonic() - began < 1
    index.close()


def test_a_large_list_is_seen_by_a_process_that_was_there_before(tmp_path: Path) -> None:
    index = HashIndex.open(tmp_path)
    rows = np.random.default_rng(1).integers(0, 256, (20_000, 32), dtype=np.uint8)
    with Reader(tmp_path) as reader:
        index.add_table(Kind.PDQ, rows, np.arange(20_000))
        assert reader.near(rows[19_999].tobytes()) == "[(19999, 0)]"
        index.settle()
        assert reader.near(rows[7].tobytes()) == "[(7, 0)]"
        index.withdraw(np.arange(10_000))
        assert reader.near(rows[7].tobytes()) == "[]"
        assert reader.near(rows[10_007].tobytes()) == "[(10007, 0)]"
    index.close()


def test_two_writing_processes_lose_nothing_of_each_other(tmp_path: Path) -> None:
    writer = """
        import sys, hashlib
        from pathlib import Path
        from nightlight.hashes.index import Entry, HashIndex, Kind, changing
        changing.LOGGED = 20
        index = HashIndex.open(Path(sys.argv[1]))
        for number in range(int(sys.argv[2]), int(sys.argv[2]) + 300):
            index.add([Entry(Kind.MD5, hashlib.md5(str(number).encode()).digest(), number)])
        index.close()
    """
    command = [sys.executable, "-c", textwrap.dedent(writer), str(tmp_path)]
    running = [subprocess.Popen([*command, start]) for start in ("0", "1000")]  # noqa: S603 - this test's own words
    assert [one.wait() for one in running] == [0, 0]
    index = HashIndex.open(tmp_path)
    assert index.rows(Kind.MD5) == 600


@pytest.mark.long
def test_threads_look_up_while_others_change_and_merge(tmp_path: Path, small_steps: None) -> None:
    index = HashIndex.open(tmp_path)
    kept = [Entry(Kind.PDQ, os.urandom(32), number) for number in range(100)]
    index.add(kept)
    wrong: list[object] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            wrong.extend(entry for entry in kept if (entry.number, 0) not in index.near(entry.digest))

    lookers = [threading.Thread(target=look) for _ in range(2)]
    for thread in lookers:
        thread.start()
    for number in range(1000, 1300):
        index.add([Entry(Kind.PDQ, os.urandom(32), number)])
        index.withdraw([number - 5])
    done.set()
    for thread in lookers:
        thread.join()
    index.close()
    assert wrong == []
    assert changing.LOGGED == 40
