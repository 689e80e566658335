"""Reports that Arizona holds, and people who may pass them on."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.models import Report
from nightlight.triage.actions import assess
from tests.triage.conftest import again, make, places, received, worker

__all__ = ["again", "make", "places", "received", "worker"]
Receive = Callable[..., list[Report]]


@pytest.fixture
def held(received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace) -> Callable[..., Report]:
    """Give a report that a rule assigned to a task force, by an upload in a county of its certain territory."""

    def make_one(county: str = "04013", **said: Any) -> Report:
        (report,) = received([make.reading(make.reported(make.address(county)), **said)])
        assess([report], by=worker, places=places)
        return Report.objects.visible_to(worker).get(pk=report.pk)

    return make_one


@pytest.fixture
def az(person: Callable[..., User]) -> User:
    return person("az", RoleName.SUPERVISOR)


@pytest.fixture
def mn(person: Callable[..., User]) -> User:
    return person("mn", RoleName.SUPERVISOR)
