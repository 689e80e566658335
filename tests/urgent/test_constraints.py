"""Each constraint of the urgent lane, broken once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import models

from nightlight.foundation import ids
from nightlight.notices.models import Notice
from nightlight.urgent.models import Alarm, OnCall, Ring
from tests.breaking import breaks
from tests.urgent.conftest import Lane

MOMENT = datetime(2026, 11, 1, tzinfo=UTC)
LATER, BEFORE = MOMENT + timedelta(minutes=15), MOMENT - timedelta(days=1)

Sound = Callable[[type[models.Model]], dict[str, Any]]

BROKEN: dict[str, tuple[type[models.Model], dict[str, Any]]] = {
    "on_call_position_starts_at_one": (OnCall, {"position": 0}),
    "on_call_way_is_known": (OnCall, {"way": "pigeon"}),
    "on_call_minutes_are_within_a_day": (OnCall, {"minutes": 1441}),
    "on_call_says_why": (OnCall, {"because": ""}),
    "on_call_ends_after_it_begins": (OnCall, {"valid_to": BEFORE}),
    "alarm_answer_is_known": (Alarm, {"answer": "heard", "answered_at": LATER}),
    "alarm_policy_digest_is_sha256": (Alarm, {"policy_digest": "a"}),
    "alarm_is_due_after_it_was_raised": (Alarm, {"open_by": MOMENT}),
    "alarm_is_answered_at_some_time_or_waits": (Alarm, {"answer": "worked"}),
    "alarm_is_opened_or_taken_by_somebody": (Alarm, {"answer": "opened", "answered_at": LATER}),
}
TWICE = {
    "one_person_per_step_of_an_on_call_list": OnCall,
    "one_alarm_per_report_and_rule": Alarm,
    "one_ring_per_alarm_and_step": Ring,
}


@pytest.fixture
def sound(lane: Lane) -> Sound:
    """Give the fields of a sound row; the rows it leans on are in the database."""
    colorado, [report] = lane.agency("co"), lane.arrive(urgent=0, others=1)
    rule = {"tier": 1, "policy_date": date(2018, 1, 1), "policy_digest": "a" * 64}
    alarm = {"agency": colorado, "report": report, "raised_at": MOMENT, "open_by": LATER, **rule}
    about = {"kind": "report.urgent", "about_kind": "intake.report", "about_id": ids.new(), "raised_at": MOMENT}
    rows: dict[type[models.Model], dict[str, Any]] = {
        OnCall: {
            "agency": colorado,
            "position": 1,
            "person": lane.first,
            "valid_from": MOMENT,
            "set_by": lane.supervisor,
            "because": "Sample reason",
        },
        Alarm: {"rule": "P-1", **alarm},
        Ring: {
            "alarm": Alarm.objects.create(rule="P-2", **alarm),
            "step": 1,
            "notice": Notice.objects.create(agency=colorado, **about),
            "rung_at": MOMENT,
        },
    }
    return lambda model: rows[model]


def test_each_constraint_is_broken_here() -> None:
    named = {constraint.name for table in (OnCall, Alarm, Ring) for constraint in table._meta.constraints}
    assert named == set(BROKEN) | set(TWICE)


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_a_row_that_breaks(name: str, sound: Sound) -> None:
    model, words = BROKEN[name]
    with breaks(name):
        model._default_manager.create(**sound(model) | words)
    model._default_manager.create(**sound(model))


@pytest.mark.parametrize("name", TWICE)
def test_the_database_refuses_a_second_row_against(name: str, sound: Sound) -> None:
    model = TWICE[name]
    model._default_manager.create(**sound(model))
    with breaks(name):
        model._default_manager.create(**sound(model))
