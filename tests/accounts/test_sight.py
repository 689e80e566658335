"""Whose rows an account sees, and since when it holds what it holds."""

from datetime import UTC, datetime, timedelta

import pytest

from nightlight.accounts.models import RoleGrant, User, grant
from nightlight.accounts.permissions import RIGHTS, Permission, RoleName
from nightlight.agencies.models import Agency, AgencyKind, Membership
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotAllowed
from tests.conftest import Person

NOON = datetime(2018, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def again(user: User) -> User:
    """Return the account as another request would read it."""
    return User.objects.get_queryset().unscoped(because="test").get(pk=user.pk)


def seen_by(user: User) -> set[str]:
    return set(User.objects.get_queryset().visible_to(user).values_list("email", flat=True))


def test_a_person_sees_the_people_of_their_own_agency_and_of_those_under_it(person: Person) -> None:
    commander, colleague, stranger, above = person("co"), person("co"), person("ut"), person("national")
    below = Agency.objects.create(code="sample", kind=AgencyKind.AFFILIATE, name="Sample Affiliate")
    Membership.objects.create(agency=below, parent=commander.agency)
    affiliate = person("sample")
    assert {commander.email, colleague.email, affiliate.email} <= seen_by(commander)
    assert not {stranger.email, above.email} & seen_by(commander)


def test_an_affiliate_does_not_see_the_task_force_above_it(person: Person) -> None:
    commander = person("co")
    below = Agency.objects.create(code="sample", kind=AgencyKind.AFFILIATE, name="Sample Affiliate")
    Membership.objects.create(agency=below, parent=commander.agency)
    assert commander.email not in seen_by(person("sample"))


def test_the_national_coordinator_sees_everybody(person: Person) -> None:
    coordinator, here, there = person("national"), person("co"), person("ut")
    assert {here.email, there.email} <= seen_by(coordinator)


def test_sight_of_an_affiliate_ends_with_its_membership(person: Person) -> None:
    commander = person("co")
    below = Agency.objects.create(code="sample", kind=AgencyKind.AFFILIATE, name="Sample Affiliate")
    Membership.objects.create(agency=below, parent=commander.agency, valid_to=NOON.date())
    affiliate = person("sample")
    with clock.held_at(NOON - timedelta(days=1)):
        assert affiliate.email in seen_by(again(commander))
    with clock.held_at(NOON):
        assert affiliate.email not in seen_by(again(commander))


@pytest.mark.parametrize("role", RoleName)
def test_a_role_gives_its_rights_and_no_others(role: RoleName, person: Person) -> None:
    holder = person("co", role)
    assert {right for right in Permission if holder.may(right)} == RIGHTS[role]


def test_two_roles_add_up(person: Person) -> None:
    holder = person("co", RoleName.AUDITOR, RoleName.ADMINISTRATOR)
    assert holder.permissions == RIGHTS[RoleName.AUDITOR] | RIGHTS[RoleName.ADMINISTRATOR]


def test_a_role_holds_from_its_first_moment_until_its_last(person: Person) -> None:
    holder = person("co")
    RoleGrant.objects.create(user=holder, role=RoleName.ANALYST, valid_from=NOON, valid_to=NOON + HOUR)
    held = []
    for moment in (NOON - HOUR, NOON, NOON + HOUR / 2, NOON + HOUR):
        with clock.held_at(moment):
            held.append(again(holder).may(Permission.REPORT_READ))
    assert held == [False, True, True, False]


def test_a_role_given_again_after_it_ended_holds_again(person: Person) -> None:
    holder = person("co")
    RoleGrant.objects.create(user=holder, role=RoleName.ANALYST, valid_from=NOON - HOUR, valid_to=NOON)
    assert not again(holder).may(Permission.REPORT_READ)
    grant(holder, [RoleName.ANALYST])
    assert holder.may(Permission.REPORT_READ)


def test_an_account_that_was_switched_off_holds_nothing(person: Person) -> None:
    holder = person("co", RoleName.COMMANDER)
    holder.is_active = False
    holder.save(update_fields=["is_active"])
    assert not again(holder).permissions


def test_what_is_not_held_is_refused_by_name(person: Person) -> None:
    with pytest.raises(NotAllowed) as refused:
        person("co", RoleName.ANALYST).require(Permission.CASE_CLOSE)
    assert refused.value.permission == Permission.CASE_CLOSE
