"""Settling leaves alone what is loaded, and goes on collecting what comes."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from nightlight.foundation.memory import MIDDLE, OLD, YOUNG, settle


class Ring:
    """Something that only the collector can clear away."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def test_what_is_loaded_is_left_alone_and_what_comes_is_looked_at_less_often(as_before: None) -> None:
    settle()
    assert gc.get_freeze_count() > 1000
    assert gc.get_threshold() == (YOUNG, MIDDLE, OLD)
    assert gc.isenabled()


def test_what_came_afterwards_is_still_cleared_away(as_before: None) -> None:
    settle()
    ring = Ring()
    gone = weakref.ref(ring)
    del ring
    gc.collect()
    assert gone() is None
