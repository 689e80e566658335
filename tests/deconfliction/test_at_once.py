"""Two agencies that register the same identifier at the same moment learn of each other, once."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, connections, transaction
from pytest_django import DjangoDbBlocker

from nightlight.accounts.models import User, grant
from nightlight.accounts.permissions import RoleName
from nightlight.agencies import loading
from nightlight.agencies.models import Agency
from nightlight.deconfliction import actions
from nightlight.deconfliction.interests import Interest
from nightlight.deconfliction.lifecycle import Standing
from nightlight.deconfliction.models import Conflict, Notice
from nightlight.foundation import ids
from nightlight.foundation.migrating import migrate
from nightlight.identifiers.kinds import Identifier, Kind

pytestmark = pytest.mark.django_db
ROUNDS = 12
PATIENCE = 20  # seconds until a thread that hangs is a failure


@pytest.fixture(scope="module")
def apart(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[SimpleNamespace]:
    """Give threads a database of their own: what they commit is never rolled back, and the audit log never emptied."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: every transaction takes the lock when it begins")
    name = f"{connection.settings_dict['NAME']}_at_once"

    def inside(work: Callable[[], Any]) -> Any:
        own = connection.copy()
        own.settings_dict["NAME"] = name
        connections["default"] = own
        try:
            return work()
        finally:
            own.close()

    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor, ThreadPoolExecutor(2) as pool:
        cursor.execute(f'CREATE DATABASE "{name}"')
        begin: Callable[[Callable[[], Any]], Future[Any]] = lambda work: pool.submit(inside, work)  # noqa: E731
        users = begin(_people).result(PATIENCE * 3)
        yield SimpleNamespace(begin=begin, colorado=users[0], utah=users[1])
        cursor.execute(f'DROP DATABASE "{name}"')


def _people() -> list[User]:
    migrate()
    loading.load()
    users = []
    for code in ("co", "ut"):
        user = User.objects.create(
            agency=Agency.objects.get(code=code), name="Sample Person", email=f"person.{code}@example.com"
        )
        grant(user, [RoleName.INVESTIGATOR])
        users.append(user)
    return users


def registration(user: User, identifier: Identifier) -> list[Conflict]:
    interest = Interest(user.agency_id, identifier, Standing.TIP, "intake.report", ids.new())
    return actions.register([interest], by=user)


def told(identifiers: int) -> Callable[[], bool]:
    def counted() -> bool:
        conflicts = Conflict.objects.unscoped(because="test").count()
        return conflicts == identifiers and Notice.objects.unscoped(because="test").count() == 2 * identifiers

    return counted


def test_the_later_of_two_waits_and_sees_what_the_earlier_wrote(apart: SimpleNamespace) -> None:
    mail = Identifier(Kind.EMAIL, "at.once@example.com")
    written, go_on = threading.Event(), threading.Event()

    def hold_open() -> list[Conflict]:
        with transaction.atomic():
            raised = registration(apart.colorado, mail)
            written.set()
            assert go_on.wait(PATIENCE)
        return raised

    earlier = apart.begin(hold_open)
    assert written.wait(PATIENCE)
    later = apart.begin(lambda: registration(apart.utah, mail))
    threading.Event().wait(0.5)
    has_waited = not later.done()
    go_on.set()
    assert earlier.result(PATIENCE) == []
    assert len(later.result(PATIENCE)) == 1
    assert has_waited


def test_whoever_wins_the_race_there_is_one_conflict(apart: SimpleNamespace) -> None:
    before = apart.begin(lambda: Conflict.objects.unscoped(because="test").count()).result(PATIENCE)
    for each in range(ROUNDS):
        mail = Identifier(Kind.EMAIL, f"race{each}@example.com")
        line = threading.Barrier(2)

        def run(user: User, mail: Identifier = mail, line: threading.Barrier = line) -> list[Conflict]:
            connection.ensure_connection()
            line.wait(PATIENCE)
            return registration(user, mail)

        both = [apart.begin(lambda user=user, run=run: run(user)) for user in (apart.colorado, apart.utah)]
        assert sorted(len(one.result(PATIENCE)) for one in both) == [0, 1]
    assert apart.begin(told(before + ROUNDS)).result(PATIENCE)
