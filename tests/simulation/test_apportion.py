"""A total is divided into whole parts without losing or inventing anything."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.simulation.apportion import apportion, apportion_named

TOTALS = st.integers(0, 1_000_000)
WEIGHTS = st.lists(st.one_of(st.just(0.0), st.floats(0.001, 1e9)), min_size=1, max_size=40).filter(any)


@given(TOTALS, WEIGHTS, st.integers(0, 5))
def test_the_parts_add_up_and_are_never_negative(total: int, weights: list[float], at_least: int) -> None:
    parts = apportion(total, weights, at_least=at_least)
    assert sum(parts) == total
    assert min(parts) >= 0
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@given(TOTALS, WEIGHTS, st.integers(0, 5))
def test_a_heavier_weight_never_gets_less(total: int, weights: list[float], at_least: int) -> None:
    parts = apportion(total, weights, at_least=at_least)
    in_order = [part for _, part in sorted(zip(weights, parts, strict=True))]
    assert in_order == sorted(in_order)


@given(TOTALS, WEIGHTS)
def test_every_part_is_within_one_of_its_exact_share(total: int, weights: list[float]) -> None:
    whole = math.fsum(weights)
    for part, weight in zip(apportion(total, weights), weights, strict=True):
        assert abs(part - total * weight / whole) < 1.001


@given(TOTALS, WEIGHTS, st.integers(1, 5))
def test_the_minimum_holds_exactly_where_the_total_reaches_that_far(
    total: int, weights: list[float], at_least: int
) -> None:
    smallest = min(
        part for part, weight in zip(apportion(total, weights, at_least=at_least), weights, strict=True) if weight
    )
    if total >= at_least * sum(weight > 0 for weight in weights):
        assert smallest >= at_least


def test_names_keep_their_order() -> None:
    assert list(apportion_named(10, {"b": 1, "a": 3}).items()) == [("b", 2), ("a", 8)]


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1, [-1, 2]), (1, [0, 0]), (1, [])])
def test_what_cannot_be_divided_is_refused(total: int, weights: list[float]) -> None:
    with pytest.raises(ValueError, match=r"weight|negative"):
        apportion(total, weights)


def test_nothing_over_nobody_is_nothing() -> None:
    assert apportion(0, []) == []
