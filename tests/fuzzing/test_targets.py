"""What is fuzzed keeps its promise: for what once taught something, for random bytes, and for a short guided run."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzzing.fuzz import NAMES
from tests.fuzzing.targets import SEEDS, TARGETS

CORPUS = Path(__file__).resolve().parent / "corpus"
KEPT = [(path.parent.name, path) for path in sorted(CORPUS.glob("*/*"))]
ATHERIS = importlib.util.find_spec("atheris") is not None
RUNS = 300


def test_every_target_is_fed_and_has_something_to_begin_with() -> None:
    assert set(NAMES) == set(TARGETS)
    assert set(TARGETS) == {name for name, _ in KEPT} | set(SEEDS)


@pytest.mark.parametrize(("name", "path"), KEPT, ids=[f"{name}/{path.name}" for name, path in KEPT])
def test_what_is_kept_is_small_text_and_is_read_or_refused(name: str, path: Path) -> None:
    assert path.stat().st_size < 4096
    TARGETS[name](path.read_bytes())


@pytest.mark.parametrize("name", SEEDS)
def test_what_is_made_is_read(name: str) -> None:
    for seed in SEEDS[name]:
        TARGETS[name](seed)


@pytest.mark.parametrize("name", TARGETS)
def test_random_bytes_and_words_keep_the_promise(name: str) -> None:
    pieces = [path.read_bytes() for kept, path in KEPT if kept == name] or list(SEEDS.get(name, (b"",)))

    @settings(max_examples=60)
    @given(st.binary(max_size=120), st.sampled_from(pieces), st.integers(0, 4096), st.integers(0, 60))
    def kept(noise: bytes, piece: bytes, at: int, gone: int) -> None:
        place = at % (len(piece) + 1)
        TARGETS[name](piece[:place] + noise + piece[place + gone :])

    kept()


@pytest.mark.long
@pytest.mark.skipif(
    not ATHERIS, reason="atheris is not installed: `make fuzz` brings it; hypothesis tried every target"
)
@pytest.mark.parametrize("name", NAMES)
def test_a_short_guided_run_breaks_nothing(name: str) -> None:
    command = [sys.executable, "-m", "tests.fuzzing.fuzz", "--target", name, "--runs", str(RUNS)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)  # noqa: S603 - our own module
    assert done.returncode == 0, done.stderr.decode()[-1500:]
