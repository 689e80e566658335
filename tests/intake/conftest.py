"""What may arrive, already read: factories are named for how it ended."""

import hashlib
import itertools
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.actions import receive
from nightlight.intake.arriving import Part, Reading
from nightlight.intake.formats import values
from nightlight.intake.formats.values import ReadReport
from nightlight.intake.lifecycle import SubmissionStatus
from nightlight.intake.models import Channel, Report, Submission
from tests.conftest import Person

Receive = Callable[..., list[Submission]]

ADDRESS = Identifier(Kind.IPV4, "198.18.0.7")

_numbers = itertools.count(1)


def kept(raw: bytes) -> Part:
    return Part(hashlib.sha256(raw).hexdigest(), len(raw), zlib.compress(raw, level=1))


def _reading(status: SubmissionStatus, raw: bytes | None, **words: Any) -> Reading:
    raw = raw if raw is not None else f"invented document {next(_numbers)}".encode()
    return Reading("sample.xml", hashlib.sha256(raw).hexdigest(), len(raw), status, **words)


def received(said: ReadReport | None = None, *, raw: bytes | None = None) -> Reading:
    raw = raw if raw is not None else f"invented document {next(_numbers)}".encode()
    return _reading(SubmissionStatus.RECEIVED, raw, parts=(kept(raw),), said=said or ReadReport(format="sample"))


def quarantined(raw: bytes) -> Reading:
    words = {"reason": "malformed", "message": "Line 1: the document ends too early."}
    return _reading(SubmissionStatus.QUARANTINED, raw, parts=(kept(raw),), **words)


def refused(reason: str = "imagery") -> Reading:
    return _reading(SubmissionStatus.REFUSED, None, reason=reason, message="It may not come in.")


def seen(pointer: str) -> values.Sighting:
    return values.Sighting(ADDRESS, "198.18.0.7", pointer)


def full(*, text: str = "plain words") -> ReadReport:
    """Return a report with a row for every table."""
    return ReadReport(
        format="sample",
        number="4242",
        incident_type=text,
        people=(values.Person(values.Role.REPORTED, "/people/0", first_name=text, sightings=(seen("/people/0/ip"),)),),
        files=(values.File("/files/0", name=text, annotations=(text,), sightings=(seen("/files/0/ip"),)),),
        sightings=(seen("/ip"),),
        places=(values.Place("address", "/place", city=text),),
        passages=(values.Passage("/words", text),),
        kept=(values.Kept("/unknown", text),),
        annotations=(text,),
    )


@pytest.fixture
def desk(person: Person) -> User:
    """Give somebody of the national desk who may hand in, read and see everything."""
    return person("national", RoleName.OPERATOR)


@pytest.fixture
def hand_in(desk: User) -> Receive:
    """Hand readings in to the national desk, as a file."""

    def hand_in(*readings: Reading, **words: Any) -> list[Submission]:
        return receive(readings, **({"by": desk, "into": desk.agency, "channel": Channel.FILE} | words))

    return hand_in


@pytest.fixture
def report(hand_in: Receive, desk: User) -> Report:
    """Give one received report that says nothing."""
    hand_in(received())
    return Report.objects.visible_to(desk).get()
