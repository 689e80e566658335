"""Reports whose files state what the gate asks, received for task forces whose courts have rules of their own."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.gate.actions import set_rule
from nightlight.gate.asked import RuleAsked
from nightlight.gate.models import ForumRule
from nightlight.geography.gazetteer import Gazetteer
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.actions import receive
from nightlight.intake.formats.values import File, Sighting
from nightlight.intake.models import Channel, Report
from nightlight.triage.actions import assess
from tests.conftest import Person
from tests.triage.conftest import make, places, worker

__all__ = ["make", "places", "worker"]

_bytes = itertools.count(1)

Filed = Callable[..., Report]
SetRule = Callable[..., ForumRule]


def digest(number: int) -> str:
    return f"{number:064x}"


def reported_file(number: int, **states: Any) -> File:
    seen = Sighting(Identifier(Kind.SHA256, digest(number)), digest(number), f"/files/{number}/hash")
    return File(f"/files/{number}", file_id=str(number), name=f"file-{number}.jpg", sightings=(seen,), **states)


@pytest.fixture
def filed(worker: User, places: Gazetteer, make: SimpleNamespace) -> Filed:
    """Give a report with files that a task force received and holds; the same number again is its next version."""

    def ready(*files: File, into: str = "az", number: str = "") -> Report:
        who = make.reported(make.contact(Kind.EMAIL, f"alex{number}@example.com"))
        said = replace(make.reading(who, files=files, number=number), sha256=f"{next(_bytes):064x}")
        told = receive([said], by=worker, into=Agency.objects.get(code=into), channel=Channel.FILE).told
        assess(told.reports, by=worker, places=places)
        return Report.objects.visible_to(worker).get(pk=told.reports[0].pk)

    return ready


@pytest.fixture
def supervisor(person: Person) -> User:
    return person("az", RoleName.SUPERVISOR)


def asked(forum: str = "state:AZ", **says: Any) -> RuleAsked:
    words: dict[str, Any] = {
        "forum": forum,
        "in_force_from": clock.today(),
        "expires_on": None,
        "citation": "State v. Sample (invented)",
        "requires": "Sample words of what the court asks",
        "is_confirmed": True,
        "approved_by": "Sample Counsel",
        "because": "Sample reason",
    }
    return RuleAsked(**words | says)


@pytest.fixture
def ruled(supervisor: User) -> SetRule:
    """Have a supervisor set a rule for Arizona's courts."""
    return lambda forum="state:AZ", **says: set_rule(asked(forum, **says), by=supervisor)


VIEWED = {"opens_viewed": True, "takes_unstated_scope": True}
FIRST = date(2018, 1, 1)
