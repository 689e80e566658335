"""Known hashes: near-copies among many, beside the peers that install from the registry, one thread each.

Look-ups are given in CPU time of the asking thread, additions as they pass on the clock.

`BENCH_HASHES` names the sizes (default 100000); docs/benchmarks.md was measured with `1000000,10000000`. Peers come
with the `bench` extra.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import peers
from bench.invented_hashes import Digests, clustered, copies, scattered
from bench.printing import line
from nightlight.hashes.index import Entry, HashIndex, Kind

DISTANCE = 31
ASKED = 400
IN_A_ROW = 50
PATIENCE = 20.0  # seconds, after which nobody is asked further
CHECKED = 40
ADDED = 200
SMALLEST_BATCH = 250_000
LARGEST_FOR_PDQINDEX = 2_000_000  # it holds every hash as text and takes minutes beyond

Look = Callable[[bytes], object]


@dataclass(frozen=True)
class Spread:
    """Seconds of each look-up, and what the answers were about."""

    seconds: NDArray[np.float64]

    @property
    def median(self) -> float:
        """The median in microseconds."""
        return float(np.median(self.seconds)) * 1e6

    def beside(self, own: "Spread") -> str:
        """Return how many times as long this takes as our own: by the median, and by all look-ups together."""
        return f"x {self.median / own.median:.1f} (in all {self.seconds.mean() / own.seconds.mean():.1f})"

    def __str__(self) -> str:
        high = float(np.quantile(self.seconds, 0.95)) * 1e6
        return f"median {self.median:9,.0f} us   p95 {high:9,.0f} us   {len(self.seconds) / self.seconds.sum():8,.0f}/s"


def sizes() -> list[int]:
    """Return the sizes to measure."""
    return [int(float(size)) for size in os.environ.get("BENCH_HASHES", "100000").split(",")]


def measure() -> None:
    """Measure scattered and clustered lists of every size."""
    for size in sizes():
        _measure("scattered", scattered(size))
        if size <= LARGEST_FOR_PDQINDEX:
            _measure("clustered", clustered(size))


def _measure(name: str, rows: Digests) -> None:
    title = f"{name} {len(rows):,}"
    rng = np.random.default_rng(7)
    asked = {"copies": copies(rows, ASKED, rng), "unknown": [row.tobytes() for row in scattered(ASKED, seed=99)]}
    with tempfile.TemporaryDirectory(prefix="nightlight-hashes-") as folder:
        index = _built(title, Path(folder), rows)
        _check(title, index, rows, asked["copies"][:CHECKED] + asked["unknown"][: CHECKED // 4])
        lookers: dict[str, Look] = {"nightlight": index.files_near, **peers.built(rows, LARGEST_FOR_PDQINDEX)}
        _race(title, lookers, asked)
        _add_one(title, index, len(rows))
        index.close()


def _built(title: str, folder: Path, rows: Digests) -> HashIndex:
    index, began = HashIndex.open(folder), time.perf_counter()
    step = max(SMALLEST_BATCH, len(rows) // 20)
    for start in range(0, len(rows), step):
        batch = rows[start : start + step]
        index.add_table(Kind.PDQ, batch, np.arange(start, start + len(batch)))
    index.settle()
    size = sum(file.stat().st_size for file in folder.iterdir())
    line(f"{title}: imported and merged", f"{time.perf_counter() - began:.1f} s")
    line(f"{title}: mapped", f"{size / len(rows):.0f} bytes/hash, {size / 2**20:,.0f} MiB")
    return index


def _check(title: str, index: HashIndex, rows: Digests, asked: Sequence[bytes]) -> None:
    equal = 0
    for digest in asked:
        found = {number for file in index.files_near(digest, DISTANCE) for number in file.numbers.tolist()}
        equal += found == set(_by_comparing(rows, np.frombuffer(digest, np.uint64)))
    line(f"{title}: equal to brute force", f"{equal} of {len(asked)}")


def _by_comparing(rows: Digests, asked: NDArray[np.uint64]) -> Iterator[int]:
    for start in range(0, len(rows), SMALLEST_BATCH):
        differing = np.bitwise_count(rows[start : start + SMALLEST_BATCH].view(np.uint64) ^ asked)
        yield from (np.flatnonzero(differing.sum(axis=1, dtype=np.uint16) <= DISTANCE) + start).tolist()


def _race(title: str, lookers: dict[str, Look], asked: dict[str, list[bytes]]) -> None:
    """Ask everybody the same, some fifty questions at a time, so that a busy minute of the machine meets all alike."""
    seconds: dict[tuple[str, str], list[float]] = {(who, what): [] for who in lookers for what in asked}
    for what, digests in asked.items():
        for start in range(0, len(digests), IN_A_ROW):
            for who, look in lookers.items():
                if sum(seconds[who, what]) < PATIENCE:
                    seconds[who, what] += [_timed(look, digest) for digest in digests[start : start + IN_A_ROW]]
    for what in (*asked, "all"):
        spreads = {who: Spread(np.array(_seconds(seconds, who, what))) for who in lookers}
        for who, spread in spreads.items():
            line(f"{title}: {what}, {who}", f"{spread}   {spread.beside(spreads['nightlight'])}")


def _seconds(seconds: dict[tuple[str, str], list[float]], who: str, what: str) -> list[float]:
    return [
        second for (asked, about), each in seconds.items() if asked == who and what in (about, "all") for second in each
    ]


def _timed(look: Look, digest: bytes) -> float:
    # what the asking thread worked: on a shared machine a clock on the wall says how busy the others were
    began = time.thread_time()
    look(digest)
    return time.thread_time() - began


def _add_one(title: str, index: HashIndex, first: int) -> None:
    seconds = []
    for number, digest in enumerate(scattered(ADDED, seed=5), start=first):
        began = time.perf_counter()
        index.add([Entry(Kind.PDQ, digest.tobytes(), number)])
        seconds.append(time.perf_counter() - began)
    line(f"{title}: one hash added, durable", str(Spread(np.array(seconds))))
