"""Where a ZIP code points, and which county a city lies in."""

import functools
import re
from collections import defaultdict
from dataclasses import dataclass
from importlib import metadata
from typing import Any

import zipcodes

from nightlight.geography import counties, states
from nightlight.geography.countries import FREELY_ASSOCIATED, UNITED_STATES
from nightlight.geography.names import fold
from nightlight.geography.pointing import Certainty, Pointing

_ZIP = re.compile(r"([0-9]{5})(?:-?[0-9]{4})?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One ZIP code. `area` is a state, a military area or a freely associated country; `county` a FIPS code."""

    area: str
    county: str
    city: str


@dataclass(frozen=True, slots=True)
class ZipTable:
    """Entries by ZIP code, and for each city of a state every county that one of its ZIP codes lies in."""

    entries: dict[str, Entry]
    counties_of: dict[tuple[str, str], set[str]]


@functools.cache
def _table() -> ZipTable:
    """The county's name is joined to its FIPS code; a name that fits no county, or two, leaves it empty."""
    entries: dict[str, Entry] = {}
    counties_of: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    rows: list[dict[str, Any]] = zipcodes.list_all()  # type: ignore[no-untyped-call] # the package's own gap
    for row in rows:
        area = row["state"]
        county = counties.by_name(area, row["county"]) or counties.only_one(area)
        entries[row["zip_code"]] = Entry(area, county.fips if county else "", row["city"])
        if county:
            for city in (row["city"], *row["acceptable_cities"]):
                counties_of[area, fold(city)].add(county.fips)
    return ZipTable(entries, dict(counties_of))


def read_ahead() -> None:
    """Read the table now, which takes a second, and not when somebody first asks."""
    _table()


@functools.cache
def source() -> str:
    """Return the name and edition of the ZIP code table."""
    return f"zipcodes {metadata.version('zipcodes')}"


def county_of_city(state: str, city: str) -> str:
    """Return the FIPS code of the county that all ZIP codes of a city share; "" when they do not, or none is known.

    `state` is a postal code. A part of the city in brackets, as address data sets write it, is left out.
    """
    alone = counties.only_one(state)
    if alone:
        return alone.fips
    found = _table().counties_of.get((state, fold(city.partition("(")[0])), set())
    return next(iter(found)) if len(found) == 1 else ""


def point_zip(zip_code: str, *, verified: bool | None = None) -> tuple[Pointing, ...]:
    """Return where a ZIP or ZIP+4 code points: nowhere when it is unknown or a military post office.

    Strong when the provider verified it, fair otherwise.
    """
    match = _ZIP.fullmatch(zip_code.strip())
    entry = _table().entries.get(match[1]) if match else None
    if entry is None or match is None:
        return ()
    certainty = Certainty.STRONG if verified else Certainty.FAIR
    if entry.area in FREELY_ASSOCIATED:
        return (
            Pointing(entry.area, "", "", entry.city, certainty, source(), "a ZIP code of a freely associated country"),
        )
    if not states.by_code(entry.area):
        return ()
    because = "a verified ZIP code" if verified else "a ZIP code that nobody verified"
    if not entry.county:
        because += "; its county is not known"
    return (Pointing(UNITED_STATES, entry.area, entry.county, entry.city, certainty, source(), because, match[1]),)
