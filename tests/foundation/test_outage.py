"""What is an outage and what is none, as each database says it."""

import sqlite3
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection

from nightlight.foundation.outage import Outage, outage_in


def wrapped(cause: Exception, kind: type[DatabaseError] = OperationalError) -> DatabaseError:
    error = kind(str(cause))
    error.__cause__ = cause
    return error


class ServerSaid(Exception):
    """As psycopg tells what a server said."""

    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate


def of_sqlite(folder: Path, *statements: str) -> sqlite3.OperationalError:
    database = sqlite3.connect(folder / "sample.sqlite3", timeout=0, isolation_level=None)
    for statement in statements[:-1]:
        database.execute(statement)
    with pytest.raises(sqlite3.OperationalError) as raised:
        database.execute(statements[-1])
    database.close()
    return raised.value


def test_a_full_disk_as_sqlite_says_it(tmp_path: Path) -> None:
    full = of_sqlite(
        tmp_path, "CREATE TABLE a (b)", "PRAGMA max_page_count = 3", "INSERT INTO a VALUES (zeroblob(100000))"
    )
    assert outage_in(wrapped(full)) == Outage.FULL


def test_a_database_that_is_held_as_sqlite_says_it(tmp_path: Path) -> None:
    holder = sqlite3.connect(tmp_path / "sample.sqlite3", isolation_level=None)
    holder.execute("CREATE TABLE a (b)")
    holder.execute("BEGIN IMMEDIATE")
    assert outage_in(wrapped(of_sqlite(tmp_path, "BEGIN IMMEDIATE"))) == Outage.HELD
    holder.close()


def test_an_unknown_table_is_no_outage(tmp_path: Path) -> None:
    assert outage_in(wrapped(of_sqlite(tmp_path, "SELECT * FROM nowhere"))) is None


@pytest.mark.parametrize(
    ("state", "outage"),
    [
        ("53100", Outage.FULL),
        ("55P03", Outage.HELD),
        ("40P01", Outage.HELD),
        ("57P01", Outage.GONE),
        ("08006", Outage.GONE),
        (None, Outage.GONE),
        ("42P01", None),
    ],
)
def test_what_a_server_says(state: str | None, outage: Outage | None) -> None:
    assert outage_in(wrapped(ServerSaid(state))) == outage


def test_a_closed_connection_is_an_outage_and_a_broken_rule_is_none() -> None:
    assert outage_in(InterfaceError("connection already closed")) == Outage.GONE
    assert outage_in(wrapped(ServerSaid("23505"), IntegrityError)) is None
    assert outage_in(ValueError("words")) is None
    assert outage_in(None) is None


def test_the_database_of_these_tests_says_it_so(db: None) -> None:
    with pytest.raises(OperationalError if connection.vendor == "sqlite" else DatabaseError) as raised:
        connection.cursor().execute("SELECT * FROM nowhere")
    assert outage_in(raised.value) is None


@pytest.mark.parametrize("outage", Outage)
def test_the_words_tell_nothing_of_the_inside_and_say_when_to_come_again(outage: Outage) -> None:
    assert not {"sqlite", "postgres", "cursor", "errno"} & set(outage.message.lower().split())
    assert outage.retry_after > 0
