"""Reports and cases in the states that tests need."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.audit.models import Entry
from nightlight.foundation import clock
from nightlight.intake.models import Report
from nightlight.investigations import actions
from nightlight.investigations.asked import ArrestMade, SubjectNamed
from nightlight.investigations.categories import Category
from nightlight.investigations.models import Arrest, Case, Subject
from tests.cases import assigned_report, open_case

WORKED = datetime(2018, 4, 10, 15, tzinfo=UTC)
ARRESTED = date(2018, 4, 9)

__all__ = ["assigned_report", "open_case"]


@pytest.fixture(autouse=True)
def held_clock() -> object:
    """Hold the clock in the spring of 2018."""
    with clock.held_at(WORKED) as moment:
        yield moment


@pytest.fixture
def supervisor(person: Callable[..., User]) -> User:
    """Give somebody of Colorado who may do everything in a case."""
    return person("co", RoleName.SUPERVISOR)


@pytest.fixture
def reported_case(open_case: Callable[..., Case], assigned_report: Callable[..., Report]) -> Callable[[], Case]:
    """Open a case of Colorado on one report."""
    return lambda: open_case(reports=(assigned_report(),))


@pytest.fixture
def known_subject(supervisor: User, reported_case: Callable[[], Case]) -> Callable[[], Subject]:
    """Add a named subject to a new case of Colorado."""
    return lambda: actions.add_subjects([SubjectNamed(reported_case(), "Alex Example")], by=supervisor)[0]


@pytest.fixture
def arrest(supervisor: User, known_subject: Callable[[], Subject]) -> Callable[[], Arrest]:
    """Arrest a new subject of Colorado."""
    return lambda: actions.record_arrests([ArrestMade(known_subject(), ARRESTED, Category.A)], by=supervisor)[0]


@pytest.fixture
def written(db: None) -> Callable[..., list[tuple[str, str]]]:
    """Tell which acts were written down, with how each ended."""

    def told() -> list[tuple[str, str]]:
        entries = Entry.objects.unscoped(because="test").order_by("agency_id", "position")
        return [(entry.act, entry.outcome) for entry in entries]

    return told
