"""Each constraint, broken once; and no field that could hold a name."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from nightlight.victims.models import Victim

WHOLE = {
    "status": "identified",
    "identified_on": date(2018, 4, 9),
    "identification_recorded_at": datetime(2018, 4, 9, 12, tzinfo=UTC),
    "recency": "recent",
    "relation": "unknown",
    "age_band": "unknown",
}
ALL_OR_NONE = "a_child_is_identified_with_all_that_is_asked_or_with_none"
BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("a_child_is_called_by_pseudonym", {"pseudonym": "Sample"}),
    ("a_child_is_called_by_pseudonym", {"pseudonym": "MV0"}),
    ("victim_status_is_known", WHOLE | {"status": "other"}),
    ("victim_recency_is_known", WHOLE | {"recency": "other"}),
    ("victim_relation_is_known", WHOLE | {"relation": "other"}),
    ("victim_age_band_is_known", WHOLE | {"age_band": "other"}),
    *[(ALL_OR_NONE, WHOLE | {field: ""}) for field in ("recency", "relation", "age_band")],
    (ALL_OR_NONE, WHOLE | {"identified_on": None}),
    (ALL_OR_NONE, WHOLE | {"identification_recorded_at": None}),
    (ALL_OR_NONE, WHOLE | {"status": "unidentified"}),
    (ALL_OR_NONE, {"status": "identified"}),
]


def test_each_constraint_is_broken_here() -> None:
    broken = {name for name, _ in BROKEN} | {"one_child_per_pseudonym"}
    assert {constraint.name for constraint in Victim._meta.constraints} == broken


@pytest.mark.parametrize(("name", "words"), BROKEN)
def test_the_database_refuses_a_child_that_breaks(
    name: str, words: dict[str, Any], unidentified_child: Callable[[], Victim]
) -> None:
    child = Victim.objects.unscoped(because="test").filter(pk=unidentified_child().pk)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        child.update(**words)


def test_a_pseudonym_is_given_once_in_a_case(unidentified_child: Callable[[], Victim]) -> None:
    child = unidentified_child()
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        Victim.objects.create(agency_id=child.agency_id, case=child.case, pseudonym=child.pseudonym)


def test_no_field_can_hold_a_name() -> None:
    words = {field.name for field in Victim._meta.fields if field.get_internal_type() in {"CharField", "TextField"}}
    assert words == {"pseudonym", "status", "recency", "relation", "age_band"}
    assert all((Victim._meta.get_field(name).max_length or 0) <= 17 for name in words)
