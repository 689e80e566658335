"""Reports that run against time, received as those of triage are."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.actions import receive
from nightlight.intake.models import Channel, Report
from nightlight.triage.actions import assess
from tests.conftest import Person
from tests.triage.conftest import make, places, received, worker

__all__ = ["make", "places", "received", "worker"]

Running = Callable[..., Report]


@pytest.fixture
def running(worker: User, places: Gazetteer, make: SimpleNamespace) -> Running:
    """Give an assessed report of somebody in Arizona with an address, by any door."""

    def ready(channel: Channel = Channel.FILE, **said: Any) -> Report:
        reading = make.reading(make.reported(make.address("04013")), **said)
        told = receive([reading], by=worker, into=Agency.objects.get(code="az"), channel=channel).told
        assess(told.reports, by=worker, places=places)
        return Report.objects.visible_to(worker).get(pk=told.reports[0].pk)

    return ready


@pytest.fixture
def investigator(person: Person) -> User:
    return person("az", RoleName.INVESTIGATOR)


@pytest.fixture
def supervisor(person: Person) -> User:
    return person("az", RoleName.SUPERVISOR)
