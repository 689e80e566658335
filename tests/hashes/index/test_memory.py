"""Building takes pieces, not lists: memory stays flat while a list grows."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from nightlight.hashes.index import HashIndex, Kind, banding, building, changing, exact, pdq
from nightlight.hashes.index.kinds import Numbers, Table
from nightlight.hashes.index.log import Batch
from nightlight.hashes.index.words import Words

pytestmark = pytest.mark.long

PIECE = 4_000


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (banding, exact, pdq):
        monkeypatch.setattr(module, "PIECE", PIECE)


def _peak(path: Path, rows: int) -> int:
    def arriving() -> Iterator[tuple[Words, Numbers]]:
        rng = np.random.default_rng(1)
        for start in range(0, rows, PIECE):
            yield rng.integers(0, 2**64, (PIECE, 4), np.uint64), np.arange(start, start + PIECE, dtype=np.uint64)

    tracemalloc.start()
    building.write(path, arriving(), np.empty(0, np.uint64))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.usefixtures("pieces")
def test_a_segment_of_hashes_is_built_in_flat_memory(tmp_path: Path) -> None:
    _peak(tmp_path / "warm", 10_000)
    few, many = _peak(tmp_path / "few", 60_000), _peak(tmp_path / "many", 180_000)
    a_row = (many - few) / 120_000
    assert a_row < 12, f"{a_row:.1f} bytes more for each row more; the rows themselves take 40"


@pytest.mark.usefixtures("pieces")
def test_merging_digests_takes_flat_memory(tmp_path: Path) -> None:
    index, rng = HashIndex.open(tmp_path), np.random.default_rng(1)
    for start in range(0, 200_000, 50_000):
        numbers = np.arange(start, start + 50_000, dtype=np.uint64)
        batch = Batch({Kind.MD5: Table(rng.integers(0, 256, (50_000, 16), np.uint8), numbers)})
        changing.change(index._folder, index._seen, batch)  # without the merger, which would be ahead of us
    tracemalloc.start()
    index.settle()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200_000 * 24 / 2  # what all rows take, halved
    assert index.rows(Kind.MD5) == 200_000
