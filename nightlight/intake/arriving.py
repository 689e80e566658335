"""What arrives, and what reading it gives. Pure: reading can run in another process while rows are written."""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nightlight.intake.formats.reading import read
from nightlight.intake.formats.values import Enclosed, Malformed, ReadReport, Refused
from nightlight.intake.lifecycle import SubmissionStatus
from nightlight.intake.schema import against_schema


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes at the door: the main document, and the documents that belong to it."""

    source: str
    raw: bytes
    companions: tuple[bytes, ...] = ()
    container: "Container | None" = None

    @property
    def parts(self) -> tuple[bytes, ...]:
        """All documents, the main one first."""
        return (self.raw, *self.companions)


@dataclass(frozen=True, slots=True)
class Container:
    """What documents came in, where that is not kept itself: a bundle, or a PDF that a person has confirmed."""

    sha256: str
    holds_one: bool
    """Whether these documents are all that it holds: then its digest is that of the submission."""

    def identity(self, documents: str) -> str:
        """Return what tells a submission from others, given the digest of its documents: the container counts."""
        if self.holds_one:
            return self.sha256
        return hashlib.sha256(f"{self.sha256}\n{documents}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Part:
    """One document as it will be kept."""

    sha256: str
    size_bytes: int
    deflated: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """An arrival that was read: its digest, and either what it says or why it could not come in."""

    source: str
    sha256: str
    size_bytes: int
    status: SubmissionStatus
    parts: tuple[Part, ...] = ()
    said: ReadReport | None = None
    reason: str = ""
    message: str = ""
    container_sha256: str | None = None
    beside: tuple[Enclosed, ...] = ()
    """What lay in a bundle of which no report could be read, with its digests; else it is with the report."""


def digest(parts: tuple[bytes, ...]) -> str:
    """Return the SHA-256 of one document, or of the digests of several, a line each, in their order."""
    return _together([hashlib.sha256(part).hexdigest() for part in parts])


def _together(digests: Sequence[str]) -> str:
    return digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()


def read_arrival(arrival: Arrival) -> Reading:
    """Read one arrival. Never raises on bad input: what is wrong with it is in the reading."""
    digests = [hashlib.sha256(part).hexdigest() for part in arrival.parts]
    sha256, size = _together(digests), sum(map(len, arrival.parts))
    container = arrival.container
    known = Reading(
        arrival.source,
        container.identity(sha256) if container else sha256,
        size,
        SubmissionStatus.RECEIVED,
        container_sha256=container.sha256 if container else None,
    )
    try:
        said = against_schema(read(arrival.raw, arrival.companions), arrival.parts)
    except Refused as refused:
        return replace(known, status=SubmissionStatus.REFUSED, reason=refused.reason, message=refused.message)
    except Malformed as malformed:
        return quarantined(known, malformed.message, arrival.parts)
    return replace(known, parts=_kept(arrival.parts, digests), said=said)


def quarantined(known: Reading, message: str, parts: tuple[bytes, ...]) -> Reading:
    """Return a reading of documents that cannot be read: they are kept, with what is wrong and where."""
    status = SubmissionStatus.QUARANTINED
    digests = [hashlib.sha256(part).hexdigest() for part in parts]
    return replace(known, status=status, reason="malformed", message=message, parts=_kept(parts, digests))


def _kept(parts: tuple[bytes, ...], digests: Sequence[str]) -> tuple[Part, ...]:
    return tuple(
        Part(sha256, len(part), zlib.compress(part, level=1)) for part, sha256 in zip(parts, digests, strict=True)
    )
