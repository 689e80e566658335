"""`nightlight intake --watch DIR`: takes in, moves, goes on after trouble, and stops cleanly."""

import json
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands.conftest import COMMAND, Installation
from tests.torture.documents import documents

pytestmark = pytest.mark.long

PATIENCE = 40.0
Documents = Callable[..., None]


class Watcher:
    """A running `nightlight intake --watch`, with what it says in files."""

    def __init__(self, process: "subprocess.Popen[bytes]", out: Path, err: Path) -> None:
        self.process, self.out, self.err = process, out, err

    def wait_for(self, holds: Callable[[], bool]) -> None:
        """Wait until something is so; fail with what it said."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            if holds():
                return
            time.sleep(0.05)
        pytest.fail(f"It did not happen. {self.out.read_text()}{self.err.read_text()}")

    def stop(self) -> int:
        """Ask it to stop; return how it ended."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    @property
    def lines(self) -> list[dict[str, object]]:
        """What it printed as JSON, a line for each file."""
        return [json.loads(line) for line in self.out.read_text().splitlines()]


@contextmanager
def watching(installation: Installation, folder: Path, said: Path, **env: str) -> Iterator[Watcher]:
    out, err = said / "out", said / "err"
    with out.open("wb") as to_out, err.open("wb") as to_err:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [COMMAND, "intake", "--watch", str(folder), "--json"],
            env=installation.environment | env,
            cwd=installation.folder,
            stdout=to_out,
            stderr=to_err,
        )
    watcher = Watcher(process, out, err)
    try:
        watcher.wait_for(lambda: "Watching" in err.read_text())
        yield watcher
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "watched").mkdir()
    return tmp_path / "watched"


def test_each_file_is_taken_in_moved_and_said_and_a_bad_one_stops_none(
    installation: Installation, folder: Path, tmp_path: Path
) -> None:
    endless = documents()
    for document in (next(endless) for _ in range(10)):
        document.put_into(folder)
    (folder / "half.xml.part").write_bytes(b"<report>")
    with watching(installation, folder, tmp_path) as watcher:
        watcher.wait_for(lambda: len(watcher.lines) == 10)
        assert watcher.stop() == 0
    ends = {str(line["source"]): str(line["moved_to"]) for line in watcher.lines}
    assert ends["report-000010.xml"] == "quarantine/report-000010.xml"
    assert ends["report-000004"] == "done/report-000004"
    assert sum(where.startswith("done/") for where in ends.values()) == 9
    for where in ends.values():
        receipt = json.loads((folder / f"{where}.receipt.json").read_text())
        assert receipt["submissions"][0]["receipt"].startswith("R-")
    assert sorted(path.name for path in folder.iterdir()) == ["done", "half.xml.part", "quarantine"]
    assert "sample" not in watcher.err.read_text(), "the log says nothing of what is in a file"


def test_a_file_that_was_kept_and_not_moved_gets_its_first_receipt_and_is_moved(
    installation: Installation, folder: Path, tmp_path: Path
) -> None:
    (folder / "cut.xml").write_bytes(b"<report><moved")
    first = installation.run("intake", str(folder / "cut.xml"), "--json").json["submissions"][0]
    with watching(installation, folder, tmp_path) as watcher:
        watcher.wait_for(lambda: bool(watcher.lines))
    [line] = watcher.lines
    [submission] = line["submissions"]  # type: ignore[misc]
    assert (submission["status"], submission["receipt"]) == ("duplicate", first["receipt"])
    assert line["moved_to"] == "quarantine/cut.xml"


def test_while_the_database_is_held_the_file_stays_and_is_taken_in_afterwards(
    installation: Installation, folder: Path, tmp_path: Path
) -> None:
    with watching(installation, folder, tmp_path, NIGHTLIGHT_DATABASE_PATIENCE="1") as watcher:
        holder = sqlite3.connect(installation.database, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        (folder / "report.xml").write_bytes(b"<report><!-- held --></report>")
        watcher.wait_for(lambda: "busy" in watcher.err.read_text())
        assert (folder / "report.xml").exists()
        holder.execute("ROLLBACK")
        holder.close()
        watcher.wait_for(lambda: bool(watcher.lines))
        assert "Traceback" not in watcher.err.read_text()
    assert watcher.lines[0]["moved_to"] == "done/report.xml"


def test_two_do_not_watch_one_folder_and_what_is_no_folder_is_not_watched(
    installation: Installation, folder: Path, tmp_path: Path
) -> None:
    with watching(installation, folder, tmp_path):
        second = installation.run("intake", "--watch", str(folder))
        assert (second.code, second.out) == (2, "")
        assert "already" in second.err
    for words in (("--watch", str(folder / "absent")), (), ("--watch", str(folder), str(folder))):
        assert installation.run("intake", *words).code == 2
