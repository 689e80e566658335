"""Who is let in, who is locked out, and that every try is written down."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpRequest
from django.test import Client

from nightlight.accounts.actions import release
from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.accounts.signing_in import LOCKED, SIGNED_IN, let_in
from nightlight.audit.models import Entry, Outcome
from nightlight.audit.verify import verify
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotAllowed
from tests.conftest import Person

PASSWORD, WRONG = "sample-entry-words", "other-entry-words"
NOON = datetime(2018, 6, 1, 12, tzinfo=UTC)
FAILURES, MINUTES = 5, timedelta(minutes=15)


@pytest.fixture
def known(person: Person) -> User:
    user = person("co", RoleName.ANALYST)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def tried(user: User, password: str, at: datetime = NOON) -> User | None:
    with clock.held_at(at):
        return let_in(HttpRequest(), email=user.email, password=password)


def written(user: User, act: str = SIGNED_IN) -> list[tuple[str, dict[str, object]]]:
    entries = Entry.objects.unscoped(because="test").filter(on_id=user.pk, act=act).order_by("position")
    return list(entries.values_list("outcome", "details"))


def is_locked(user: User) -> bool:
    user.refresh_from_db()
    return user.locked_at is not None


def test_address_and_password_that_fit_let_in_and_are_written_down(known: User) -> None:
    assert tried(known, PASSWORD) == known
    assert written(known) == [(Outcome.DONE, {})]


def test_the_address_may_be_typed_in_capitals(known: User) -> None:
    assert let_in(HttpRequest(), email=known.email.upper(), password=PASSWORD) == known


def test_a_wrong_password_does_not_and_is_written_down_without_it(known: User) -> None:
    assert tried(known, WRONG) is None
    assert written(known) == [(Outcome.REFUSED, {"code": "wrong_password"})]


def test_an_unknown_address_gets_the_same_answer(known: User) -> None:
    before = Entry.objects.unscoped(because="test").count()
    assert let_in(HttpRequest(), email="nobody@example.com", password=PASSWORD) is None
    assert Entry.objects.unscoped(because="test").count() == before


def test_five_wrong_passwords_in_fifteen_minutes_lock_the_account(known: User) -> None:
    for number in range(FAILURES):
        assert not is_locked(known)
        tried(known, WRONG, NOON + number * timedelta(minutes=3))
    assert is_locked(known)
    assert written(known, LOCKED) == [(Outcome.DONE, {"failures": FAILURES})]


def test_a_locked_account_is_not_let_in_with_the_right_password_even_the_next_day(known: User) -> None:
    for _ in range(FAILURES):
        tried(known, WRONG)
    assert tried(known, PASSWORD, NOON + timedelta(days=1)) is None
    assert written(known)[-1] == (Outcome.REFUSED, {"code": "locked"})


def test_four_wrong_passwords_do_not_lock(known: User) -> None:
    for _ in range(FAILURES - 1):
        tried(known, WRONG)
    assert tried(known, PASSWORD) == known
    assert not is_locked(known)


def test_a_right_password_in_between_starts_the_count_again(known: User) -> None:
    for password in [WRONG] * (FAILURES - 1) + [PASSWORD] + [WRONG] * (FAILURES - 1):
        tried(known, password)
    assert not is_locked(known)


def test_wrong_passwords_over_more_than_fifteen_minutes_do_not_lock(known: User) -> None:
    for number in range(FAILURES):
        tried(known, WRONG, NOON + number * (MINUTES / (FAILURES - 1) + timedelta(seconds=1)))
    assert not is_locked(known)


def test_one_accounts_wrong_passwords_do_not_lock_another(known: User, person: Person) -> None:
    for _ in range(FAILURES):
        tried(known, WRONG)
    assert not is_locked(person("co"))


def test_the_chain_is_whole_after_all_that(known: User) -> None:
    for password in [WRONG] * FAILURES + [PASSWORD]:
        tried(known, password)
    assert verify().sound


def test_an_account_that_was_switched_off_is_not_let_in(known: User) -> None:
    known.is_active = False
    known.save(update_fields=["is_active"])
    assert tried(known, PASSWORD) is None


def test_who_was_let_in_at_the_door_stays_in(known: User, client: Client) -> None:
    answer = client.post("/sign-in", {"email": known.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.post("/theme", {"theme": "dark"}).status_code == 302
    known.refresh_from_db()
    assert known.theme == "dark"


def test_an_administrator_releases_a_locked_account_with_a_reason(known: User, person: Person) -> None:
    for _ in range(5):
        tried(known, WRONG)
    assert is_locked(known)
    release(known, by=person(known.agency.code, RoleName.ADMINISTRATOR), because="Spoke to them")
    assert not is_locked(known)
    assert tried(known, PASSWORD) == known


def test_nobody_else_releases_an_account(known: User, person: Person) -> None:
    for _ in range(5):
        tried(known, WRONG)
    with pytest.raises(NotAllowed):
        release(known, by=person(known.agency.code, RoleName.COMMANDER), because="Please")
    assert is_locked(known)
