"""What a territory can be: a county, a city or a ZIP code, as somebody names it, or why it is none."""

import re
from dataclasses import dataclass

from nightlight.agencies.models import Level
from nightlight.foundation.refusals import RuleRefusal
from nightlight.geography import counties, states, zips
from nightlight.geography.names import fold

FIVE_DIGITS = re.compile(r"[0-9]{5}")


@dataclass(frozen=True, slots=True)
class Place:
    """A place as `agencies.Territory` stores it."""

    level: str
    fips: str
    place: str
    state: str
    name: str


def county(fips: str) -> Place:
    """Return the county of a FIPS code. Raises RuleRefusal for a code that is none."""
    found = counties.by_fips(fips.strip())
    if found is None:
        raise RuleRefusal("No county has this code. Write its five digits (FIPS), such as 04013; nothing was changed.")
    return Place(Level.COUNTY.value, found.fips, "", found.state, found.name)


def zip_code(code: str) -> Place:
    """Return a ZIP code of a state. Raises RuleRefusal for one that lies in none."""
    pointed = zips.point_zip(code) if FIVE_DIGITS.fullmatch(code.strip()) else ()
    state = states.by_code(pointed[0].state) if pointed else None
    if state is None:
        raise RuleRefusal("No state has this ZIP code. Write its five digits; nothing was changed.")
    return Place(Level.ZIP.value, pointed[0].county or state.fips, code.strip(), state.code, f"ZIP code {code.strip()}")


def city(name: str, state_code: str) -> Place:
    """Return a city of a state by its name. Raises RuleRefusal for no state, and for a name without letters."""
    state = states.by_code(state_code.strip().upper())
    if state is None or not fold(name):
        raise RuleRefusal("Name a city and its state by two letters, such as Phoenix, AZ; nothing was changed.")
    county_fips = zips.county_of_city(state.code, name)
    return Place(Level.CITY.value, county_fips or state.fips, fold(name)[:60], state.code, name.strip()[:60])


def named(text: str) -> Place:
    """Return the place that a text names: five digits are a county, `zip 85001` a ZIP code, `Phoenix, AZ` a city."""
    said = text.strip()
    if FIVE_DIGITS.fullmatch(said):
        return county(said)
    if said.lower().startswith("zip"):
        return zip_code(said[3:].strip())
    name, _, state_code = said.rpartition(",")
    return city(name, state_code)
