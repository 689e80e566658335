"""On PostgreSQL: the disk is full, the lock is held, the backend is ended. Each as the server itself says it."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.commands.conftest import Installation, Ran
from tests.commands.test_watch import watching
from tests.torture.documents import documents

NAME = f"nightlight_outages_{os.getpid()}"
FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON intake_report FOR EACH STATEMENT EXECUTE FUNCTION full_disk();
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Give the address of a database of its own on the server of the tests."""
    if os.environ.get("NIGHTLIGHT_TEST_DATABASE") != "postgresql":
        pytest.skip("there is no server to end a connection; SQLite's outages are tried in test_outages.py")
    server = os.environ["NIGHTLIGHT_DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {NAME}")
    parts = urlsplit(server)
    yield urlunsplit(parts._replace(path=f"/{NAME}"))
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


@pytest.fixture(scope="module")
def installed(address: str, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    installation = Installation(tmp_path_factory.mktemp("server"))
    assert installation.run("queue", NIGHTLIGHT_DATABASE_URL=address).code == 0
    return installation


@pytest.fixture
def admin(address: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "arrivals").mkdir()
    return tmp_path / "arrivals"


def one_sentence(ran: Ran, words: str) -> None:
    assert ran.code == 1, ran.err
    assert words in ran.err
    assert "Traceback" not in ran.err
    assert "psycopg" not in ran.err


def end_all(admin: "psycopg.Connection[tuple[object, ...]]") -> None:
    admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()", [NAME]
    )


def test_a_full_disk_is_said_and_with_room_the_same_again_works(
    installed: Installation, address: str, admin: "psycopg.Connection[tuple[object, ...]]", folder: Path
) -> None:
    next(documents()).put_into(folder)
    admin.execute(FULL)
    one_sentence(installed.run("intake", str(folder), NIGHTLIGHT_DATABASE_URL=address), "disk")
    counted = admin.execute("SELECT count(*) FROM intake_submission").fetchone()
    assert counted == (0,)
    admin.execute("DROP TRIGGER full_disk ON intake_report")
    assert installed.run("intake", str(folder), NIGHTLIGHT_DATABASE_URL=address).code == 0


def test_a_lock_that_is_held_is_not_waited_for_for_ever(
    installed: Installation, address: str, admin: "psycopg.Connection[tuple[object, ...]]", folder: Path
) -> None:
    (folder / "held.xml").write_bytes(b"<report><!-- held on a server --></report>")
    with admin.transaction():
        admin.execute("LOCK TABLE intake_submission IN ACCESS EXCLUSIVE MODE")
        ran = installed.run("intake", str(folder), NIGHTLIGHT_DATABASE_URL=address, NIGHTLIGHT_DATABASE_PATIENCE="1")
    one_sentence(ran, "busy")
    assert installed.run("intake", str(folder), NIGHTLIGHT_DATABASE_URL=address).code == 0


def test_a_connection_that_is_ended_in_the_middle_loses_nothing_and_the_same_again_works(
    installed: Installation, address: str, admin: "psycopg.Connection[tuple[object, ...]]", folder: Path
) -> None:
    (folder / "ended.xml").write_bytes(b"<report><!-- ended on a server --></report>")
    over = threading.Event()

    def end_whoever_writes() -> None:
        while not over.is_set():
            waiting = admin.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone()
            if waiting:
                end_all_but_holder()
            time.sleep(0.05)

    def end_all_but_holder() -> None:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted")

    with psycopg.connect(address) as holder:
        holder.execute("LOCK TABLE intake_submission IN ACCESS EXCLUSIVE MODE")
        ender = threading.Thread(target=end_whoever_writes)
        ender.start()
        ran = installed.run("intake", str(folder), NIGHTLIGHT_DATABASE_URL=address)
        over.set()
        ender.join()
        holder.rollback()
    one_sentence(ran, "connection")
    again = installed.run("intake", str(folder), "--json", NIGHTLIGHT_DATABASE_URL=address)
    assert (again.code, again.json["received"]) == (0, 1)


def test_a_watched_folder_goes_on_after_its_connections_were_ended(
    installed: Installation, address: str, admin: "psycopg.Connection[tuple[object, ...]]", folder: Path, tmp_path: Path
) -> None:
    with watching(installed, folder, tmp_path, NIGHTLIGHT_DATABASE_URL=address) as watcher:
        end_all(admin)
        (folder / "after.xml").write_bytes(b"<report><!-- after the end --></report>")
        watcher.wait_for(lambda: bool(watcher.lines))
        assert "Traceback" not in watcher.err.read_text()
        assert watcher.stop() == 0
    assert watcher.lines[0]["moved_to"] == "done/after.xml"
