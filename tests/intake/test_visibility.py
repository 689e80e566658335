"""Who sees what was handed in, and what was lifted out of it."""

from collections.abc import Callable
from typing import Any

import pytest

from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.foundation.sealed import Sealed
from nightlight.intake.models import Passage, Report, Submission, SubmissionPart
from tests.conftest import Person
from tests.intake.conftest import Receive, full, received

GetAgency = Callable[[str], Agency]


@pytest.fixture
def in_colorado(hand_in: Receive, agency: GetAgency) -> Submission:
    [submission] = hand_in(received(full()), into=agency("co"), sent_by=agency("practice-provider"))
    return submission


def counted(actor: Any) -> tuple[int, ...]:
    tables = (Submission, SubmissionPart, Report, Passage)
    return tuple(model.objects.get_queryset().visible_to(actor).count() for model in tables)


def test_those_who_work_reports_see_what_came_to_their_agency(in_colorado: Submission, person: Person) -> None:
    assert counted(person("co", RoleName.ANALYST)) == (1, 1, 1, 1)


def test_another_agency_sees_nothing(in_colorado: Submission, person: Person) -> None:
    assert counted(person("ut", RoleName.COMMANDER)) == (0, 0, 0, 0)


def test_the_nation_sees_it(in_colorado: Submission, person: Person) -> None:
    assert counted(person("national", RoleName.NATIONAL_COORDINATOR)) == (1, 1, 1, 1)


def test_a_provider_sees_what_became_of_it_and_nothing_in_it(in_colorado: Submission, person: Person) -> None:
    assert counted(person("practice-provider", RoleName.PROVIDER)) == (1, 0, 0, 0)


@pytest.mark.parametrize("role", [RoleName.ADMINISTRATOR, RoleName.AUDITOR, RoleName.WATCH_DESK])
def test_who_needs_no_reports_sees_none(in_colorado: Submission, person: Person, role: RoleName) -> None:
    assert counted(person("co", role)) == (0, 0, 0, 0)


def test_an_agency_that_a_report_was_assigned_to_sees_the_report_and_not_the_submission(
    in_colorado: Submission, person: Person, agency: GetAgency
) -> None:
    reports = Report.objects.get_queryset().unscoped(because="test")
    reports.update(status="assigned", assigned_to=agency("ut"), assigned_at=in_colorado.received_at)
    assert counted(person("ut", RoleName.ANALYST)) == (0, 0, 1, 1)


def test_what_belongs_to_a_report_is_sealed_too(db: None) -> None:
    with pytest.raises(Sealed):
        list(Passage.objects.all())
