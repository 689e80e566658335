"""Which agencies stand under which, on a date."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from nightlight.agencies import tree
from nightlight.agencies.models import Agency, AgencyKind, Membership, Territory

TODAY, BEFORE, AFTER = date(2018, 6, 1), date(2018, 1, 1), date(2019, 1, 1)
GetAgency = Callable[[str], Agency]


def affiliate(code: str, parent: Agency, **dates: date) -> Agency:
    made = Agency.objects.create(code=code, kind=AgencyKind.AFFILIATE, name="Sample Affiliate")
    Membership.objects.create(agency=made, parent=parent, **dates)
    return made


def test_a_task_force_holds_its_affiliates_and_theirs_and_nobody_elses(agency: GetAgency) -> None:
    colorado = agency("co")
    below = affiliate("sample-a", colorado)
    deeper = affiliate("sample-b", below)
    held = tree.within(colorado.pk, on=TODAY)
    assert {colorado.pk, below.pk, deeper.pk} <= held
    assert agency("ut").pk not in held
    assert agency("national").pk not in held


def test_the_nation_holds_every_task_force(agency: GetAgency) -> None:
    task_forces = set(Agency.objects.filter(kind=AgencyKind.TASK_FORCE).values_list("pk", flat=True))
    assert task_forces <= tree.within(agency("national").pk, on=TODAY)


def test_who_has_left_or_not_yet_come_is_not_held(agency: GetAgency) -> None:
    colorado = agency("co")
    left = affiliate("sample-left", colorado, valid_to=BEFORE)
    coming = affiliate("sample-coming", colorado, valid_from=AFTER)
    held = tree.within(colorado.pk, on=TODAY)
    assert left.pk not in held
    assert coming.pk not in held
    assert coming.pk in tree.within(colorado.pk, on=AFTER)


def test_a_ring_of_memberships_ends(agency: GetAgency) -> None:
    first = affiliate("sample-one", agency("co"))
    second = affiliate("sample-two", first)
    Membership.objects.filter(agency=first).update(parent=second)
    assert tree.within(first.pk, on=TODAY) == {first.pk, second.pk}


@pytest.mark.parametrize(("code", "steps"), [("national", 3), ("wy", 1)])
def test_the_tree_costs_one_query_for_each_step_down(
    agency: GetAgency, code: str, steps: int, django_assert_num_queries: Any
) -> None:
    top = agency(code)
    with django_assert_num_queries(steps):
        tree.within(top.pk, on=TODAY)


def test_a_territory_holds_from_its_first_day_to_the_day_before_its_last(agency: GetAgency) -> None:
    claim = Territory.objects.create(
        agency=agency("co"),
        level="state",
        fips="99",
        state="CO",
        name="Sample",
        basis="test",
        certainty="low",
        valid_from=BEFORE,
        valid_to=TODAY,
    )
    claims = Territory.objects.filter(pk=claim.pk)
    assert [claims.in_force(day).exists() for day in (date(2017, 12, 31), BEFORE, date(2018, 5, 31), TODAY)] == [
        False,
        True,
        True,
        False,
    ]
