"""A scenario is sound, and stays sound at every size."""

import csv
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from nightlight.simulation.scenario import load

SCENARIO = load()
PUBLISHED = {published.figure: published.value for published in SCENARIO.published}
SUMS = ("arrests", "offenders", "children", "presentations", "complaints_not_investigated")


def test_the_window_has_the_days_that_were_announced() -> None:
    assert len(SCENARIO.window.days) == PUBLISHED["days"]


def test_the_task_forces_are_those_that_the_system_knows() -> None:
    text = (files("nightlight.agencies") / "data" / "task_forces.csv").read_text(encoding="utf-8")
    assert set(SCENARIO.weights) == {row["code"] for row in csv.DictReader(text.splitlines())}
    assert len(SCENARIO.weights) == PUBLISHED["task_forces"]


def test_the_targets_bear_out_the_published_figures() -> None:
    targets = SCENARIO.targets
    assert PUBLISHED["complaints"] < targets.complaints_investigated < PUBLISHED["complaints"] + 100
    assert PUBLISHED["arrests"] < sum(targets.arrests.values()) < PUBLISHED["arrests"] + 100
    assert sum(targets.offenders.values()) == PUBLISHED["offenders_produced_or_abused"]
    assert sum(targets.children.values()) == PUBLISHED["children_identified"]
    assert PUBLISHED["presentations"] < sum(targets.presentations.values()) < PUBLISHED["presentations"] + 100
    assert PUBLISHED["people_reached"] < targets.people_reached < PUBLISHED["people_reached"] + 1000


def test_every_published_figure_says_where_it_stands() -> None:
    assert all(published.source.startswith("https://") for published in SCENARIO.published)


def test_the_people_of_every_state_are_given_to_somebody() -> None:
    assert sum(SCENARIO.weights.values()) == pytest.approx(sum(SCENARIO.populations.values()))
    assert SCENARIO.states_of("VA-NOVADC") == ("DC", "VA")


@given(st.floats(1e-5, 3))
def test_scaling_keeps_the_sums_and_lets_nothing_vanish(factor: float) -> None:
    full, targets = SCENARIO.targets, SCENARIO.scaled(factor).targets
    assert targets.complaints_investigated == max(1, round(full.complaints_investigated * factor))
    for name in SUMS:
        assert sum(getattr(targets, name).values()) >= 1
        assert abs(sum(getattr(targets, name).values()) - sum(getattr(full, name).values()) * factor) <= 1
    assert targets.people_reached >= sum(targets.presentations.values())


def test_scaling_by_one_changes_nothing() -> None:
    assert SCENARIO.scaled(1) == SCENARIO


@pytest.mark.parametrize("factor", [0, -1, float("nan")])
def test_a_scenario_cannot_be_scaled_to_nothing(factor: float) -> None:
    with pytest.raises(ValueError, match="more than nothing"):
        SCENARIO.scaled(factor)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"cases": 30_000}, "more cases than complaints"),
        ({"arrests": {"a": 7000}}, "more arrests than cases"),
        ({"offenders": {"abused": 3000}}, "more offenders"),
        ({"children": {"recent": 7000}}, "more children"),
        ({"conflicts": 4000}, "too many conflicts"),
        ({"people_reached": 5}, "more presentations than people"),
        ({"cases": -1}, "greater than 0"),
    ],
)
def test_targets_that_no_operation_can_have_are_refused(changes: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        replace(SCENARIO.targets, **changes)


def test_shares_that_leave_something_over_are_refused() -> None:
    with pytest.raises(ValidationError, match="do not add up to 1"):
        replace(SCENARIO.shares, formats={"provider_xml": 0.5})
    with pytest.raises(ValidationError, match="seven numbers"):
        replace(SCENARIO.shares, weekdays=(1.0,))


def test_a_state_must_be_given_away_whole_and_must_exist() -> None:
    with pytest.raises(ValidationError, match="parts of CA do not add up"):
        replace(SCENARIO, parts={**SCENARIO.parts, "CA": {"CA-LA": 0.5}})
    with pytest.raises(ValidationError, match="has no population"):
        replace(SCENARIO, parts={"XX": {"XX": 1.0}})
