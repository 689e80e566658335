"""What every list format reads into: entries, what is taken back, and what cannot be read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Media(StrEnum):
    """What kind of file an entry is about."""

    IMAGE = "image"
    VIDEO = "video"
    UNKNOWN = "unknown"


class Victim(StrEnum):
    """Whether the children in the file are identified, as the source says."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Refused(Exception):
    """The file may not come in, whatever else stands in it. `message` says what, where, and what to do."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason, self.message = reason, message


class Malformed(Refused):
    """The file breaks: it is cut short or not well-formed."""

    def __init__(self, message: str) -> None:
        super().__init__("malformed", message)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file as the source lists it. Digests are lower-case hexadecimal; None: not given."""

    place: str
    """Where in the file it stands, for people: "record 12"."""
    source_id: str
    md5: str | None = None
    sha1: str | None = None
    sha256: str | None = None
    pdq: str | None = None
    code: str = ""
    series: str = ""
    victim: Victim = Victim.UNKNOWN
    media: Media = Media.UNKNOWN
    added_at: datetime | None = None
    remarks: tuple[str, ...] = ()
    """What of the record was left out, and why, in words that are the same for every such record."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The source takes an entry back."""

    place: str
    source_id: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A record that cannot be read. The others are not touched by it."""

    place: str
    why: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the file says besides its records."""

    words: str


Record = Entry | Tombstone | Fault | Remark


@dataclass(frozen=True, slots=True)
class Heading:
    """What the file says of itself before its records."""

    format: str
    scheme: str = ""
    """What its codes mean; empty where it does not say."""
    likely_scheme: str = ""
    """What they mean as a rule in files that do not say."""
    owner: str = ""
    version: str = ""
    remarks: tuple[str, ...] = ()
