"""Tables that are made in a fifth of the time are the tables that Django makes."""

import sqlite3
from pathlib import Path

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from pytest_django.plugin import DjangoDbBlocker

from nightlight.foundation.migrating import drawing_once

Schema = set[tuple[str, ...]]


def made(database: Path) -> Schema:
    """Make every table in an embedded database of its own; return what it says of them."""
    name = database.stem
    connections.settings[name] = connections.settings["default"] | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(database),
        "OPTIONS": {},
    }
    executor = MigrationExecutor(connections[name])
    executor.migrate(executor.loader.graph.leaf_nodes())
    connections[name].close()
    with sqlite3.connect(database) as opened:
        return set(opened.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


@pytest.mark.long
def test_the_tables_are_those_that_django_makes_letter_by_letter(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        slowly = made(tmp_path / "slowly.sqlite3")
        with drawing_once():
            quickly = made(tmp_path / "quickly.sqlite3")
    assert len(quickly) > 100
    assert quickly == slowly


def test_django_draws_as_ever_when_the_tables_are_made() -> None:
    as_ever = ProjectState.add_model
    with drawing_once():
        assert ProjectState.add_model is not as_ever
    assert ProjectState.add_model is as_ever
    with pytest.raises(LookupError), drawing_once():
        raise LookupError
    assert ProjectState.add_model is as_ever
