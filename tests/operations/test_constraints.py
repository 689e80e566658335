"""Each constraint, broken once."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from nightlight.agencies.models import Agency
from nightlight.operations.models import Operation, Participation, Presentation
from tests.breaking import breaks

MOMENT, LATER = datetime(2018, 3, 1, tzinfo=UTC), datetime(2018, 3, 2, tzinfo=UTC)

BROKEN: dict[str, dict[str, Any]] = {
    "one_operation_per_code": {"code": "taken"},
    "operation_is_named": {"name": ""},
    "operation_scope_is_known": {"scope": "global"},
    "operation_ends_on_or_after_its_first_day": {"ends_on": date(2018, 2, 28)},
    "operation_status_is_known": {"status": "paused", "started_at": MOMENT},
    "operation_is_planned_exactly_until_it_started": {"started_at": MOMENT},
    "operation_is_closed_exactly_when_it_has_a_closing_time": {"status": "closed", "started_at": MOMENT},
    "operation_closes_after_it_started": {"status": "closed", "started_at": LATER, "closed_at": MOMENT},
}


def test_each_constraint_of_an_operation_is_broken_here() -> None:
    assert {constraint.name for constraint in Operation._meta.constraints} == set(BROKEN)


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_an_operation_that_breaks(
    name: str, planned_operation: Callable[..., Operation], agency: Callable[[str], Agency]
) -> None:
    planned_operation(code="taken")
    sound: dict[str, Any] = {
        "agency": agency("national"),
        "code": "sound",
        "name": "Operation Sound",
        "scope": "national",
        "starts_on": date(2018, 3, 1),
        "ends_on": date(2018, 3, 1),
        "category_set": date(2018, 1, 1),
    }
    Operation.objects.create(**sound)
    with breaks(name):
        Operation.objects.create(**(sound | {"code": "other"} | BROKEN[name]))


def test_an_agency_takes_part_once(
    planned_operation: Callable[..., Operation], agency: Callable[[str], Agency]
) -> None:
    operation = planned_operation("co")
    with breaks("one_participation_per_agency"):
        Participation.objects.create(agency=agency("co"), operation=operation)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("presentation_audience_is_known", {"audience": "everybody"}),
        ("presentation_reaches_nobody_or_more", {"people_reached": -1}),
    ],
)
def test_the_database_refuses_a_presentation_that_breaks(
    name: str, words: dict[str, Any], agency: Callable[[str], Agency]
) -> None:
    sound = {"agency": agency("co"), "held_on": date(2018, 3, 1), "audience": "youth", "people_reached": 0}
    Presentation.objects.create(**sound)
    with breaks(name):
        Presentation.objects.create(**(sound | words))
