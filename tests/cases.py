"""Reports that somebody works and cases that are open, as many tests need them. Everything in them is invented."""

import hashlib
import itertools
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Channel, Report, Submission
from nightlight.investigations.actions import open_cases
from nightlight.investigations.asked import Opening
from nightlight.investigations.models import Case, Origin

RECEIVED = datetime(2018, 3, 1, 9, tzinfo=UTC)

_numbers = itertools.count(1)


@pytest.fixture
def assigned_report(agency: Callable[[str], Agency]) -> Callable[..., Report]:
    """Make a report that one agency received and another (or the same) works: `assigned_report("co")`."""

    def make(
        to: str | None = "co", *, received_by: str = "national", status: str | None = None, provider: str = ""
    ) -> Report:
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
            provider=provider,
            received_at=RECEIVED,
            status=status or (ReportStatus.ASSIGNED if to else ReportStatus.WAITING_FOR_ROUTE),
            assigned_to=agency(to) if to else None,
            assigned_at=RECEIVED if to else None,
        )

    return make


@pytest.fixture
def open_case(person: Callable[..., User]) -> Callable[..., Case]:
    """Open a case of an agency, on reports or of its own accord: `open_case("co")`."""

    def make(code: str = "co", *, reports: tuple[Report, ...] = (), title: str = "Sample title") -> Case:
        opening = Opening(reports, Origin.REACTIVE if reports else Origin.PROACTIVE, title)
        return open_cases([opening], by=person(code, RoleName.SUPERVISOR))[0]

    return make
