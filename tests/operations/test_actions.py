"""An operation is defined, joined, started and closed by its owner; presentations are recorded by who gave them."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency, AgencyKind
from nightlight.audit.models import Entry
from nightlight.foundation import clock
from nightlight.foundation.refusals import IllegalMove, NotAllowed, NotFound, RuleRefusal
from nightlight.operations import actions
from nightlight.operations.models import Audience, Operation, Participation, Presentation, Scope

Make = Callable[..., Operation]
Person = Callable[..., User]
AgencyBy = Callable[[str], Agency]

DEFINITION = actions.Definition(
    code="sample-2018",
    name="Operation Sample 2018",
    scope=Scope.NATIONAL,
    starts_on=date(2018, 3, 1),
    ends_on=date(2018, 5, 31),
    category_set=date(2018, 1, 1),
)


@pytest.fixture
def coordinator(person: Person) -> User:
    return person("national", RoleName.NATIONAL_COORDINATOR)


def _talks(count: int) -> list[actions.PresentationHeld]:
    return [actions.PresentationHeld(date(2018, 4, 2), Audience.YOUTH, 30) for _ in range(count)]


def _acts() -> list[str]:
    return list(Entry.objects.unscoped(because="test").order_by("position").values_list("act", flat=True))


def test_an_operation_is_defined_joined_started_and_closed(coordinator: User, agency: AgencyBy) -> None:
    operation = actions.define_operation(DEFINITION, by=coordinator)
    joined = actions.enrol(operation, agencies=[agency("co"), agency("tx-dallas"), agency("co")], by=coordinator)
    with clock.held_at(datetime(2018, 3, 1, tzinfo=UTC)):
        actions.start(operation, by=coordinator)
    with clock.held_at(datetime(2018, 6, 1, tzinfo=UTC)):
        closed = actions.close(operation, by=coordinator)
    assert (closed.status, closed.agency) == ("closed", coordinator.agency)
    assert [row.agency.code for row in joined] == ["co", "tx-dallas"]
    assert _acts() == ["operation.defined", "operation.enrolled", "operation.started", "operation.closed"]


def test_an_agency_that_takes_part_is_not_enrolled_again(
    coordinator: User, planned_operation: Make, agency: AgencyBy
) -> None:
    operation = planned_operation("co")
    assert actions.enrol(operation, agencies=[agency("co")], by=coordinator) == []
    assert Participation.objects.visible_to(coordinator).count() == 1


@pytest.mark.parametrize("code", ["national", "practice-provider"])
def test_only_agencies_that_investigate_take_part(
    code: str, coordinator: User, planned_operation: Make, agency: AgencyBy
) -> None:
    operation = planned_operation()
    with pytest.raises(RuleRefusal, match="that investigate"):
        actions.enrol(operation, agencies=[agency("co"), agency(code)], by=coordinator)
    assert not Participation.objects.visible_to(coordinator).exists()


def test_a_closed_operation_takes_nobody_in_and_moves_no_more(
    coordinator: User, planned_operation: Make, agency: AgencyBy
) -> None:
    operation = planned_operation()
    actions.start(operation, by=coordinator)
    actions.close(operation, by=coordinator)
    with pytest.raises(RuleRefusal, match="closed"):
        actions.enrol(operation, agencies=[agency("co")], by=coordinator)
    with pytest.raises(IllegalMove):
        actions.start(operation, by=coordinator)
    with pytest.raises(IllegalMove):
        actions.close(operation, by=coordinator)


def test_a_window_that_ends_before_it_begins_is_refused(coordinator: User) -> None:
    backwards = actions.Definition("odd", "Odd", Scope.LOCAL, date(2018, 3, 2), date(2018, 3, 1), date(2018, 1, 1))
    with pytest.raises(RuleRefusal, match="first day"):
        actions.define_operation(backwards, by=coordinator)


def test_a_code_is_taken_once_per_agency(coordinator: User) -> None:
    actions.define_operation(DEFINITION, by=coordinator)
    with pytest.raises(RuleRefusal, match="another code"):
        actions.define_operation(DEFINITION, by=coordinator)
    assert Operation.objects.visible_to(coordinator).count() == 1


def test_a_commander_defines_no_operation(person: Person) -> None:
    with pytest.raises(NotAllowed):
        actions.define_operation(DEFINITION, by=person("co", RoleName.COMMANDER))


def test_an_operation_is_changed_by_its_owner_only(person: Person, planned_operation: Make, agency: AgencyBy) -> None:
    operation, other = planned_operation("co"), person("co", RoleName.OPERATOR)
    for change in (actions.start, actions.close):
        with pytest.raises(RuleRefusal, match="owner"):
            change(operation, by=other)
    with pytest.raises(RuleRefusal, match="owner"):
        actions.enrol(operation, agencies=[agency("wa")], by=other)


def test_an_operation_of_strangers_is_not_found(person: Person, planned_operation: Make) -> None:
    with pytest.raises(NotFound):
        actions.start(planned_operation("wa", owner="wa"), by=person("co", RoleName.OPERATOR))


def test_presentations_belong_to_the_agency_that_records_them(person: Person) -> None:
    commander = person("co", RoleName.COMMANDER)
    actions.record_presentations(_talks(2), by=commander)
    seen = Presentation.objects.visible_to(commander)
    assert [(row.agency.code, row.people_reached) for row in seen] == [("co", 30), ("co", 30)]
    assert not Presentation.objects.visible_to(person("wa", RoleName.COMMANDER)).exists()
    assert not Presentation.objects.visible_to(person("co", RoleName.ADMINISTRATOR)).exists()


def test_a_presentation_that_reaches_fewer_than_nobody_is_refused_with_its_whole_batch(person: Person) -> None:
    batch = [*_talks(1), actions.PresentationHeld(date(2018, 4, 2), Audience.OTHER, -1)]
    with pytest.raises(RuleRefusal, match="nobody or more"):
        actions.record_presentations(batch, by=person("co", RoleName.COMMANDER))
    assert not Presentation.objects.unscoped(because="test").exists()


def test_an_act_takes_the_same_number_of_queries_whatever_the_count(
    person: Person, coordinator: User, planned_operation: Make
) -> None:
    commander, operation = person("co", RoleName.COMMANDER), planned_operation()
    task_forces = list(Agency.objects.filter(kind=AgencyKind.TASK_FORCE))
    actions.enrol(operation, agencies=task_forces[:1], by=coordinator)
    actions.record_presentations(_talks(1), by=commander)

    def queries(work: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            work()
        return len(captured)

    assert queries(lambda: actions.enrol(operation, agencies=task_forces[1:2], by=coordinator)) == queries(
        lambda: actions.enrol(operation, agencies=task_forces[2:], by=coordinator)
    )
    assert queries(lambda: actions.record_presentations(_talks(1), by=commander)) == queries(
        lambda: actions.record_presentations(_talks(60), by=commander)
    )
