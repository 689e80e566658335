"""Clocks as plain values: what is soonest, what rings, when somebody looks next."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nightlight.clocks.reckoning import Clock, due, next_look, soonest

ON = date(2026, 11, 26)
AT = (60, 30, 7)
days = st.none() | st.integers(-100, 400)


def a_clock(left: int | None, key: str = "sample") -> Clock:
    return Clock(key, "Sample", None if left is None else ON + timedelta(days=left), 365, "Sample source")


many = st.lists(days.map(a_clock), max_size=6)


@given(many)
def test_the_soonest_is_one_that_runs_and_none_runs_out_before_it(clocks: list[Clock]) -> None:
    found = soonest(clocks, ON)
    running = [clock.until for clock in clocks if clock.runs(ON)]
    assert found == min(running, default=None)  # type: ignore[type-var]  # a clock that runs has a last day


@given(days)
def test_a_clock_rings_at_the_smallest_number_that_it_came_down_to(left: int | None) -> None:
    rings = [ring.days for ring in due([a_clock(left)], AT, ON)]
    expected = [] if left is None or left < 0 else [at for at in sorted(AT) if left <= at][:1]
    assert rings == expected


@given(st.integers(0, 400))
def test_looking_only_when_it_is_time_misses_no_ring(left: int) -> None:
    clock, day, heard = a_clock(left), ON, set()
    while True:
        heard |= {ring.days for ring in due([clock], AT, day)}
        following = next_look([clock], AT, day)
        if following is None:
            break
        assert following > day
        day = following
    wanted = {at for at in AT if at <= left} | {at for at in [min((at for at in AT if left <= at), default=0)] if at}
    assert heard == wanted


@given(many)
def test_somebody_looks_again_exactly_while_something_runs(clocks: list[Clock]) -> None:
    assert (next_look(clocks, AT, ON) is None) == (soonest(clocks, ON) is None)


def test_a_clock_that_is_not_known_says_so() -> None:
    unknown = a_clock(None)
    assert (unknown.days_left(ON), unknown.runs(ON), unknown.used(ON)) == (None, False, 0)
    assert a_clock(73).used(ON) == 80
