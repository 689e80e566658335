"""Which role holds which right, and what no role may hold together."""

import re

import pytest

from nightlight.accounts.permissions import RIGHTS, Permission, RoleName

P = Permission


@pytest.mark.parametrize("permission", Permission)
def test_a_right_reads_noun_colon_verb(permission: Permission) -> None:
    assert re.fullmatch(r"[a-z]+:[a-z]+", permission.value)


@pytest.mark.parametrize("permission", Permission)
def test_every_right_is_held_by_somebody(permission: Permission) -> None:
    assert any(permission in rights for rights in RIGHTS.values())


def test_every_role_has_its_rights() -> None:
    assert RIGHTS.keys() == set(RoleName)
    assert all(RIGHTS.values())


def test_no_role_holds_every_right() -> None:
    assert all(rights < set(Permission) for rights in RIGHTS.values())


def test_a_provider_can_send_and_nothing_else() -> None:
    assert RIGHTS[RoleName.PROVIDER] == {P.SUBMISSION_SEND}


def test_an_administrator_of_accounts_reads_no_report_no_case_and_no_victim() -> None:
    assert not RIGHTS[RoleName.ADMINISTRATOR] & {P.REPORT_READ, P.CASE_READ, P.VICTIM_READ, P.SUBMISSION_READ}


def test_an_auditor_changes_nothing() -> None:
    assert all(right.endswith(":read") for right in RIGHTS[RoleName.AUDITOR])


def test_victims_are_recorded_by_people_only() -> None:
    assert [role for role, rights in RIGHTS.items() if P.VICTIM_RECORD in rights] == [RoleName.VICTIM_SPECIALIST]
