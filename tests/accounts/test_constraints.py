"""Each constraint of accounts, grants and keys, broken once."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from nightlight.accounts.models import ApiKey, RoleGrant, User, digest_of
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from tests.breaking import breaks
from tests.conftest import Person

EARLY, LATE = datetime(2018, 1, 1, tzinfo=UTC), datetime(2018, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(("name", "field"), [("user_kind_is_known", "kind"), ("user_theme_is_known", "theme")])
def test_an_account_takes_known_words_only(name: str, field: str, agency: Callable[[str], Agency]) -> None:
    with breaks(name):
        User.objects.create(agency=agency("co"), name="Sample Person", email="one@example.com", **{field: "odd"})


def test_an_address_signs_in_one_account(person: Person) -> None:
    first = person("co")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(agency=first.agency, name="Sample Person", email=first.email)


def test_a_grant_is_of_a_known_role(person: Person) -> None:
    with breaks("grant_role_is_known"):
        RoleGrant.objects.create(user=person("co"), role="owner")


def test_a_role_is_held_once_at_a_time(person: Person) -> None:
    with breaks("one_open_grant_per_role"):
        RoleGrant.objects.create(user=person("co", RoleName.ANALYST), role=RoleName.ANALYST)


def test_a_grant_ends_after_it_begins(person: Person) -> None:
    with breaks("grant_ends_after_it_begins"):
        RoleGrant.objects.create(user=person("co"), role=RoleName.ANALYST, valid_from=LATE, valid_to=EARLY)


def test_a_key_is_kept_as_a_digest_never_as_it_is(person: Person) -> None:
    with breaks("key_digest_is_sha256"):
        ApiKey.objects.create(user=person("co"), digest="the secret itself")


def test_a_key_ends_after_it_begins(person: Person) -> None:
    with breaks("key_ends_after_it_begins"):
        ApiKey.objects.create(user=person("co"), digest=digest_of("sample"), valid_from=LATE, valid_to=LATE)
