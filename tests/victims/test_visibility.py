"""Who learns of a child: those with the right, in their own agencies, and nobody else."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.investigations.models import Case
from nightlight.victims.actions import ChildFound, Identification, identify, record_victims
from nightlight.victims.models import AgeBand, Recency, Relation, Victim
from nightlight.victims.reading import children_of

Person = Callable[..., User]


@pytest.mark.parametrize(
    ("code", "role", "sees"),
    [
        ("co", RoleName.VICTIM_SPECIALIST, True),
        ("co", RoleName.COMMANDER, True),
        ("national", RoleName.NATIONAL_COORDINATOR, True),
        ("co", RoleName.INVESTIGATOR, False),
        ("co", RoleName.SUPERVISOR, False),
        ("co", RoleName.ADMINISTRATOR, False),
        ("wa", RoleName.VICTIM_SPECIALIST, False),
    ],
)
def test_a_child_is_seen_with_the_right_in_the_own_agencies_only(
    code: str, role: RoleName, sees: bool, person: Person, unidentified_child: Callable[[], Victim]
) -> None:
    child, reader = unidentified_child(), person(code, role)
    assert Victim.objects.visible_to(reader).count() == int(sees)
    assert len(children_of(child.case, reader)) == int(sees)


def test_children_are_read_by_pseudonym_and_state_in_one_query(
    specialist: User, open_case: Callable[..., Case]
) -> None:
    case = open_case()
    first, *_ = record_victims([ChildFound(case)] * 11, by=specialist)
    record_victims([ChildFound(open_case())], by=specialist)
    on = date(2018, 4, 9)
    identify([Identification(first, on, Recency.HISTORICAL, Relation.STRANGER, AgeBand.INFANT)], by=specialist)
    with CaptureQueriesContext(connection) as captured:
        children = children_of(case, specialist)
    assert len(captured) == 1
    assert [(child.pseudonym, child.is_identified) for child in children] == [
        ("MV1", True),
        *((f"MV{number}", False) for number in range(2, 12)),
    ]
    known, unknown, *_ = children
    assert (known.identified_on, known.recency, known.relation, known.age_band) == (
        on,
        "historical",
        "stranger",
        "under 1",
    )
    assert (unknown.identified_on, unknown.recency, unknown.relation, unknown.age_band) == (None, "", "", "")
