"""Each constraint of the journal and of what follows it, broken once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import models

from nightlight.agencies.models import Agency
from nightlight.hashes.models import HashList, ListChange
from nightlight.rematching.models import Rematched, Rematching
from tests.breaking import breaks
from tests.rematching.conftest import Desk, with_md5

MOMENT = datetime(2026, 11, 1, tzinfo=UTC)
BEFORE = MOMENT - timedelta(days=1)

Sound = Callable[[type[models.Model]], dict[str, Any]]

BROKEN: dict[str, tuple[type[models.Model], dict[str, Any]]] = {
    "list_change_kind_is_known": (ListChange, {"kind": "list_lost"}),
    "list_change_names_what_changed_and_nothing_else": (ListChange, {"kind": "import_completed"}),
    "only_a_first_or_last_list_touches_everything": (
        ListChange,
        {"kind": "entries_withdrawn", "touches_everything": True},
    ),
    "rematching_step_is_known": (Rematching, {"step": "rest"}),
    "rematching_is_done_exactly_when_it_has_finished": (Rematching, {"finished_at": MOMENT}),
    "rematching_finishes_after_it_began": (
        Rematching,
        {"step": "done", "held_until": None, "finished_at": BEFORE},
    ),
    "rematching_changes_no_more_than_it_judged": (Rematching, {"changed": 2, "judged": 1}),
    "rematched_tiers_start_at_one": (Rematched, {"tier": 0}),
    "a_rematched_report_is_urgent_only_in_the_top_tier_and_open": (Rematched, {"is_urgent": True, "is_closed": True}),
}
ALSO = {"list_change_kind_is_known": ("list_change_names_what_changed_and_nothing_else",)}


@pytest.fixture
def sound(desk: Desk, hash_list: HashList, agency: Callable[[str], Agency]) -> Sound:
    """Give the fields of a sound row; the rows it leans on are in the database."""
    national, [report] = agency("national"), desk.here(with_md5(1))
    change = {"agency": national, "kind": "list_withdrawn", "list": hash_list, "happened_at": MOMENT}
    held = {"step": "equal", "began_at": MOMENT, "held_until": MOMENT}
    followed = Rematching.objects.create(change=ListChange.objects.create(**change), **held)
    rows: dict[type[models.Model], dict[str, Any]] = {
        ListChange: change,
        Rematching: {"change": ListChange.objects.create(**change), **held},
        Rematched: {
            "agency": national,
            "rematching": followed,
            "report": report,
            "was_tier": 7,
            "was_rule": "P-14",
            "tier": 1,
            "rule": "P-1",
        },
    }
    return lambda model: rows[model]


def test_each_constraint_is_broken_here() -> None:
    named = {constraint.name for table in (ListChange, Rematching, Rematched) for constraint in table._meta.constraints}
    assert named == set(BROKEN) | {"a_report_is_rematched_once_per_change"}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_a_row_that_breaks(name: str, sound: Sound) -> None:
    model, words = BROKEN[name]
    with breaks(name, *ALSO.get(name, ())):
        model._default_manager.create(**sound(model) | words)
    model._default_manager.create(**sound(model))


def test_a_report_is_rematched_once_per_change(sound: Sound) -> None:
    Rematched.objects.create(**sound(Rematched))
    with breaks("a_report_is_rematched_once_per_change"):
        Rematched.objects.create(**sound(Rematched))
