"""What counts: by date of event in the window, by participant, as known; for whoever asks."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.investigations.models import Subject
from nightlight.operations.models import Operation, Participation
from nightlight.reporting.measures import MEASURES
from nightlight.reporting.operation_report import OperationReport, operation_report
from tests.reporting.countable import AFTER, FIRST, LAST, Field, affiliate_of, noon

Person = Callable[..., User]
ONE_OF_EACH = {
    "complaints": 1,
    "arrests": 1,
    "offenders_produced_or_abused": 1,
    "children_identified": 1,
    "presentations": 1,
    "people_reached": 30,
}


@pytest.fixture
def coordinator(person: Person) -> User:
    return person("national", RoleName.NATIONAL_COORDINATOR)


def _figures(report: OperationReport) -> dict[str, int | None]:
    return {figure.measure.code: figure.value for figure in report.figures}


def _counted(operation: Operation, actor: User, as_of: date = AFTER) -> dict[str, int | None]:
    figures = _figures(operation_report(operation, actor=actor, as_of=as_of))
    return {code: value for code, value in figures.items() if code != "task_forces"}


def _nothing() -> dict[str, int]:
    return dict.fromkeys(ONE_OF_EACH, 0)


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_the_first_and_the_last_day_count(day: date, field: Field, coordinator: User) -> None:
    field.one_of_each("co", day)
    assert _counted(field.operation("co"), coordinator) == ONE_OF_EACH


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), LAST + timedelta(days=1)])
def test_the_days_before_and_after_do_not_count(day: date, field: Field, coordinator: User) -> None:
    field.one_of_each("co", day)
    assert _counted(field.operation("co"), coordinator) == _nothing()


def test_midnight_utc_begins_the_day(field: Field, coordinator: User) -> None:
    begins = datetime.combine(FIRST, time(), UTC)
    ended = datetime.combine(LAST + timedelta(days=1), time(), UTC)
    instant = timedelta(microseconds=1)
    for moment in (begins - instant, begins, ended - instant, ended):
        field.complaint("co", moment)
    report = operation_report(field.operation("co"), actor=coordinator, as_of=AFTER)
    by_day = dict(report.complaints_by_day or ())
    assert (_figures(report)["complaints"], by_day[FIRST], by_day[LAST]) == (2, 1, 1)


def test_as_of_leaves_out_what_happened_later(field: Field, coordinator: User) -> None:
    field.one_of_each("co", date(2018, 4, 10))
    operation = field.operation("co")
    assert _counted(operation, coordinator, date(2018, 4, 9)) == _nothing()
    assert _counted(operation, coordinator, date(2018, 4, 10)) == ONE_OF_EACH


def test_as_of_leaves_out_what_became_known_later(field: Field, coordinator: User) -> None:
    day, later = date(2018, 4, 10), noon(date(2018, 4, 20))
    field.arrest("co", day, known=later)
    field.offender("co", day, known=later)
    field.child("co", day, known=later)
    field.presentation("co", day, known=later)
    operation = field.operation("co")
    assert _counted(operation, coordinator, date(2018, 4, 19)) == _nothing()
    assert _counted(operation, coordinator, date(2018, 4, 20)) == ONE_OF_EACH | {"complaints": 0}


def test_before_the_window_nothing_counts_and_no_day_is_shown(field: Field, coordinator: User) -> None:
    field.one_of_each("co", FIRST)
    report = operation_report(field.operation("co"), actor=coordinator, as_of=FIRST - timedelta(days=3))
    assert set(_figures(report).values()) == {0}
    assert report.complaints_by_day == ()


def test_an_agency_that_joined_later_does_not_count_before(field: Field, coordinator: User) -> None:
    field.one_of_each("co", FIRST)
    operation = field.operation()
    Participation.objects.create(agency=field.agency("co"), operation=operation, joined_at=noon(date(2018, 4, 20)))
    assert _counted(operation, coordinator, date(2018, 4, 19)) == _nothing()
    assert _counted(operation, coordinator, date(2018, 4, 20)) == ONE_OF_EACH


def test_whoever_does_not_take_part_does_not_count(field: Field, coordinator: User) -> None:
    field.one_of_each("co", FIRST)
    field.one_of_each("wa", FIRST)
    operation = field.operation("co")
    assert _counted(operation, coordinator) == ONE_OF_EACH
    assert [row.code for row in operation_report(operation, actor=coordinator, as_of=AFTER).by_task_force] == ["co"]


def test_an_affiliate_counts_under_its_task_force_and_once(field: Field, coordinator: User) -> None:
    affiliate = affiliate_of("fl-central")
    field.one_of_each(affiliate.code, FIRST)
    field.one_of_each("fl-central", FIRST)
    operation = field.operation("fl-central", affiliate.code)
    [row] = operation_report(operation, actor=coordinator, as_of=AFTER).by_task_force
    assert (row.code, row.values["arrests"], row.values["people_reached"]) == ("fl-central", 2, 60)


def test_an_affiliate_that_takes_part_without_its_task_force_counts_by_itself(field: Field, coordinator: User) -> None:
    affiliate = affiliate_of("fl-central")
    field.one_of_each(affiliate.code, FIRST)
    field.one_of_each("fl-central", FIRST)
    report = operation_report(field.operation(affiliate.code), actor=coordinator, as_of=AFTER)
    assert [row.code for row in report.by_task_force] == [affiliate.code]
    assert _figures(report) == ONE_OF_EACH | {"task_forces": 0}


def test_a_commander_sees_only_their_own_task_force(field: Field, person: Person) -> None:
    for code in ("co", "wa"):
        field.one_of_each(code, FIRST)
    operation = field.operation("co", "wa")
    report = operation_report(operation, actor=person("co", RoleName.COMMANDER), as_of=AFTER)
    assert [row.code for row in report.by_task_force] == ["co"]
    assert _figures(report) == ONE_OF_EACH | {"task_forces": 1}
    assert sum(value for _, value in report.complaints_by_day or ()) == 1


def test_a_report_handed_on_counts_for_whoever_works_it_and_only_there(field: Field, person: Person) -> None:
    field.complaint("co", noon(FIRST), assigned_to=field.agency("wa"))
    operation = field.operation("co", "wa")
    assert _counted(operation, person("co", RoleName.COMMANDER))["complaints"] == 0
    assert _counted(operation, person("wa", RoleName.COMMANDER))["complaints"] == 1


def test_a_detective_of_an_affiliate_sees_what_the_affiliate_did_under_its_task_force(
    field: Field, person: Person
) -> None:
    affiliate = affiliate_of("fl-central")
    field.one_of_each(affiliate.code, FIRST)
    field.one_of_each("fl-central", FIRST)
    detective = person(affiliate.code, RoleName.INVESTIGATOR)
    report = operation_report(field.operation("fl-central"), actor=detective, as_of=AFTER)
    [row] = report.by_task_force
    assert (row.code, row.values["arrests"], row.values["task_forces"]) == ("fl-central", 1, 1)


def test_without_the_right_to_read_of_children_their_number_is_not_shown_and_never_zero(
    field: Field, person: Person
) -> None:
    report = operation_report(field.operation("co"), actor=person("co", RoleName.INVESTIGATOR), as_of=AFTER)
    assert _figures(report)["children_identified"] is None
    assert _figures(report)["arrests"] == 0
    assert report.children_by_recency is None
    assert {row.values["children_identified"] for row in (*report.by_task_force, *report.by_state)} == {None}
    assert report.as_json()["figures"]["children_identified"] is None


def test_whoever_may_read_operations_only_sees_no_casework(field: Field, person: Person) -> None:
    field.one_of_each("co", FIRST)
    report = operation_report(field.operation("co"), actor=person("national", RoleName.WATCH_DESK), as_of=AFTER)
    hidden = {code for code, value in _figures(report).items() if value is None}
    assert hidden == {"complaints", "arrests", "offenders_produced_or_abused", "children_identified"}
    assert {row.value for row in report.arrests_by_category} == {None}
    assert report.complaints_by_day is None


def test_an_arrested_person_who_was_cleared_no_longer_counts(field: Field, coordinator: User) -> None:
    arrest = field.arrest("co", FIRST)
    operation = field.operation("co")
    assert _counted(operation, coordinator)["arrests"] == 1
    Subject.objects.unscoped(because="test").filter(pk=arrest.subject_id).update(status="cleared")
    assert _counted(operation, coordinator)["arrests"] == 0


def test_a_report_that_was_closed_without_being_taken_up_does_not_count(field: Field, coordinator: User) -> None:
    closing = {"status": "closed", "lane": None, "closed_at": noon(FIRST), "closed_because": "no nexus"}
    field.complaint("co", None, **closing)
    field.complaint("co", noon(FIRST), **closing)
    assert _counted(field.operation("co"), coordinator)["complaints"] == 1


def test_every_measure_is_in_the_report(field: Field, coordinator: User) -> None:
    assert list(_figures(operation_report(field.operation(), actor=coordinator, as_of=AFTER))) == list(MEASURES)
