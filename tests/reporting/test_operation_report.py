"""The report keeps its contract with scripts, and its number of queries."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency, AgencyKind
from nightlight.operations.models import Operation
from nightlight.reporting.operation_report import operation_report
from tests.reporting.countable import AFTER, FIRST, Field

Person = Callable[..., User]
AT_MOST = 20


def _task_forces() -> list[str]:
    return list(Agency.objects.filter(kind=AgencyKind.TASK_FORCE).values_list("code", flat=True))


def test_the_keys_are_those_that_scripts_rely_on(field: Field, person: Person) -> None:
    field.one_of_each("co", FIRST)
    coordinator = person("national", RoleName.NATIONAL_COORDINATOR)
    said = operation_report(field.operation("co", "wa"), actor=coordinator, as_of=AFTER).as_json()
    assert list(said) == ["operation", "as_of", "figures", "arrests_by_category", "by_task_force", "seconds"]
    assert said["operation"] == "Operation Sample 2018"
    assert said["as_of"] == "2018-06-12"
    assert said["figures"] == {
        "task_forces": 2,
        "complaints": 1,
        "arrests": 1,
        "offenders_produced_or_abused": 1,
        "children_identified": 1,
        "presentations": 1,
        "people_reached": 30,
    }
    assert said["arrests_by_category"] == {"a": 1, "b": 0, "c": 0, "d": 0}
    assert said["by_task_force"][0] == {
        "code": "co",
        "name": field.agency("co").name,
        "state": "CO",
        "complaints": 1,
        "arrests": 1,
        "offenders_produced_or_abused": 1,
        "children_identified": 1,
        "presentations": 1,
        "people_reached": 30,
    }
    assert isinstance(said["seconds"], float)


@pytest.mark.parametrize("role", [RoleName.NATIONAL_COORDINATOR, RoleName.WATCH_DESK])
def test_61_task_forces_take_as_many_queries_as_one(role: RoleName, field: Field, person: Person) -> None:
    codes = _task_forces()
    assert len(codes) == 61
    for code in codes:
        field.one_of_each(code, FIRST)
    one, all_of_them = field.operation("co"), field.operation(*codes)

    def queries(operation: Operation) -> int:
        operation = Operation.objects.unscoped(because="test").select_related("agency").get(pk=operation.pk)
        reader = person("national", role)
        reader = User.objects.unscoped(because="test").get(pk=reader.pk)
        with CaptureQueriesContext(connection) as captured:
            operation_report(operation, actor=reader, as_of=AFTER)
        return len(captured)

    assert queries(one) == queries(all_of_them)
    assert queries(all_of_them) < AT_MOST


def test_61_task_forces_are_counted_with_their_names_and_states(field: Field, person: Person) -> None:
    report = operation_report(
        field.operation(*_task_forces()), actor=person("national", RoleName.NATIONAL_COORDINATOR), as_of=AFTER
    )
    assert (len(report.by_task_force), report.as_json()["figures"]["task_forces"]) == (61, 61)
    assert sum(row.values["task_forces"] or 0 for row in report.by_state) == 61


def test_categories_are_worded_as_in_the_set_of_the_operation(field: Field, person: Person) -> None:
    coordinator, operation = person("national", RoleName.NATIONAL_COORDINATOR), field.operation("co")

    def wording() -> str:
        return operation_report(operation, actor=coordinator, as_of=AFTER).arrests_by_category[3].wording

    assert "state lines" in wording()
    operation.category_set = date(2015, 1, 1)
    assert "state lines" not in wording()
