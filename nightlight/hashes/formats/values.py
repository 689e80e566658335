"""What every list format reads into: entries, what is taken back, and what cannot be read."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any


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
    more: tuple[tuple[str, str], ...] = ()
    """Further digests of kinds that it has already, by kind: a record may give the digests of several renditions."""

    def each(self) -> "tuple[Entry, ...]":
        """Return the entry, and one more for each further digest."""
        alone: dict[str, Any] = dict.fromkeys(("md5", "sha1", "sha256", "pdq"), None) | {"more": ()}
        return (self, *(replace(self, **alone | {kind: digest}) for kind, digest in self.more))


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The source takes an entry back."""

    place: str
    source_id: str
    remarks: tuple[str, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A record that cannot be read. The others are not touched by it."""

    place: str
    why: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the file says besides its records."""

    words: str
    counts_on_the_last_page_only: bool = False


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
