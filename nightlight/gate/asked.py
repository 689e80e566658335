"""What is asked of the gate's acts: typed values, checked before anything is locked."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class RuleAsked:
    """A rule as somebody sets it: the forum by its code, and everything that it lets be opened."""

    forum: str
    in_force_from: date
    expires_on: date | None
    citation: str
    requires: str
    is_confirmed: bool
    approved_by: str
    because: str
    source: str = ""
    opens_viewed: bool = False
    takes_unstated_scope: bool = False
    opens_public: bool = False
    opens_hash_match: bool = False
    counts_clearing_house: bool = False


@dataclass(frozen=True, slots=True)
class WarrantAsked:
    """A warrant as it reads: its number, the court, the judge or magistrate, the date of issue."""

    number: str
    court: str
    issued_by: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class OpeningAsked:
    """An opening as it happened: who opened the file, and when (an aware moment)."""

    opened_by: str
    opened_at: datetime
