"""Where invented complaints point: a handful of counties for each task force."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

import zipcodes

from nightlight.geography import counties
from nightlight.geography.counties import County
from nightlight.simulation.scenario import Scenario

FEWEST_COUNTIES = 6
COMPLAINTS_PER_COUNTY = 50


@dataclass(frozen=True, slots=True)
class Place:
    """A county, and one city and ZIP code in it. `zip_code` is empty where no city is known to lie in it alone."""

    fips: str
    state: str
    county: str
    city: str
    zip_code: str


def places(scenario: Scenario, seed: int, complaints: Mapping[str, int]) -> dict[str, tuple[Place, ...]]:
    """Return the places of each task force, more for one with more complaints, the same for the same seed."""
    dice = Random(f"{seed}:places")
    territories = _territories(scenario)
    chosen = {}
    for task_force in scenario.weights:
        within = territories[task_force]
        wanted = FEWEST_COUNTIES + complaints.get(task_force, 0) // COMPLAINTS_PER_COUNTY
        chosen[task_force] = tuple(_place(county) for county in dice.sample(within, min(wanted, len(within))))
    return chosen


def _territories(scenario: Scenario) -> dict[str, list[County]]:
    """Return the counties of each task force.

    A task force whose counties nobody has published gets those of its states that no other claims; a person will
    have to route what points there.
    """
    territories: dict[str, list[County]] = defaultdict(list)
    unclaimed: dict[str, list[County]] = defaultdict(list)
    for row in _claims():
        if row["level"] == "state" and row["state"] in scenario.populations:
            territories[row["task_force_code"]] += counties.in_state(row["state"])
        elif row["level"] == "county" and (county := counties.by_fips(row["fips"])):
            claimed = territories[row["task_force_code"]] if row["task_force_code"] else unclaimed[row["state"]]
            claimed.append(county)
    for task_force in scenario.weights:
        if not territories[task_force]:
            territories[task_force] = [
                county for state in scenario.states_of(task_force) for county in unclaimed[state]
            ]
    return territories


def _claims() -> Iterator[dict[str, str]]:
    text = (files("nightlight.agencies") / "data" / "territories.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _place(county: County) -> Place:
    city, zip_code = _post_offices().get((county.state, county.full_name), (county.name, ""))
    return Place(county.fips, county.state, county.name, city, zip_code)


@cache
def _post_offices() -> dict[tuple[str, str], tuple[str, str]]:
    """Return one city with an ordinary ZIP code, by state and the full name of the county.

    A city that lies in several counties is passed over, so that naming the city points to the county.
    """
    rows = zipcodes.list_all()  # type: ignore[no-untyped-call]  # the package ships no types
    lies_in: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        for city in (row["city"], *row["acceptable_cities"]):
            lies_in[row["state"], city].add(row["county"])
    offices: dict[tuple[str, str], tuple[str, str]] = {}
    for row in rows:
        if row["zip_code_type"] == "STANDARD" and len(lies_in[row["state"], row["city"]]) == 1:
            offices.setdefault((row["state"], row["county"]), (row["city"], row["zip_code"]))
    return offices
