"""Each constraint of workload, broken once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.intake.models import Report
from nightlight.workload.models import Leave, PersonalAssignment, Skill
from tests.breaking import breaks

NOW, DAY = clock.now(), date(2026, 11, 20)

ASSIGNMENTS: dict[str, dict[str, Any]] = {
    "one_open_personal_assignment_per_report": {"receipt": "P-SECOND"},
    "one_personal_assignment_per_receipt": {"ended_at": NOW, "ended_because": "Over."},
    "personal_assignment_says_why": {"because": ""},
    "personal_assignment_has_a_spoken_receipt": {"receipt": "A-SECOND"},
    "personal_assignment_ends_by_somebody_for_a_reason_or_holds": {"ended_because": "Over."},
}


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_database_refuses_an_assignment_that_breaks(
    name: str, held: Callable[..., Report], az: User, agency: Callable[[str], Agency]
) -> None:
    sound: dict[str, Any] = {
        "agency": agency("az"), "report": held(), "to": az, "at": NOW, "by_user": az, "because": "Test.",
        "receipt": "P-FIRST",
    }  # fmt: skip
    PersonalAssignment.objects.create(**sound)
    change = dict(ASSIGNMENTS[name])
    if "ended_at" in change:
        change["ended_by"] = az
    if not name.startswith("one_"):
        change = {"report": held(), "receipt": "P-SECOND"} | change
    with breaks(name):
        PersonalAssignment.objects.create(**sound | change)


SKILLS: dict[str, dict[str, Any]] = {
    "one_open_row_per_person_and_skill": {},
    "skill_is_named": {"skill": ""},
    "skill_does_not_end_before_it_begins": {"last_day": DAY - timedelta(days=1)},
}


@pytest.mark.parametrize("name", SKILLS)
def test_the_database_refuses_a_skill_that_breaks(name: str, az: User) -> None:
    sound: dict[str, Any] = {
        "agency_id": az.agency_id, "person": az, "skill": "sextortion", "first_day": DAY, "by_user": az,
    }  # fmt: skip
    Skill.objects.create(**sound)
    with breaks(name):
        Skill.objects.create(**sound | SKILLS[name])


def test_a_leave_does_not_end_before_it_begins(az: User) -> None:
    with breaks("leave_does_not_end_before_it_begins"):
        Leave.objects.create(
            agency_id=az.agency_id, person=az, first_day=DAY, last_day=DAY - timedelta(days=1), by_user=az
        )
