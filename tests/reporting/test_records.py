"""A figure, clicked, lists exactly that many records, for a person allowed to see them."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.foundation.refusals import NotAllowed, NotFound
from nightlight.operations.models import Operation
from nightlight.reporting.measure import Dimension
from nightlight.reporting.measures import COMPLAINTS, MEASURES
from nightlight.reporting.operation_report import OperationReport, operation_report
from nightlight.reporting.records import PAGE, Narrowing, Records, records
from tests.reporting.countable import AFTER, FIRST, LAST, Field, affiliate_of, noon

Person = Callable[..., User]
CODES = ("co", "fl-central", "fl-south", "wa")
DAYS = st.integers(-2, (LAST - FIRST).days + 2).map(lambda days: FIRST + timedelta(days=days))
WHO = st.sampled_from([*CODES, "affiliate"])
WRITES = st.one_of(
    st.tuples(st.just("complaint"), WHO, DAYS, st.none()),
    st.tuples(st.just("arrest"), WHO, DAYS, st.sampled_from("abcd")),
    st.tuples(st.just("offender"), WHO, DAYS, st.sampled_from(["produced", "abused", "produced_and_abused"])),
    st.tuples(st.just("child"), WHO, DAYS, st.sampled_from(["recent", "ongoing", "historical", "production_only"])),
    st.tuples(st.just("presentation"), WHO, DAYS, st.integers(0, 500)),
)


def _write(field: Field, kind: str, who: str, day: date, more: object) -> None:
    code = affiliate_of("fl-central").code if who == "affiliate" else who
    if kind == "complaint":
        field.complaint(code, noon(day))
    elif more is not None:
        getattr(field, kind)(code, day, more)


def _every_cell(report: OperationReport) -> Iterator[tuple[str, Narrowing, int | None]]:
    """Yield each number of the report that can be clicked, with what was clicked: all figures, and cells above 0."""
    for figure in report.figures:
        yield figure.measure.code, Narrowing(), figure.value
    for row in report.by_task_force:
        yield from ((code, Narrowing(task_force=row.code), value) for code, value in row.values.items() if value)
    for row in report.by_state:
        yield from ((code, Narrowing(state=row.code), value) for code, value in row.values.items() if value)
    for category in report.arrests_by_category:
        yield "arrests", Narrowing(category=category.code), category.value
    for recency, value in (report.children_by_recency or {}).items():
        yield "children_identified", Narrowing(category=recency), value
    for day, number in report.complaints_by_day or ():
        if number:
            yield "complaints", Narrowing(day=day), number


def _check(operation: Operation, actor: User, as_of: date) -> None:
    report = operation_report(operation, actor=actor, as_of=as_of)
    for code, narrowed, shown in _every_cell(report):
        if shown is not None:
            behind = records(operation, code, actor=actor, as_of=as_of, narrowed=narrowed)
            lines = behind.every()
            assert (shown, len(lines)) == (behind.total, behind.count), (code, narrowed)
            assert sum(line.weight for line in lines) == shown
            assert len({line.pk for line in lines}) == len(lines)
    for figure in report.figures:
        code = figure.measure.code
        for rows in (report.by_task_force, report.by_state):
            assert sum(row.values[code] or 0 for row in rows) == (figure.value or 0)
    assert sum(row.value or 0 for row in report.arrests_by_category) == report.as_json()["figures"]["arrests"]
    assert sum(value for _, value in report.complaints_by_day or ()) == (report.value(COMPLAINTS) or 0)


@pytest.fixture(scope="module")
def database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.mark.usefixtures("database")
@settings(max_examples=15, deadline=None)
@given(
    written=st.lists(WRITES, max_size=14), as_of=DAYS, role=st.sampled_from(["coordinator", "commander", "detective"])
)
def test_each_number_lists_exactly_its_records_and_parts_add_up(
    written: list[tuple[str, str, date, object]], as_of: date, role: str
) -> None:
    with transaction.atomic():
        field = Field()
        for each in written:
            _write(field, *each)
        _check(field.operation("co", "fl-central", "fl-south"), field.reader(role), as_of)
        transaction.set_rollback(True)


def _all(operation: Operation, code: str, actor: User, narrowed: Narrowing | None = None) -> Records:
    return records(operation, code, actor=actor, as_of=AFTER, narrowed=narrowed)


@pytest.fixture
def coordinator(person: Person) -> User:
    return person("national", RoleName.NATIONAL_COORDINATOR)


def test_a_commander_lists_only_their_own_records(field: Field, person: Person) -> None:
    for code in ("co", "wa"):
        field.one_of_each(code, FIRST)
    operation, commander = field.operation("co", "wa"), person("co", RoleName.COMMANDER)
    for code in MEASURES:
        assert {line.agency for line in _all(operation, code, commander).every()} == {field.agency("co").name}
        assert _all(operation, code, commander, Narrowing(task_force="wa")).every() == []


def test_a_child_is_listed_by_case_and_pseudonym_only(field: Field, coordinator: User) -> None:
    child = field.child("co", FIRST)
    [line] = _all(field.operation("co"), "children_identified", coordinator).every()
    assert line.number == f"{child.case.number} MV1"


def test_a_record_names_the_case_that_shows_it(field: Field, coordinator: User) -> None:
    arrest, child, offender = field.arrest("co", FIRST), field.child("co", FIRST), field.offender("co", FIRST)
    field.complaint("co", noon(FIRST))
    field.presentation("co", FIRST)
    expected = {
        "arrests": arrest.case_id,
        "children_identified": child.case_id,
        "offenders_produced_or_abused": offender.case_id,
        "complaints": None,
        "presentations": None,
        "task_forces": None,
    }
    operation = field.operation("co")
    for code, case in expected.items():
        assert [line.case for line in _all(operation, code, coordinator).every()] == [case]


def test_people_reached_lists_the_presentations_that_add_up_to_it(field: Field, coordinator: User) -> None:
    field.presentation("co", FIRST, 40)
    field.presentation("co", LAST, 2)
    behind = _all(field.operation("co"), "people_reached", coordinator)
    assert (behind.total, behind.count, [line.weight for line in behind.every()]) == (42, 2, [40, 2])
    assert behind.columns == ("Number", "Date", "Agency", "Category", "People reached")


def test_a_long_list_comes_in_pages_in_order_of_event(field: Field, coordinator: User, days: list[date]) -> None:
    for day in days[: PAGE + 1]:
        field.presentation("co", day)
    behind = _all(field.operation("co"), "presentations", coordinator)
    first, second = behind.page(1), behind.page(2)
    assert (behind.pages, len(first), [line.on for line in second]) == (2, PAGE, [days[PAGE]])
    for number in (0, 3):
        with pytest.raises(NotFound):
            behind.page(number)


def test_the_records_of_children_need_the_right_to_read_of_them(field: Field, person: Person) -> None:
    with pytest.raises(NotAllowed, match="victim:read"):
        _all(field.operation("co"), "children_identified", person("co", RoleName.INVESTIGATOR))


@pytest.mark.parametrize(
    ("code", "narrowed"),
    [
        ("beauty", Narrowing()),
        ("complaints", Narrowing(category="a")),
        ("task_forces", Narrowing(day=FIRST)),
    ],
)
def test_what_is_not_measured_is_not_found(code: str, narrowed: Narrowing, field: Field, coordinator: User) -> None:
    with pytest.raises(NotFound):
        _all(field.operation("co"), code, coordinator, narrowed)


def test_every_measure_is_divided_by_task_force_and_state() -> None:
    for measure in MEASURES.values():
        assert {Dimension.TASK_FORCE, Dimension.STATE} <= measure.divides_by
