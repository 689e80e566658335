"""The federal district and circuit of a county, in words, and where a county lies in two districts."""

import csv
import functools
from collections import defaultdict
from dataclasses import dataclass
from importlib import resources

from nightlight.geography import counties, states

PARTS = {"n": "Northern", "e": "Eastern", "s": "Southern", "w": "Western", "c": "Central", "m": "Middle"}
CIRCUITS = {"1": "1st", "2": "2nd", "3": "3rd", "dc": "D.C."}
OF_ISLANDS = {"nmid": "District of the Northern Mariana Islands", "vid": "District of the Virgin Islands"}
WHOLE = 3
"""Letters of the court id of a state with one district: `cod`; a divided state has four: `txnd`."""


@dataclass(frozen=True, slots=True)
class District:
    """The district of a county: court id, name, circuit, and the exceptions for parts of the county, in words."""

    code: str
    name: str
    number: str
    """Of the circuit: "10", or "DC"."""
    circuit: str
    exceptions: tuple[str, ...]


def of_county(fips: str) -> District | None:
    """Return the district of a county; None for an unknown county and where there is none (American Samoa)."""
    county = counties.by_fips(fips)
    if county is None or not county.district_code:
        return None
    found = county.district_code
    return District(found, name(found), county.circuit, circuit(county.circuit), _exceptions().get(fips, ()))


def name(code: str) -> str:
    """Return the name of a district: "Northern District of Texas"."""
    if code in OF_ISLANDS:
        return OF_ISLANDS[code]
    state = states.by_code(code[:2].upper())
    of = f"District of {state.name.removeprefix('District of ')}" if state else code
    return of if len(code) == WHOLE else f"{PARTS[code[2]]} {of}"


def circuit(number: str) -> str:
    """Return a circuit in words: "10th Circuit"."""
    return f"{CIRCUITS.get(number.lower(), f'{number}th')} Circuit"


@functools.cache
def _exceptions() -> dict[str, tuple[str, ...]]:
    text = resources.files("nightlight.geography").joinpath("data", "district_exceptions.csv")
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in csv.DictReader(text.read_text(encoding="utf-8").splitlines()):
        found[row["fips"]].append(f"{row['words']} ({row['source']})")
    return {fips: tuple(words) for fips, words in found.items()}
