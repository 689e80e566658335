"""Where a piece of evidence points, from which source, and how sure that is."""

from dataclasses import dataclass
from enum import IntEnum


class Certainty(IntEnum):
    """How sure a place is. Only ever compared, never added up."""

    WEAK = 1
    FAIR = 2
    STRONG = 3


@dataclass(frozen=True, slots=True)
class Pointing:
    """One place that one piece of evidence points to.

    `state` is a postal code such as "CO", empty when only a country is known. `county` is a 5-digit FIPS code, or
    empty when only the state is known. `country` is ISO 3166 alpha-2. `source` names the data set and its edition.
    """

    country: str
    state: str
    county: str
    city: str
    certainty: Certainty
    source: str
    because: str
    """Why it is only this sure, in words for the page."""

    zip_code: str = ""
    """The five digits, where a ZIP code is what points."""
