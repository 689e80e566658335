"""Reports of a low tier that were drawn for a person to look at."""

from collections.abc import Callable
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.models import Report
from nightlight.sampling.models import SampledReport
from nightlight.triage.actions import assess
from tests.triage.conftest import again, make, places, received, worker

__all__ = ["again", "make", "places", "received", "worker"]


@pytest.fixture
def analyst(person: Callable[..., User]) -> User:
    return person("az", RoleName.ANALYST)


@pytest.fixture
def low_reports(received: Any, worker: User, places: Gazetteer, make: Any) -> Callable[..., list[Report]]:
    """Receive reports in which nothing is stated, and assess them: they wait in Arizona, in the last tier."""

    def made(count: int = 1) -> list[Report]:
        return assess(received([make.reading() for _ in range(count)], into="az"), by=worker, places=places)

    return made


@pytest.fixture
def sample(draws: None, low_reports: Callable[..., list[Report]], worker: User) -> SampledReport:
    [report] = low_reports()
    return SampledReport.objects.visible_to(worker).get(report=report)


@pytest.fixture
def az(agency: Callable[[str], Agency]) -> Agency:
    return agency("az")
