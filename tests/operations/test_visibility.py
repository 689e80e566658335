"""Who sees an operation: its owner, who takes part, and the agencies above and under them."""

from collections.abc import Callable

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import AgencyKind, Membership
from nightlight.operations.models import Operation, Participation

Make = Callable[..., Operation]
Person = Callable[..., User]


def _affiliate_of(code: str) -> str:
    membership = Membership.objects.filter(parent__code=code, agency__kind=AgencyKind.AFFILIATE).first()
    assert membership is not None
    return membership.agency.code


@pytest.mark.parametrize(("code", "sees"), [("national", True), ("fl-central", True), ("wa", True), ("co", False)])
def test_a_regional_operation_is_seen_by_owner_participant_and_nation(
    code: str, sees: bool, planned_operation: Make, person: Person
) -> None:
    planned_operation("wa", owner="fl-central")
    reader = person(code, RoleName.COMMANDER)
    assert Operation.objects.visible_to(reader).exists() is sees
    assert Participation.objects.visible_to(reader).exists() is sees


def test_an_affiliate_sees_the_operation_of_its_task_force(planned_operation: Make, person: Person) -> None:
    affiliate = _affiliate_of("fl-central")
    planned_operation("fl-central", owner="wa")
    assert Operation.objects.visible_to(person(affiliate, RoleName.INVESTIGATOR)).exists()


def test_a_task_force_sees_the_operation_its_affiliate_takes_part_in_and_sees_it_once(
    planned_operation: Make, person: Person
) -> None:
    affiliate = _affiliate_of("fl-central")
    planned_operation(affiliate, "fl-central", owner="wa")
    assert Operation.objects.visible_to(person("fl-central", RoleName.COMMANDER)).count() == 1


def test_without_the_right_to_read_operations_none_is_seen(planned_operation: Make, person: Person) -> None:
    planned_operation("co")
    assert not Operation.objects.visible_to(person("co", RoleName.ADMINISTRATOR)).exists()
