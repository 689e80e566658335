"""Charts place the numbers they are given and make up none."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nightlight.geography.atlas import StateShape, StatesMap
from nightlight.web import charts

DRAWN = StatesMap(
    "0 0 10 10",
    (StateShape("AA", "Example State", "M0 0h1v1z", 1, 1), StateShape("BB", "Sample State", "M1 1h1v1z", 2, 2)),
    ("BB",),
)
LIMITS = (200, 400, 700, 1200)


@given(st.lists(st.integers(0, 10**6)))
def test_shares_run_from_zero_to_a_hundred_and_the_largest_is_a_hundred(counts: list[int]) -> None:
    found = charts.shares(counts)
    assert all(0 <= share <= 100 for share in found)
    assert max(found, default=100) == (100 if any(counts) or not counts else 0)


@given(st.integers(0, 10**9))
def test_an_axis_holds_its_largest_count_and_is_at_most_twice_as_long(largest: int) -> None:
    top = charts.round_top(largest)
    assert largest <= top <= max(2 * largest, 1)


def test_each_day_keeps_its_count_and_months_are_marked() -> None:
    counts = [(date(2026, 3, 30) + timedelta(days=at), 10 + at) for at in range(4)]
    drawn = charts.days(counts, of="complaints")
    assert [day["count"] for day in drawn["days"]] == [10, 11, 12, 13]
    assert drawn["ticks"] == [{"at": 0.0, "words": "Mar 30"}, {"at": 50.0, "words": "Apr 1"}]
    assert "13 on the busiest day" in drawn["caption"]


def test_no_days_are_drawn_as_none() -> None:
    assert charts.days([], of="complaints")["days"] == []


def test_a_state_without_a_count_is_not_known_and_never_zero() -> None:
    states = {
        state["code"]: state for state in charts.states_map(DRAWN, {"AA": 0}, of="complaints", limits=LIMITS)["states"]
    }
    assert (states["AA"]["numeral"], states["AA"]["step"]) == ("0", 0)
    assert (states["BB"]["numeral"], states["BB"]["step"]) == ("not known", charts.UNKNOWN_STEP)


def test_a_hidden_count_shows_neither_in_words_nor_by_its_color() -> None:
    drawn = charts.states_map(DRAWN, {"AA": 3, "BB": 500}, of="complaints", limits=LIMITS, hidden={"AA": "under 5"})
    first = next(state for state in drawn["states"] if state["code"] == "AA")
    assert (first["numeral"], first["step"]) == ("under 5", charts.UNKNOWN_STEP)
    assert drawn["caption"] == "Complaints, by state: Sample State has the most, 500."


@given(st.integers(0, 5000))
def test_a_count_is_in_the_step_whose_words_hold_it(count: int) -> None:
    drawn = charts.states_map(DRAWN, {"AA": count, "BB": 1}, of="complaints", limits=LIMITS)
    step = next(state["step"] for state in drawn["states"] if state["code"] == "AA")
    assert step == sum(count >= limit for limit in LIMITS)
    assert [entry["words"] for entry in drawn["legend"]] == [
        "under 200",
        "200 to 399",
        "400 to 699",
        "700 to 1,199",
        "1,200 or more",
    ]


def test_without_an_atlas_there_are_no_states() -> None:
    assert charts.states_map(None, {"AA": 1}, of="complaints", limits=LIMITS)["states"] == []
