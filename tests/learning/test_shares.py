"""The interval of a share, against its definition and against published values."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.learning.shares import Z, share, wilson


@st.composite
def parts(draw: st.DrawFn) -> tuple[int, int]:
    whole = draw(st.integers(1, 5000))
    return draw(st.integers(0, whole)), whole


def _within(true: float, part: int, whole: int) -> bool:
    """Say whether what was seen lies within Z standard errors of a true share: the definition of the interval."""
    return abs(part / whole - true) <= Z * math.sqrt(true * (1 - true) / whole)


@given(parts())
def test_the_interval_holds_exactly_the_shares_that_its_definition_holds(seen: tuple[int, int]) -> None:
    low, high = wilson(*seen)
    for step in range(1, 200):
        true = step / 200
        if min(abs(true - low), abs(true - high)) > 1e-9:
            assert _within(true, *seen) == (low < true < high)


@given(parts())
def test_it_holds_what_was_seen_and_stays_between_nothing_and_all(seen: tuple[int, int]) -> None:
    part, whole = seen
    low, high = wilson(part, whole)
    assert 0 <= low <= part / whole <= high <= 1


@given(parts())
def test_it_is_the_same_seen_from_the_other_side(seen: tuple[int, int]) -> None:
    part, whole = seen
    low, high = wilson(part, whole)
    other_low, other_high = wilson(whole - part, whole)
    assert (low, high) == pytest.approx((1 - other_high, 1 - other_low))


@given(parts())
def test_more_of_the_same_says_more(seen: tuple[int, int]) -> None:
    part, whole = seen
    low, high = wilson(part, whole)
    closer_low, closer_high = wilson(part * 2, whole * 2)
    assert closer_high - closer_low < high - low


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        # R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998),
        # table I, method 3: score without continuity correction
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_published_values_come_out(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=0.00005)


def test_of_nothing_everything_is_possible_and_no_share_is_said() -> None:
    nothing = share(0, 0, too_few=10)
    assert (nothing.low, nothing.high, nothing.value, nothing.too_few) == (0.0, 1.0, None, True)


def test_from_enough_on_a_share_is_said() -> None:
    assert share(3, 9, too_few=10).too_few
    assert not share(3, 10, too_few=10).too_few


@pytest.mark.parametrize(("part", "whole"), [(2, 1), (-1, 1)])
def test_what_is_no_part_of_a_whole_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="part of a whole"):
        wilson(part, whole)
