"""What an agency sets for itself holds for it and for those under it, and is only ever followed."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency, Membership
from nightlight.directives.choosing import Chosen
from nightlight.directives.models import Directive
from nightlight.foundation import clock
from nightlight.policy import with_digest
from nightlight.triage.assessment import axes, priority
from nightlight.triage.assessment.rules import SCHEMAS
from tests.breaking import breaks

TEXT = """name: triage.axes
in_force_from: {on}
source: Sample, {mark}
victim: {{steps: [], speaks: [enticement]}}
offender: {{steps: [], speaks: [enticement]}}
severity: {{steps: [], speaks: [enticement]}}
solvable: {{open_days: {days}, fading_days: 400}}
"""


def directive(agency: Agency, author: User, *, on: date, days: int = 10, number: int = 1, **changes: Any) -> Directive:
    text = TEXT.format(on=on, days=days, mark=f"{agency.code} {number}")
    values = {
        "agency": agency,
        "name": axes.NAME,
        "number": number,
        "in_force_from": on,
        "content": text,
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "author": author,
        "because": "Sample reason",
        "decided_on": min(on, clock.today()),
    }
    made = Directive(**values | changes)
    made.save(force_insert=True)
    return made


def open_days(agency: Agency, on: date) -> int:
    return int(Chosen([agency.pk], SCHEMAS, on=on).of(agency.pk, axes.NAME).content.solvable.open_days)


@pytest.fixture
def author(person: Callable[..., User]) -> User:
    return person("az", RoleName.COMMANDER)


def test_without_one_the_file_of_the_house_holds_and_one_question_is_asked(agency: Callable[[str], Agency]) -> None:
    arizona = agency("az")
    with CaptureQueriesContext(connection) as captured:
        assert open_days(arizona, date(2026, 11, 20)) == 90
    assert len(captured) == 1


def test_it_holds_for_its_agency_from_its_day_on_and_for_no_other(
    agency: Callable[[str], Agency], author: User
) -> None:
    first = directive(agency("az"), author, on=date(2027, 1, 10))
    assert open_days(agency("az"), date(2027, 1, 9)) == 90
    assert open_days(agency("az"), date(2027, 1, 10)) == 10
    assert open_days(agency("wy"), date(2027, 1, 10)) == 90
    chosen = Chosen([agency("az").pk], SCHEMAS, on=date(2027, 1, 10)).of(agency("az").pk, axes.NAME)
    assert (chosen.agency_id, chosen.digest, chosen.in_force_from) == (first.agency_id, first.digest, date(2027, 1, 10))


def test_the_later_day_holds_and_on_one_day_the_higher_number(agency: Callable[[str], Agency], author: User) -> None:
    directive(agency("az"), author, on=date(2027, 1, 10), days=10, number=1)
    directive(agency("az"), author, on=date(2027, 1, 5), days=20, number=2)
    assert [open_days(agency("az"), date(2027, 1, day)) for day in (4, 5, 9, 10, 20)] == [90, 20, 20, 10, 10]
    directive(agency("az"), author, on=date(2027, 1, 10), days=30, number=3)
    assert [open_days(agency("az"), date(2027, 1, day)) for day in (4, 5, 9, 10, 20)] == [90, 20, 20, 30, 30]


def test_an_affiliate_works_by_its_task_forces_and_a_task_force_by_the_nations(
    agency: Callable[[str], Agency], author: User
) -> None:
    under = Agency.objects.create(code="sample-affiliate", kind="affiliate", name="Sample Police Department")
    Membership.objects.create(agency=under, parent=agency("az"))
    directive(agency("national"), author, on=date(2027, 1, 1), days=11)
    directive(agency("az"), author, on=date(2027, 1, 1), days=22)
    day = date(2027, 1, 2)
    assert [open_days(agency(code), day) for code in ("sample-affiliate", "az", "wy", "national")] == [22, 22, 11, 11]


def test_many_agencies_ask_no_more_than_one(agency: Callable[[str], Agency], author: User) -> None:
    directive(agency("az"), author, on=date(2027, 1, 1))
    codes, day = Agency.objects.filter(kind="task_force").values_list("pk", flat=True), date(2027, 1, 2)
    every = list(codes)
    open_days(agency("az"), day)
    asked = []
    for some in (every[:2], every):
        with CaptureQueriesContext(connection) as captured:
            Chosen(some, SCHEMAS, on=day)
        asked.append(len(captured))
    assert asked[0] == asked[1] <= 4


def test_its_own_text_is_found_again_by_its_digest_and_a_file_by_its() -> None:
    file = priority.policy(date(2026, 11, 20))
    assert with_digest(priority.NAME, file.digest, schema=priority.PriorityPolicy) == file
    assert with_digest(priority.NAME, "0" * 64, schema=priority.PriorityPolicy) is None


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"number": 0}, "directive_number_starts_at_one"),
        ({"digest": "none"}, "directive_digest_is_sha256"),
        ({"because": ""}, "directive_says_what_and_why"),
        ({"content": ""}, "directive_says_what_and_why"),
        ({"name": ""}, "directive_says_what_and_why"),
        ({"decided_on": date(2027, 1, 11)}, "directive_is_never_in_force_before_it_is_decided"),
    ],
)
def test_no_row_can_break_a_check(
    changes: dict[str, Any], constraint: str, agency: Callable[[str], Agency], author: User
) -> None:
    with breaks(constraint):
        directive(agency("az"), author, on=date(2027, 1, 10), **changes)


def test_no_number_is_given_twice(agency: Callable[[str], Agency], author: User) -> None:
    directive(agency("az"), author, on=date(2027, 1, 10))
    with breaks("one_directive_per_number"):
        directive(agency("az"), author, on=date(2027, 1, 11))


@pytest.mark.parametrize("change", ["update", "delete"])
def test_it_is_neither_changed_nor_removed(change: str, agency: Callable[[str], Agency], author: User) -> None:
    made = directive(agency("az"), author, on=date(2027, 1, 10))
    rows = Directive.objects.visible_to(author).filter(pk=made.pk)
    with pytest.raises(DatabaseError, match="only followed"), transaction.atomic():
        rows.update(because="Another reason") if change == "update" else rows.delete()
    assert rows.get().because == "Sample reason"


def test_another_agency_does_not_see_it(
    agency: Callable[[str], Agency], author: User, person: Callable[..., User]
) -> None:
    directive(agency("az"), author, on=clock.today() + timedelta(days=1))
    assert not Directive.objects.visible_to(person("wy", RoleName.COMMANDER)).exists()
    assert Directive.objects.visible_to(person("national", RoleName.NATIONAL_COORDINATOR)).exists()
