"""The 3,231 counties and their equals, by FIPS code and by name within a state."""

import csv
import functools
import re
from collections import defaultdict
from dataclasses import dataclass
from importlib import resources

from nightlight.geography.names import fold

_KIND_BEFORE = re.compile(r"^(municipality|city and borough|county) of ", re.IGNORECASE)
_KIND_AFTER = re.compile(
    r"\s(county|parish|city and borough|borough|census area|municipality|municipio|island|district|city)$",
    re.IGNORECASE,
)

ALSO_IN_NAMES_OF_CITIES = {"city", "island", "district"}
"""Words for a county that end the names of many cities: Carson City, Rock Island."""


@dataclass(frozen=True, slots=True)
class County:
    """A county, or what stands in a county's place: a parish, borough, census area, municipio or independent city.

    `state` is a postal code. `full_name` says the kind, "Baltimore city" beside "Baltimore County". `district_code`
    is the court id of the federal district, such as "txnd", empty in American Samoa, which has none. Connecticut has
    its eight old counties and Alaska its undivided Valdez-Cordova, as on the map.
    """

    fips: str
    state: str
    name: str
    full_name: str
    district_code: str
    circuit: str


@functools.cache
def every_county() -> tuple[County, ...]:
    """Return all counties in the order of their FIPS codes."""
    table = resources.files("nightlight.geography") / "data" / "counties.csv"
    lines = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    rows = [
        County(row["fips"], row["state"], row["name"], row["full_name"], row["district_code"], row["circuit"])
        for row in lines
    ]
    return tuple(sorted(rows, key=lambda county: county.fips))


@functools.cache
def _by_fips() -> dict[str, County]:
    return {county.fips: county for county in every_county()}


@functools.cache
def _by_full_name() -> dict[tuple[str, str], County]:
    return {(county.state, fold(county.full_name)): county for county in every_county()}


@functools.cache
def _by_short_name() -> dict[tuple[str, str], County]:
    """Only names that mean one county: "Baltimore" alone is both a county and a city."""
    found: defaultdict[tuple[str, str], list[County]] = defaultdict(list)
    for county in every_county():
        found[county.state, fold(county.name)].append(county)
    return {name: counties[0] for name, counties in found.items() if len(counties) == 1}


@functools.cache
def in_state(code: str) -> tuple[County, ...]:
    """Return the counties of a state, given its postal code; empty when there is no such state."""
    return tuple(county for county in every_county() if county.state == code)


def only_one(state: str) -> County | None:
    """Return the county of a state that has a single one (the District of Columbia, Guam), otherwise None."""
    found = in_state(state)
    return found[0] if len(found) == 1 else None


def by_fips(fips: str) -> County | None:
    """Return the county with this 5-digit FIPS code."""
    return _by_fips().get(fips)


def said_as_county(state: str, name: str) -> County | None:
    """Return the county that a text names as one, such as "El Paso County" in Colorado; a bare name may be a city's."""
    kind = _KIND_AFTER.search(name.strip())
    if kind is None or kind[1].casefold() in ALSO_IN_NAMES_OF_CITIES:
        return None
    return by_name(state, name)


@functools.lru_cache(maxsize=8192)
def by_name(state: str, name: str) -> County | None:
    """Return the county of this name in a state, given the state's postal code.

    Tolerant of case, accents, "Saint" and a missing or different word for the kind of county. A name that means two
    places gives None: "Baltimore" in Maryland needs "County" or "city".
    """
    said = _KIND_BEFORE.sub("", name.strip())
    return (
        _by_full_name().get((state, fold(said)))
        or _by_short_name().get((state, fold(said)))
        or _by_short_name().get((state, fold(_KIND_AFTER.sub("", said))))
    )
