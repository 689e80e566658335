"""Complaints point to counties of the task force that they are meant for."""

import csv
from importlib.resources import files

from nightlight.geography.zips import county_of_city
from nightlight.simulation.places import places
from nightlight.simulation.scenario import load

SCENARIO = load()


def test_every_task_force_has_places_in_its_own_states() -> None:
    chosen = places(SCENARIO, 1, {})
    assert set(chosen) == set(SCENARIO.weights)
    for task_force, found in chosen.items():
        assert found
        assert {place.state for place in found} <= set(SCENARIO.states_of(task_force))


def test_no_place_lies_in_a_county_that_another_task_force_claims() -> None:
    text = (files("nightlight.agencies") / "data" / "territories.csv").read_text(encoding="utf-8")
    claimed_by = {row["fips"]: row["task_force_code"] for row in csv.DictReader(text.splitlines())}
    for task_force, found in places(SCENARIO, 1, {}).items():
        assert {claimed_by.get(place.fips) or task_force for place in found} == {task_force}


def test_more_complaints_are_spread_over_more_counties() -> None:
    few, many = places(SCENARIO, 1, {}), places(SCENARIO, 1, {"GA": 1000})
    assert len(few["GA"]) == 6
    assert len(many["GA"]) == 26
    assert few["CO"] == places(SCENARIO, 1, {})["CO"] != places(SCENARIO, 2, {})["CO"]


def test_a_city_points_back_to_its_county() -> None:
    found = [place for chosen in places(SCENARIO, 1, {}).values() for place in chosen]
    known = [place for place in found if place.zip_code]
    assert len(known) > 0.9 * len(found)
    assert all(county_of_city(place.state, place.city) == place.fips for place in known)
