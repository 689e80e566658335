"""Whatever is done to any entry of a chain, `verify` finds it; the database lets nothing be done in the first place."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from nightlight.accounts.models import User
from nightlight.audit.ledger import DatabaseLedger
from nightlight.audit.models import ChainHead, Entry
from nightlight.audit.verify import verify
from nightlight.foundation.acts import Done

Person = Callable[..., User]
LENGTH = 6


def _done(by: User, **details: object) -> Done:
    return Done.of(by, "test.done", details, by=by)


@pytest.fixture
def chain(person: Person) -> User:
    """Give somebody whose agency's chain has six entries."""
    somebody = person("wy")
    for number in range(LENGTH):
        DatabaseLedger().done([_done(somebody, number=number, who=str(uuid4()))])
    return somebody


def unlocked(statement: str, *values: object) -> None:
    """Run SQL as somebody would who holds the database file: with the triggers out of the way."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
            cursor.execute(statement, values)
            cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(statement, values)
            for _, sql in triggers:
                cursor.execute(sql)


def at(position: int) -> Entry:
    return Entry.objects.unscoped(because="test").get(position=position)


def stored(entry: Entry) -> str:
    return str(entry.pk) if connection.vendor == "postgresql" else entry.pk.hex


def test_a_whole_chain_is_sound(chain: User) -> None:
    verdict = verify()
    assert (verdict.entries, verdict.chains, verdict.sound) == (LENGTH, 1, True)


@pytest.mark.parametrize("position", range(1, LENGTH + 1))
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("act", "test.forged"),
        ("details", json.dumps({"number": 99})),
        ("outcome", "refused"),
        ("at", "2020-01-01 00:00:00+00"),
    ],
)
def test_an_altered_entry_is_found(chain: User, position: int, column: str, value: str) -> None:
    unlocked(f"UPDATE audit_entry SET {column} = %s WHERE position = %s", value, position)  # noqa: S608 - from the list above
    assert [finding.position for finding in verify().findings] == [position]


@pytest.mark.parametrize("position", range(1, LENGTH + 1))
def test_a_removed_entry_is_found(chain: User, position: int) -> None:
    unlocked("DELETE FROM audit_entry WHERE position = %s", position)
    assert not verify().sound


@pytest.mark.parametrize("position", range(1, LENGTH))
def test_two_entries_that_changed_places_are_found(chain: User, position: int) -> None:
    first, second = at(position), at(position + 1)
    unlocked("UPDATE audit_entry SET position = %s WHERE id = %s", 99, stored(first))
    unlocked("UPDATE audit_entry SET position = %s WHERE id = %s", position, stored(second))
    unlocked("UPDATE audit_entry SET position = %s WHERE id = %s", position + 1, stored(first))
    assert not verify().sound


def test_an_inserted_entry_is_found(chain: User) -> None:
    last = at(LENGTH)
    last.pk, last.position = uuid4(), LENGTH + 1
    last.save(force_insert=True)
    assert not verify().sound


def test_a_chain_cut_short_is_found_by_its_head(chain: User) -> None:
    unlocked("DELETE FROM audit_entry WHERE position > %s", 3)
    [finding] = verify().findings
    assert "head" in finding.what


def test_a_lost_head_is_found(chain: User) -> None:
    ChainHead.objects.all().delete()
    assert not verify().sound


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET act = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_or_remove_entries(chain: User, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify().sound


def test_each_agency_has_a_chain_of_its_own(chain: User, person: Person) -> None:
    neighbor = person("mt")
    DatabaseLedger().done([_done(neighbor)])
    assert verify().chains == 2
