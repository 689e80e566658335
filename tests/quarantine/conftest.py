"""What could not be read, in quarantine: real bytes, handed in at the national desk."""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nightlight.accounts import standing
from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.actions import receive
from nightlight.intake.arriving import Arrival, read_arrival
from nightlight.intake.models import Channel, Submission
from tests.conftest import Person

Quarantine = Callable[..., Submission]
_numbers = itertools.count(1)


def sound() -> bytes:
    """Return a report that can be read; no two are alike."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<report>
<incidentSummary><incidentType>Sample</incidentType></incidentSummary>
<personOrUserReported><personOrUserReportedPerson><email>mend{next(_numbers)}@example.com</email>
</personOrUserReportedPerson></personOrUserReported>
</report>""".encode()


def cut() -> bytes:
    """Return a report whose end is missing."""
    return sound()[: -len("</report>")]


@pytest.fixture
def worker(db: None) -> User:
    standing.ensure()
    return standing.worker()


@pytest.fixture
def places() -> Gazetteer:
    return Gazetteer(Path("no-folder"))


@pytest.fixture
def desk(person: Person) -> User:
    """Give somebody of the national desk who mends."""
    return person("national", RoleName.ANALYST)


@pytest.fixture
def quarantine(worker: User) -> Quarantine:
    """Hand in a document that cannot be read, with those that belong to it; give its submission."""

    def hand_in(raw: bytes = b"", *companions: bytes, **words: Any) -> Submission:
        reading = read_arrival(Arrival("sample.xml", raw or cut(), companions))
        given = {"by": worker, "into": worker.agency, "channel": Channel.FILE} | words
        [submission] = receive([reading], **given)
        return submission

    return hand_in
