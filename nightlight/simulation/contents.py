"""What an invented report says, before it is written down in a format."""

from dataclasses import dataclass
from datetime import datetime

from nightlight.simulation.people import Person
from nightlight.simulation.places import Place


@dataclass(frozen=True, slots=True)
class Capture:
    """An Internet address that the provider saw, doing what, and when. `port` and `proxy` may be unstated."""

    address: str
    event: str
    at: datetime
    port: int | None
    proxy: bool | None


@dataclass(frozen=True, slots=True)
class ReportedFile:
    """Metadata of a file that does not exist: the digests are drawn numbers."""

    file_id: str
    name: str
    md5: str
    sha1: str
    viewed: bool | None
    annotations: tuple[str, ...]
    potential_meme: bool
    classification: str
    uploaded_at: datetime
    capture: Capture | None


@dataclass(frozen=True, slots=True)
class Child:
    """A child whom a report mentions, by age and an account that says it is protected."""

    age: int
    handle: str


@dataclass(frozen=True, slots=True)
class Contents:
    """One invented report. `city_of` is the place whose city the provider estimates or the person declared."""

    number: int
    received_at: datetime
    incident_type: str
    incident_at: datetime
    person: Person
    telephone: str | None
    captures: tuple[Capture, ...]
    city_of: Place | None
    city_is_declared: bool
    """True where the person declared the city as an address, False where the provider estimates it."""
    files: tuple[ReportedFile, ...]
    child: Child | None
    escalation: str
    annotations: tuple[str, ...]
    prior_reports: tuple[int, ...]
    access_to_children: bool
    convicted_sex_offender: bool
    note: str
