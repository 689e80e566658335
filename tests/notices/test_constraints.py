"""Each constraint of notices, outlets and deliveries, broken once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import models

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation import ids
from nightlight.notices.models import Delivery, Notice, Outlet, Sight
from tests.breaking import breaks

MOMENT = datetime(2026, 11, 1, tzinfo=UTC)
BEFORE, AFTER = MOMENT - timedelta(days=1), datetime(2100, 1, 1, tzinfo=UTC)
HOOK = "https://hook.example.com/"
RULE = {"policy_date": date(2018, 1, 1), "policy_digest": "a" * 64}
ENDED = {"next_try_at": None, "ended_at": AFTER, "tries": 1}

Sound = Callable[[type[models.Model]], dict[str, Any]]

BROKEN: dict[str, tuple[type[models.Model], dict[str, Any]]] = {
    "notice_kind_is_known": (Notice, {"kind": "a child by name"}),
    "notice_names_its_record_by_a_label": (Notice, {"about_kind": "the report of a sample person"}),
    "notice_is_about_one_record_or_more": (Notice, {"count": 0}),
    "notice_urgency_is_known": (Notice, {"urgency": "later"}),
    "notice_is_handled_by_somebody_after_it_was_raised_or_not_at_all": (Notice, {"handled_at": AFTER}),
    "outlet_way_is_known": (Outlet, {"way": "pigeon"}),
    "outlet_target_fits_its_way": (Outlet, {"target": "http://hook.example.com/"}),
    "outlet_is_ended_by_somebody_after_it_began_or_is_open": (Outlet, {"valid_to": AFTER}),
    "delivery_status_is_known": (Delivery, {"status": "lost", **ENDED}),
    "delivery_waits_for_its_next_try_or_has_ended": (Delivery, {"next_try_at": None}),
    "delivery_ends_after_a_try": (Delivery, {"status": "delivered", **ENDED, "tries": 0}),
    "delivery_ends_after_it_began": (Delivery, {"status": "delivered", **ENDED, "ended_at": BEFORE}),
    "delivery_problem_is_a_code": (Delivery, {"problem": "Sample.Person@example.com"}),
    "delivery_is_given_up_exactly_when_it_names_the_rule": (Delivery, {"status": "given_up", **ENDED, "problem": "x"}),
}
ALSO = {
    "outlet_way_is_known": ("outlet_target_fits_its_way",),
    "notice_kind_is_known": (),
}
TWICE = {
    "a_person_sees_a_notice_once": Sight,
    "one_open_outlet_of_an_agency_per_target": Outlet,
    "one_delivery_per_notice_and_outlet": Delivery,
}


@pytest.fixture
def sound(agency: Callable[[str], Agency], administrator: User) -> Sound:
    """Give the fields of a sound row; the rows it leans on are in the database."""
    colorado = agency("co")
    said = {"kind": "report.rematched", "about_kind": "intake.report", "about_id": ids.new(), "raised_at": MOMENT}
    outlet = {"agency": colorado, "way": "webhook", "set_up_by": administrator, "valid_from": MOMENT}
    notice = Notice.objects.create(agency=colorado, **said)
    other = Outlet.objects.create(target=f"{HOOK}other", **outlet)
    rows: dict[type[models.Model], dict[str, Any]] = {
        Notice: {"agency": colorado, **said},
        Sight: {"person": administrator, "notice": notice, "seen_at": AFTER},
        Outlet: {"target": HOOK, **outlet},
        Delivery: {"agency": colorado, "notice": notice, "outlet": other, "next_try_at": MOMENT},
    }
    return lambda model: rows[model]


def test_each_constraint_is_broken_here() -> None:
    named = {constraint.name for table in (Notice, Sight, Outlet, Delivery) for constraint in table._meta.constraints}
    assert named == set(BROKEN) | set(TWICE) | {"one_open_outlet_of_a_person_per_target"}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_a_row_that_breaks(name: str, sound: Sound) -> None:
    model, words = BROKEN[name]
    with breaks(name, *ALSO.get(name, ())):
        model._default_manager.create(**sound(model) | words)
    model._default_manager.create(**sound(model))


@pytest.mark.parametrize("name", TWICE)
def test_the_database_refuses_a_second_row_against(name: str, sound: Sound) -> None:
    model = TWICE[name]
    model._default_manager.create(**sound(model))
    with breaks(name):
        model._default_manager.create(**sound(model))


def test_a_person_has_one_open_outlet_per_target(sound: Sound, analyst: User) -> None:
    Outlet.objects.create(**sound(Outlet))
    first = Outlet.objects.create(**sound(Outlet), person=analyst)
    with breaks("one_open_outlet_of_a_person_per_target"):
        Outlet.objects.create(**sound(Outlet), person=analyst)
    first.valid_to, first.ended_by = AFTER, analyst
    first.save(update_fields=["valid_to", "ended_by"])
    Outlet.objects.create(**sound(Outlet), person=analyst)


def test_whoever_handled_or_ended_something_did_it_at_some_time(sound: Sound, analyst: User) -> None:
    with breaks("notice_is_handled_by_somebody_after_it_was_raised_or_not_at_all"):
        Notice.objects.create(**sound(Notice), handled_by=analyst)
    with breaks("outlet_is_ended_by_somebody_after_it_began_or_is_open"):
        Outlet.objects.create(**sound(Outlet), ended_by=analyst)


def test_a_delivery_that_is_not_given_up_names_no_rule(sound: Sound) -> None:
    with breaks("delivery_is_given_up_exactly_when_it_names_the_rule"):
        Delivery.objects.create(**sound(Delivery), **RULE)
    Delivery.objects.create(**sound(Delivery) | {"status": "given_up", "problem": "x", **ENDED, **RULE})
