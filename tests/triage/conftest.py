"""Reports made through the door of intake, and places that only the demonstration's overlay knows."""

import hashlib
import itertools
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.geography.gazetteer import Gazetteer, overlays_folder
from nightlight.geography.overlay import demo_ipv4, demo_ipv6, write_demo_overlay
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.actions import receive
from nightlight.intake.arriving import Reading
from nightlight.intake.formats.values import Event, File, Moment, Person, Place, ReadReport, Role, Sighting
from nightlight.intake.lifecycle import SubmissionStatus
from nightlight.intake.models import Channel, Report

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
_numbers = itertools.count(900_000_001)


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("places")
    write_demo_overlay(overlays_folder(folder))
    return Gazetteer(folder)


def address(county: str, event: Event = Event.UPLOAD, *, n: int = 7, mobile: bool = False, **more: Any) -> Sighting:
    """An address of an invented line in a county: a home line is fair, a mobile carrier's is weak."""
    text = demo_ipv4(county, n) if mobile else demo_ipv6(county, n)
    kind = Kind.IPV4 if mobile else Kind.IPV6
    return Sighting(
        Identifier(kind, text), text, "/captures/1", event=event, when=Moment("2026-11-18", NOW), port=50_000, **more
    )


def contact(kind: Kind, value: str, realm: str = "") -> Sighting:
    return Sighting(Identifier(kind, value, realm), value, f"/person/{kind.value}")


def reported(*sightings: Sighting, **more: Any) -> Person:
    return Person(Role.REPORTED, "/personOrUserReported[1]", sightings=sightings, **more)


def child(**more: Any) -> Person:
    return Person(Role.VICTIM, "/victim[1]", **more)


def file(number: int = 1, **more: Any) -> File:
    return File(f"/files/{number}", file_id=str(number), name=f"file-{number}.jpg", **more)


def verified_zip(code: str) -> Place:
    return Place("address", "/address[1]", postal_code=code, country="US", verified=True)


def reading(*people: Person, number: str = "", **said: Any) -> Reading:
    """A submission that was read, with a number and bytes of its own."""
    number = number or str(next(_numbers))
    report = ReadReport("practice", number=number, provider="Example Social", people=people, **said)
    digest = hashlib.sha256(number.encode()).hexdigest()
    return Reading(f"{number}.xml", digest, len(number), SubmissionStatus.RECEIVED, said=report)


@pytest.fixture
def worker(person: Callable[..., User]) -> User:
    return person("national", RoleName.OPERATOR)


@pytest.fixture
def received(worker: User, agency: Callable[[str], Agency]) -> Callable[..., list[Report]]:
    """Receive readings for an agency: `received([reading()], into="az")`."""

    def make(readings: Sequence[Reading], into: str = "national") -> list[Report]:
        submissions = receive(readings, by=worker, into=agency(into), channel=Channel.FILE)
        rows = Report.objects.visible_to(worker).filter(submission__in=submissions)
        by_submission = {report.submission_id: report for report in rows}
        return [by_submission[submission.pk] for submission in submissions]

    return make


@pytest.fixture
def make() -> SimpleNamespace:
    """Give the makers of what a report says, by name."""
    return SimpleNamespace(
        event=Event,
        address=address,
        contact=contact,
        reported=reported,
        child=child,
        file=file,
        verified_zip=verified_zip,
        reading=reading,
    )


@pytest.fixture
def again(worker: User) -> Callable[[Report], Report]:
    """Read a report once more."""
    return lambda report: Report.objects.visible_to(worker).get(pk=report.pk)
