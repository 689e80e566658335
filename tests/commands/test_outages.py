"""What the console says when the database cannot be written, and that the same again works afterwards."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Installation, Ran
from tests.torture.documents import documents

FULL = """
from nightlight.commands import main
from django.db.backends.signals import connection_created
pages = int({pages})
connection_created.connect(
    lambda connection, **_: connection.connection.execute(f"PRAGMA max_page_count = {{pages}}"), weak=False
)
main.run()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    endless = documents()
    for document in (next(endless) for _ in range(9)):
        document.put_into(tmp_path)
    return tmp_path


def on_a_small_disk(installation: Installation, pages: int, *words: str) -> Ran:
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", FULL.format(pages=pages), *words],
        env=installation.environment,
        cwd=installation.folder,
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def one_sentence(ran: Ran, *also: str) -> None:
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert not {"sqlite", "OperationalError"} & set(ran.err.split())
    assert all(words in ran.err for words in also), ran.err


@pytest.mark.long
def test_on_a_full_disk_it_is_said_what_was_kept_and_with_room_the_same_again_works(
    installation: Installation, folder: Path
) -> None:
    with sqlite3.connect(installation.database) as database:
        [pages] = database.execute("PRAGMA page_count").fetchone()
    database.close()
    ran = on_a_small_disk(installation, pages, "intake", str(folder))
    one_sentence(ran, "disk", "What has a receipt is kept: 0.")
    assert ran.out.startswith("no receipt was given")
    again = installation.run("intake", str(folder), "--json")
    assert (again.json["received"], again.json["quarantined"], again.json["duplicate"]) == (9, 0, 0)
    verified = installation.run("audit", "verify")
    assert verified.code == 0


@pytest.mark.long
def test_while_another_process_holds_the_database_it_is_said_so_and_the_same_again_works(
    installation: Installation, tmp_path: Path
) -> None:
    (tmp_path / "held.xml").write_bytes(b"<report><!-- held at the console --></report>")
    holder = sqlite3.connect(installation.database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        one_sentence(installation.run("intake", str(tmp_path), NIGHTLIGHT_DATABASE_PATIENCE="1"), "busy")
    finally:
        holder.close()
    assert installation.run("intake", str(tmp_path)).code == 0
