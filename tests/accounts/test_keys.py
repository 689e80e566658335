"""A key is shown once, kept as a digest, and holds for a time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import make_password

from nightlight.accounts.actions import add_person, make_key
from nightlight.accounts.models import ApiKey, User, digest_of, new_secret
from nightlight.accounts.permissions import Permission, RoleName
from nightlight.agencies.models import Agency
from nightlight.audit.models import Entry
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotAllowed, RuleRefusal
from tests.conftest import Person

NOON = datetime(2018, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
GetAgency = Callable[[str], Agency]


@pytest.fixture
def administrator(person: Person) -> User:
    return person("national", RoleName.ADMINISTRATOR)


def test_a_provider_who_shows_its_key_is_known_and_may_send(administrator: User, agency: GetAgency) -> None:
    secret = new_secret()
    make_key(by=administrator, agency=agency("practice-provider"), secret=secret)
    shown = ApiKey.objects.shown(secret)
    assert shown
    assert shown.user.agency.code == "practice-provider"
    assert shown.user.permissions == {Permission.SUBMISSION_SEND}


def test_the_secret_is_stored_nowhere(administrator: User, agency: GetAgency) -> None:
    secret = new_secret()
    key = make_key(by=administrator, agency=agency("practice-provider"), secret=secret)
    entry = Entry.objects.unscoped(because="test").get(act="key.made")
    assert key.digest == digest_of(secret) != secret
    assert secret not in str(entry.details)


def test_a_second_key_is_for_the_same_account(administrator: User, agency: GetAgency) -> None:
    keys = [make_key(by=administrator, agency=agency("practice-provider"), secret=new_secret()) for _ in range(2)]
    assert keys[0].user == keys[1].user


def test_a_key_that_nobody_made_opens_nothing(db: None) -> None:
    assert ApiKey.objects.shown(new_secret()) is None


def test_a_key_holds_from_its_first_moment_until_its_last(person: Person) -> None:
    ApiKey.objects.create(
        user=person("practice-provider", RoleName.PROVIDER),
        digest=digest_of("sample"),
        valid_from=NOON,
        valid_to=NOON + HOUR,
    )
    opened = []
    for moment in (NOON - HOUR, NOON, NOON + HOUR / 2, NOON + HOUR):
        with clock.held_at(moment):
            opened.append(ApiKey.objects.shown("sample") is not None)
    assert opened == [False, True, True, False]


def test_a_key_of_an_account_that_was_switched_off_opens_nothing(person: Person) -> None:
    user = person("practice-provider", RoleName.PROVIDER)
    ApiKey.objects.create(user=user, digest=digest_of("sample"))
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert ApiKey.objects.shown("sample") is None


def test_no_two_secrets_are_alike_and_each_has_256_bits() -> None:
    secrets = {new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert {len(secret) for secret in secrets} == {43}


def test_only_providers_get_keys(administrator: User, agency: GetAgency) -> None:
    with pytest.raises(RuleRefusal):
        make_key(by=administrator, agency=agency("co"), secret=new_secret())
    assert not ApiKey.objects.exists()


def test_only_an_administrator_makes_keys(person: Person, agency: GetAgency) -> None:
    with pytest.raises(NotAllowed):
        make_key(by=person("national", RoleName.ANALYST), agency=agency("practice-provider"), secret=new_secret())
    assert not ApiKey.objects.exists()


def test_a_person_is_added_with_roles_and_a_password_that_fits(administrator: User, agency: GetAgency) -> None:
    added = add_person(
        by=administrator,
        agency=agency("co"),
        name="Sample Person",
        email="sample@example.com",
        roles=[RoleName.ANALYST],
        hashed_password=make_password("sample-entry-words"),
    )
    assert added.check_password("sample-entry-words")
    assert added.may(Permission.REPORT_READ)


def test_an_address_is_taken_in_capitals_too(administrator: User, person: Person) -> None:
    taken = person("co")
    with pytest.raises(RuleRefusal):
        add_person(by=administrator, agency=taken.agency, name="Sample", email=taken.email.upper(), roles=[])


def test_without_a_password_nobody_signs_in(administrator: User, agency: GetAgency) -> None:
    added = add_person(by=administrator, agency=agency("co"), name="Sample", email="s@example.com", roles=[])
    assert not added.has_usable_password()
