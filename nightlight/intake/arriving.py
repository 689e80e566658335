"""What arrives, and what reading it gives. Pure: reading can run in another process while rows are written."""

import hashlib
import zlib
from dataclasses import dataclass

from nightlight.intake.formats.reading import read
from nightlight.intake.formats.values import Malformed, ReadReport, Refused
from nightlight.intake.lifecycle import SubmissionStatus


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes at the door: the main document, and the documents that belong to it."""

    source: str
    raw: bytes
    companions: tuple[bytes, ...] = ()

    @property
    def parts(self) -> tuple[bytes, ...]:
        """All documents, the main one first."""
        return (self.raw, *self.companions)


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


def digest(parts: tuple[bytes, ...]) -> str:
    """Return the SHA-256 of one document, or of the digests of several, a line each, in their order."""
    digests = [hashlib.sha256(part).hexdigest() for part in parts]
    return digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()


def read_arrival(arrival: Arrival) -> Reading:
    """Read one arrival. Never raises on bad input: what is wrong with it is in the reading."""
    sha256, size = digest(arrival.parts), sum(map(len, arrival.parts))
    try:
        said = read(arrival.raw, arrival.companions)
    except Refused as refused:
        return Reading(
            arrival.source,
            sha256,
            size,
            SubmissionStatus.REFUSED,
            reason=refused.reason,
            message=refused.message,
        )
    except Malformed as malformed:
        return Reading(
            arrival.source,
            sha256,
            size,
            SubmissionStatus.QUARANTINED,
            parts=_kept(arrival),
            reason="malformed",
            message=malformed.message,
        )
    return Reading(arrival.source, sha256, size, SubmissionStatus.RECEIVED, parts=_kept(arrival), said=said)


def _kept(arrival: Arrival) -> tuple[Part, ...]:
    return tuple(
        Part(hashlib.sha256(part).hexdigest(), len(part), zlib.compress(part, level=1)) for part in arrival.parts
    )
