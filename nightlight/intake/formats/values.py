"""The typed value that every format reads into: what one report says, and where in the bytes it says so.

Every field but the format may be missing, because in the provider's interface only the incident type and its
time are mandatory, and a law-enforcement copy may lack even those. Missing is `None` or empty, never a guess.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from nightlight.identifiers.kinds import Identifier


class Role(StrEnum):
    """What a person is in a report; a reported person is alleged."""

    REPORTED = "reported"
    RECIPIENT = "recipient"
    VICTIM = "victim"
    REPORTER = "reporter"
    ASSOCIATED = "associated"


class Said(StrEnum):
    """How an identifier came to us: stated in a field, found by us in free text, or a digest made here."""

    DECLARED = "declared"
    FREE_TEXT = "free_text"
    HASHED = "hashed"


class Event(StrEnum):
    """What was happening when an address or device was captured (ipCaptureType of the provider schema)."""

    UPLOAD = "upload"
    LOGIN = "login"
    REGISTRATION = "registration"
    PURCHASE = "purchase"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as the report gives it. `at` is aware and in UTC, or None when no zone was given or it made no sense."""

    as_given: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One identifier, seen at one place of the report.

    `pointer` is a JSON pointer (JSON) or a path of elements with 1-based positions (XML) to where it stands.
    """

    identifier: Identifier
    as_given: str
    pointer: str
    said: Said = Said.DECLARED
    event: Event | None = None
    when: Moment | None = None
    port: int | None = None
    possible_proxy: bool | None = None
    verified: bool | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place that the report states, with how it came to be stated (`address`, `estimated_location`, `geo_lookup`)."""

    source: str
    pointer: str
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    verified: bool | None = None
    address: str | None = None
    """The IP address that a geo look-up speaks of, where the place is one."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the report, as given. Names are kept as given and shown only inside the report."""

    role: Role
    pointer: str
    first_name: str = ""
    last_name: str = ""
    date_of_birth: str = ""
    age: int | None = None
    sightings: tuple[Sighting, ...] = ()
    places: tuple[Place, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    """Plain statements about the person, such as ("accessToChildren", "true"), named as the format names them."""
    prior_reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """Metadata of one reported file. Never its content. `None` in a flag means: not stated."""

    pointer: str
    file_id: str = ""
    name: str = ""
    declared_type: str = ""
    size_bytes: int | None = None
    viewed_by_provider: bool | None = None
    exif_viewed: bool | None = None
    publicly_available: bool | None = None
    relevance: str = ""
    classification: str = ""
    """Industry classification A1, A2, B1 or B2 as the provider gave it."""
    annotations: tuple[str, ...] = ()
    uploaded: Moment | None = None
    sightings: tuple[Sighting, ...] = ()
    """Digests, the capturing address, device ids."""
    facts: tuple[tuple[str, str], ...] = ()
    """Plain statements about the file, such as that a declared digest is not that of the bytes which passed by."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of free text, kept apart so that it can stay folded."""

    pointer: str
    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An element or attribute that this version does not know: kept and shown, never dropped."""

    pointer: str
    text: str


class MatchedBy(StrEnum):
    """What tells that a file in a bundle is one that the report lists."""

    DIGEST = "digest"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that came in a bundle beside its report: hashed as it streamed by, and dropped. Never its content."""

    pointer: str
    """Its path inside the bundle."""
    declared_type: str
    size_bytes: int
    md5: str
    sha1: str
    sha256: str
    file_pointer: str = ""
    """The pointer of the report's file that it is, or empty where the report lists none like it."""
    matched_by: MatchedBy | None = None


@dataclass(frozen=True, slots=True)
class Deviation:
    """Where a document leaves the schema that the provider programme publishes. A finding, never a reason to refuse.

    It says which rule is broken and never repeats a value.
    """

    pointer: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What one submission says."""

    format: str
    number: str = ""
    """The report number that the submission carries, or empty."""
    incident_type: str = ""
    incident: Moment | None = None
    incident_time_definition: str = ""
    received: Moment | None = None
    """When the national clearing house received it, where the submission says so."""
    provider: str = ""
    platform: str = ""
    escalation: str = ""
    """The provider's words on why this cannot wait (escalateToHighPriority, espEscalation); narrative, folded."""
    priority: str = ""
    """A priority given by the national clearing house, as given."""
    annotations: tuple[str, ...] = ()
    batched_reason: str = ""
    stated_at: tuple[tuple[str, str], ...] = ()
    """Where annotations (by their names), `escalation`, `priority` and `batched_reason` stand: names with pointers."""
    incidents: int = 1
    """How many incidents a batched report stands for, as far as it lists them; any other report stands for one."""
    people: tuple[Person, ...] = ()
    files: tuple[File, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    """Identifiers that belong to the incident and to nobody in particular."""
    places: tuple[Place, ...] = ()
    passages: tuple[Passage, ...] = ()
    kept: tuple[Kept, ...] = field(default=())
    enclosed: tuple[Enclosed, ...] = ()
    """What came with the report in its bundle."""
    deviations: tuple[Deviation, ...] = ()


class Refused(ValueError):
    """The bytes may not come in at all: imagery, a DOCTYPE, an entity, oversize. Nothing but their digest is kept."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        """One word for machines: imagery, archive, doctype, entity, oversize, depth."""
        self.message = message
        """What it is, where, and what to do; for people."""


class Malformed(ValueError):
    """The bytes cannot be read as the format they claim: they go to quarantine with this reason."""

    def __init__(self, message: str, *, line: int | None = None, offset: int | None = None, element: str = "") -> None:
        super().__init__(message)
        self.message = message
        """What is wrong and where, in a sentence that names line, byte or element where known."""
        self.line, self.offset, self.element = line, offset, element
