"""An index in an empty folder, and thresholds small enough for a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nightlight.hashes.index import HashIndex, banding, building, changing, exact, kinship, pdq


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few hundred rows pass through everything that millions pass through."""
    monkeypatch.setattr(building, "SCANNED", 60)
    monkeypatch.setattr(banding, "PIECE", 200)
    monkeypatch.setattr(exact, "PIECE", 100)
    monkeypatch.setattr(pdq, "PIECE", 150)
    monkeypatch.setattr(kinship, "_SMALLEST", 16)
    monkeypatch.setattr(changing, "LOGGED", 40)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[HashIndex]:
    """Open an index in an empty folder."""
    opened = HashIndex.open(tmp_path / "index")
    yield opened
    opened.close()
