"""The 50 states, the District of Columbia and the five territories, by code, FIPS code and name."""

import csv
import functools
from dataclasses import dataclass
from importlib import resources

from nightlight.geography.names import fold

ALIASES = {"dc": "DC", "washingtondc": "DC", "washingtonstate": "WA", "newyorkstate": "NY", "virginislands": "VI"}
"""Folded names that sources use and the table does not carry."""


@dataclass(frozen=True, slots=True)
class State:
    """A state, the District of Columbia or a territory.

    `time_zone` is the IANA zone of most residents, for display only: several states keep two clocks.
    """

    code: str
    fips: str
    name: str
    time_zone: str


@functools.cache
def every_state() -> tuple[State, ...]:
    """Return all 56 in the order of their FIPS codes."""
    table = resources.files("nightlight.geography") / "data" / "states.csv"
    lines = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    rows = [State(row["code"], row["fips"], row["name"], row["time_zone"]) for row in lines]
    return tuple(sorted(rows, key=lambda state: state.fips))


@functools.cache
def _by_code() -> dict[str, State]:
    return {state.code: state for state in every_state()}


@functools.cache
def _by_fips() -> dict[str, State]:
    return {state.fips: state for state in every_state()}


@functools.cache
def _by_name() -> dict[str, State]:
    aliases = {name: _by_code()[code] for name, code in ALIASES.items()}
    return {fold(state.name): state for state in every_state()} | aliases


def by_code(code: str) -> State | None:
    """Return the state with this postal code in any case, such as "CO"."""
    return _by_code().get(code.strip().upper())


def by_fips(fips: str) -> State | None:
    """Return the state with this FIPS code, "08"; a county's 5-digit code gives the county's state."""
    return _by_fips().get(fips[:2]) if len(fips) in {2, 5} else None


def by_name(name: str) -> State | None:
    """Return the state with this full name, such as "Colorado", tolerant of case and punctuation."""
    return _by_name().get(fold(name))


def named(text: str) -> State | None:
    """Return the state that a postal code or a full name means: "CO", "co" and "Colorado" are the same."""
    return by_code(text) or by_name(text)
