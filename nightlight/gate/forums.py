"""The courts in which evidence may have to stand: a federal circuit, or the courts of a state."""

import csv
import functools
from dataclasses import dataclass
from importlib import resources

from nightlight.geography import states

FEDERAL, STATE = "federal", "state"
CIRCUITS = {
    "1": "First",
    "2": "Second",
    "3": "Third",
    "4": "Fourth",
    "5": "Fifth",
    "6": "Sixth",
    "7": "Seventh",
    "8": "Eighth",
    "9": "Ninth",
    "10": "Tenth",
    "11": "Eleventh",
    "DC": "District of Columbia",
}
FORUM = r"^(federal:([1-9]|10|11|DC)|state:[A-Z]{2})$"


@dataclass(frozen=True, slots=True, order=True)
class Forum:
    """A forum by its code, such as `federal:9` or `state:WI`."""

    code: str

    @property
    def words(self) -> str:
        """Return its name: "Federal courts, Ninth Circuit" or "State courts, Wisconsin"."""
        kind, _, which = self.code.partition(":")
        if kind == FEDERAL:
            return f"Federal courts, {CIRCUITS.get(which, which)} Circuit"
        state = states.by_code(which)
        return f"State courts, {state.name if state else which}"


def every_forum() -> tuple[Forum, ...]:
    """Return all circuits, then the courts of all states, the District of Columbia and the territories."""
    circuits = [Forum(f"{FEDERAL}:{which}") for which in CIRCUITS]
    return (*circuits, *(Forum(f"{STATE}:{state.code}") for state in states.every_state()))


def forums_of(state: str) -> tuple[Forum, ...]:
    """Return the courts of a state by its postal code: the circuit in which its districts lie, and its own.

    Empty for a code that is no state's. Source: 28 U.S.C. 41, as `data/judicial_districts.csv` of the reference
    material lists it; each state lies in one circuit as a whole.
    """
    circuit = _circuits().get(state)
    return (Forum(f"{FEDERAL}:{circuit}"), Forum(f"{STATE}:{state}")) if circuit else ()


@functools.cache
def _circuits() -> dict[str, str]:
    table = resources.files("nightlight.gate") / "data" / "circuits.csv"
    return {row["state"]: row["circuit"] for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines())}
