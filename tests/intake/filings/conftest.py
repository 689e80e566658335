"""A provider and its filings; factories are named for states."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.intake.digesting import Digesting
from nightlight.intake.filings import actions
from nightlight.intake.filings.actions import PassedBy
from nightlight.intake.models import FiledFile, Filing
from nightlight.intake.stills.perceiving import Perceived, Unperceived
from tests.conftest import Person

_numbers = itertools.count(1)

REPORT = (
    "<report><incidentSummary><incidentType>Child Sex Trafficking</incidentType>"
    "<incidentDateTime>2018-03-01T00:00:00Z</incidentDateTime></incidentSummary></report>"
)


@pytest.fixture
def provider(person: Person) -> User:
    return person("practice-provider", RoleName.PROVIDER)


@pytest.fixture
def desk(person: Person) -> User:
    """Give somebody of the national desk who may hand in, read and see everything."""
    return person("national", RoleName.OPERATOR)


@pytest.fixture
def open_filing(provider: User, agency: Callable[[str], Agency]) -> Callable[[], Filing]:
    """Open a filing for the national desk."""
    return lambda: actions.open_filing(REPORT.encode(), by=provider, into=agency("national"))


def file(content: bytes = b"invented bytes", name: str = "sample.bin") -> PassedBy:
    """Return what stays of an uploaded file."""
    digesting = Digesting()
    digesting.update(content)
    absent = Perceived(absent_because=Unperceived.NOT_A_STILL)
    return PassedBy(name, "application/octet-stream", digesting.done(), absent)


@pytest.fixture
def filing(open_filing: Callable[[], Filing]) -> Filing:
    """Give one open filing."""
    return open_filing()


@pytest.fixture
def filed_file(filing: Filing, provider: User) -> FiledFile:
    """Give the one file of the filing."""
    added: Any = actions.add_file(filing, by=provider, file=file())
    return added  # type: ignore[no-any-return]
