"""Each constraint, broken once."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.deconfliction.models import Conflict, ConflictSide, IndexEntry, Notice, PointerQuery
from nightlight.foundation import ids

MOMENT, LATER = datetime(2018, 3, 1, tzinfo=UTC), datetime(2018, 3, 2, tzinfo=UTC)
TOKEN, KEY = "a" * 64, "b" * 16
RECORD = ids.new()
SETTLED = {"status": "settled", "outcome": "joined"}

Sound = Callable[[type[models.Model]], dict[str, Any]]


@pytest.fixture
def sound(agency: Callable[[str], Agency], person: Callable[..., User]) -> Sound:
    """Give the fields of a sound row; the rows it leans on are in the database."""
    first, second = sorted((agency("co"), agency("ut")), key=lambda one: one.pk)
    user = person("co")
    pair = {"first": first, "second": second, "raised_at": MOMENT}
    conflict = Conflict.objects.create(number="D-22222-22222", token="c" * 64, key_id=KEY, **pair)
    record = {"record_kind": "intake.report", "record_id": RECORD}
    rows: dict[type[models.Model], dict[str, Any]] = {
        IndexEntry: {"agency": first, "token": TOKEN, "key_id": KEY, "standing": "tip", **record},
        Conflict: {"number": "D-33333-33333", "token": TOKEN, "key_id": KEY, **pair},
        ConflictSide: {"agency": first, "conflict": conflict, "is_first": True, **record},
        Notice: {"agency": first, "conflict": conflict, "told_at": MOMENT},
        PointerQuery: {"agency": first, "asked_by": user, "way": "check", "identifiers": 1, "matches": 1},
    }
    return lambda model: rows[model]


TWICE: dict[str, tuple[type[models.Model], dict[str, Any]]] = {
    "one_entry_per_agency_token_and_record": (IndexEntry, {}),
    "one_unsettled_conflict_per_pair_and_token": (Conflict, {"number": "D-44444-44444"}),
    "one_side_per_agency": (ConflictSide, {"is_first": False}),
    "a_conflict_has_two_sides_at_most": (ConflictSide, {"agency": "another"}),
    "one_notice_per_side": (Notice, {}),
}

BROKEN: dict[str, tuple[type[models.Model], dict[str, Any]]] = {
    "entry_token_is_a_keyed_digest": (IndexEntry, {"token": "sample.person@example.com"}),
    "entry_names_its_key": (IndexEntry, {"key_id": ""}),
    "entry_standing_is_known": (IndexEntry, {"standing": "rumor"}),
    "entry_record_kind_is_a_label": (IndexEntry, {"record_kind": "the report of a sample person"}),
    "conflict_pair_stands_in_order": (Conflict, {"first": "second", "second": "first"}),
    "conflict_number_can_be_spoken": (Conflict, {"number": "D-2026-0093"}),
    "conflict_token_is_a_keyed_digest": (Conflict, {"token": "A" * 64}),
    "conflict_names_its_key": (Conflict, {"key_id": "key"}),
    "conflict_status_is_known": (Conflict, {"status": "paused"}),
    "conflict_outcome_is_known": (
        Conflict,
        {"status": "settled", "outcome": "won", "settled_at": LATER, "settled_by": "user"},
    ),
    "conflict_is_settled_exactly_when_it_has_an_outcome": (Conflict, SETTLED | {"settled_at": LATER}),
    "conflict_is_settled_after_it_was_raised": (
        Conflict,
        SETTLED | {"settled_at": MOMENT, "raised_at": LATER, "settled_by": "user"},
    ),
    "side_record_kind_is_a_label": (ConflictSide, {"record_kind": ""}),
    "side_is_acknowledged_by_somebody_at_some_time_or_not_at_all": (ConflictSide, {"acknowledged_at": MOMENT}),
    "notice_is_read_after_it_was_given": (Notice, {"told_at": LATER, "read_at": MOMENT}),
    "query_way_is_known": (PointerQuery, {"way": "guess"}),
    "a_check_writes_no_entries": (PointerQuery, {"entries": 1}),
    "a_check_matches_no_more_than_it_asked": (PointerQuery, {"matches": 2}),
}


def test_each_constraint_is_broken_here() -> None:
    tables = (IndexEntry, Conflict, ConflictSide, Notice, PointerQuery)
    named = {constraint.name for table in tables for constraint in table._meta.constraints}
    assert named == set(BROKEN) | set(TWICE)


def given(words: dict[str, Any], sound: Sound, agency: Callable[[str], Agency]) -> dict[str, Any]:
    rows = {
        "first": sound(Conflict)["first"],
        "second": sound(Conflict)["second"],
        "another": agency("wy"),
        "user": sound(PointerQuery)["asked_by"],
    }
    by_name = {"first", "second", "agency", "settled_by"}
    return {name: rows[word] if name in by_name else word for name, word in words.items()}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_a_row_that_breaks(name: str, sound: Sound, agency: Callable[[str], Agency]) -> None:
    model, words = BROKEN[name]
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model._default_manager.create(**sound(model) | given(words, sound, agency))
    model._default_manager.create(**sound(model))


@pytest.mark.parametrize("name", TWICE)
def test_the_database_refuses_a_second_row_against(name: str, sound: Sound, agency: Callable[[str], Agency]) -> None:
    model, words = TWICE[name]
    model._default_manager.create(**sound(model))
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        model._default_manager.create(**sound(model) | given(words, sound, agency))
    if connection.vendor == "postgresql":
        assert name in str(broken.value)


def test_a_number_is_given_once(sound: Sound) -> None:
    Conflict.objects.create(**sound(Conflict))
    with pytest.raises(IntegrityError), transaction.atomic():
        Conflict.objects.create(**sound(Conflict) | {"token": "d" * 64})


def test_a_settled_conflict_leaves_room_for_a_new_one(sound: Sound) -> None:
    user = sound(PointerQuery)["asked_by"]
    settled = SETTLED | {"settled_at": LATER, "settled_by": user}
    Conflict.objects.create(**sound(Conflict) | settled)
    Conflict.objects.create(**sound(Conflict) | {"number": "D-44444-44444"})
