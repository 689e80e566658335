"""Reports and cases in the states that tests need."""

import hashlib
import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.audit.models import Entry
from nightlight.foundation import clock
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Channel, Report, Submission
from nightlight.investigations import actions
from nightlight.investigations.asked import ArrestMade, Opening, SubjectNamed
from nightlight.investigations.categories import Category
from nightlight.investigations.models import Arrest, Case, Subject

RECEIVED = datetime(2018, 3, 1, 9, tzinfo=UTC)
WORKED = datetime(2018, 4, 10, 15, tzinfo=UTC)
ARRESTED = date(2018, 4, 9)

_numbers = itertools.count(1)


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
def assigned_report(agency: Callable[[str], Agency]) -> Callable[..., Report]:
    """Make a report that one agency received and another (or the same) works: `assigned_report("co")`."""

    def make(to: str | None = "co", *, received_by: str = "national", status: str | None = None) -> Report:
        number = next(_numbers)
        receiver = agency(received_by)
        submission = Submission.objects.create(
            agency=receiver,
            channel=Channel.FILE,
            source="sample.json",
            receipt=f"R-{number:05d}",
            sha256=hashlib.sha256(str(number).encode()).hexdigest(),
            size_bytes=1,
            status="received",
            received_at=RECEIVED,
        )
        return Report.objects.create(
            agency=receiver,
            submission=submission,
            number=f"9000{number:05d}",
            received_at=RECEIVED,
            status=status or (ReportStatus.ASSIGNED if to else ReportStatus.WAITING_FOR_ROUTE),
            assigned_to=agency(to) if to else None,
            assigned_at=RECEIVED if to else None,
        )

    return make


@pytest.fixture
def open_case(supervisor: User, assigned_report: Callable[..., Report]) -> Callable[[], Case]:
    """Open a case of Colorado on one report."""
    return lambda: actions.open_cases([Opening((assigned_report(),), title="Sample")], by=supervisor)[0]


@pytest.fixture
def known_subject(supervisor: User, open_case: Callable[[], Case]) -> Callable[[], Subject]:
    """Add a named subject to a new case of Colorado."""
    return lambda: actions.add_subjects([SubjectNamed(open_case(), "Alex Example")], by=supervisor)[0]


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
