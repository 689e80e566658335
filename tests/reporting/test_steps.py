"""Shades of the map: round limits from the data, and words that say what each shade means."""

from hypothesis import given
from hypothesis import strategies as st

from nightlight.reporting import steps

COUNTS = st.lists(st.integers(0, 10**6), max_size=60)


@given(values=COUNTS)
def test_limits_ascend_and_every_value_has_a_shade_with_words(values: list[int]) -> None:
    limits = steps.limits(values)
    assert 1 <= len(limits) < steps.STEPS
    assert list(limits) == sorted(set(limits))
    assert len(steps.words(limits)) == len(limits) + 1
    assert all(0 <= steps.step(value, limits) <= len(limits) for value in values)


@given(values=COUNTS, one=st.integers(0, 10**6), other=st.integers(0, 10**6))
def test_more_is_never_lighter(values: list[int], one: int, other: int) -> None:
    limits = steps.limits(values)
    assert steps.step(min(one, other), limits) <= steps.step(max(one, other), limits)


@given(number=st.floats(0, 10**7))
def test_a_round_limit_is_round_and_near(number: float) -> None:
    limit = steps.round_limit(number)
    assert str(limit).rstrip("0") in {*"123456789", "15"}
    assert limit == 1 or abs(limit - number) <= number / 4 + 0.5


def test_the_legend_says_where_each_shade_begins_and_ends() -> None:
    assert steps.words((200, 400, 401)) == ("under 200", "200 to 399", "400", "401 or more")
    assert steps.step(399, (200, 400)) == 1
    assert steps.limits([]) == (1,)
