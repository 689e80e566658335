"""The watched folder: what is complete, what is left alone, where it goes."""

import json
import os
from pathlib import Path

import pytest

from nightlight.intake.watched import SETTLED, AlreadyWatched, Entry, WatchedFolder


@pytest.fixture
def folder(tmp_path: Path) -> WatchedFolder:
    watched = WatchedFolder(tmp_path)
    watched.open()
    return watched


def complete(folder: WatchedFolder, moment: float) -> list[str]:
    return [entry.path.name for entry in folder.complete(moment)]


def only(folder: WatchedFolder) -> Entry:
    list(folder.complete(0))
    [entry] = folder.complete(SETTLED)
    return entry


def test_a_file_is_complete_when_nothing_about_it_changed_for_a_while(folder: WatchedFolder) -> None:
    file = folder.path / "report.xml"
    file.write_bytes(b"<rep")
    assert complete(folder, 0) == []
    assert complete(folder, SETTLED - 0.1) == []
    file.write_bytes(b"<report/>")
    assert complete(folder, SETTLED) == []
    assert complete(folder, 2 * SETTLED - 0.1) == []
    assert complete(folder, 2 * SETTLED) == ["report.xml"]


def test_a_change_of_the_same_length_is_a_change(folder: WatchedFolder) -> None:
    file = folder.path / "report.xml"
    file.write_bytes(b"<report/>")
    complete(folder, 0)
    os.utime(file, ns=(1, 1))
    assert complete(folder, SETTLED) == []


@pytest.mark.parametrize(
    "name", [".report.xml", "~report.xml", "report.xml.part", "report.xml.TMP", "report.xml~", "report.xml.filepart"]
)
def test_what_is_named_like_something_being_written_is_left_alone(folder: WatchedFolder, name: str) -> None:
    (folder.path / name).write_bytes(b"<report/>")
    complete(folder, 0)
    assert complete(folder, 100) == []


def test_links_and_our_own_folders_are_left_alone(
    folder: WatchedFolder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "secret.xml"
    elsewhere.write_bytes(b"<report/>")
    (folder.path / "link.xml").symlink_to(elsewhere)
    (folder.path / "done" / "before.xml").write_bytes(b"<report/>")
    (folder.path / "old.xml.receipt.json").write_bytes(b"{}")
    complete(folder, 0)
    assert complete(folder, 100) == []


def test_a_folder_counts_as_one_when_everything_in_it_is_complete(folder: WatchedFolder) -> None:
    inner = folder.path / "tip"
    inner.mkdir()
    complete(folder, 0)
    assert complete(folder, 100) == [], "an empty folder is nothing yet"
    (inner / "report.xml").write_bytes(b"<report/>")
    (inner / "file-1.xml.part").write_bytes(b"<fileDet")
    complete(folder, 100)
    assert complete(folder, 200) == [], "a document of it is still being written"
    (inner / "file-1.xml.part").rename(inner / "file-1.xml")
    complete(folder, 200)
    assert complete(folder, 200 + SETTLED) == ["tip"]


def test_what_was_taken_in_is_moved_with_its_receipt_beside_it(folder: WatchedFolder) -> None:
    (folder.path / "report.xml").write_bytes(b"<report/>")
    moved = folder.put_away(only(folder), "done", {"receipt": "R-1"})
    assert moved == folder.path / "done" / "report.xml"
    assert moved.read_bytes() == b"<report/>"
    assert json.loads(moved.with_name("report.xml.receipt.json").read_text()) == {"receipt": "R-1"}
    assert not (folder.path / "report.xml").exists()
    assert complete(folder, 100) == []


def test_nothing_that_lies_there_already_is_overwritten(folder: WatchedFolder) -> None:
    for number, name in enumerate(("report.xml", "report-2.xml", "report-3.xml")):
        (folder.path / "report.xml").write_bytes(str(number).encode())
        moved = folder.put_away(only(folder), "done", {})
        assert moved == folder.path / "done" / name
    assert (folder.path / "done" / "report.xml").read_bytes() == b"0"


def test_what_changed_after_it_was_read_stays_and_is_new(folder: WatchedFolder) -> None:
    file = folder.path / "report.xml"
    file.write_bytes(b"<report/>")
    entry = only(folder)
    file.write_bytes(b"<report></report>")
    assert folder.put_away(entry, "done", {}) is None
    assert file.exists()
    assert complete(folder, 100) == []
    assert complete(folder, 100 + SETTLED) == ["report.xml"]


def test_what_gave_trouble_is_left_alone_for_a_while_unless_it_changes(folder: WatchedFolder) -> None:
    file = folder.path / "report.xml"
    file.write_bytes(b"<report/>")
    folder.leave_until(only(folder), 60)
    assert complete(folder, 59) == []
    assert complete(folder, 60) == ["report.xml"]
    folder.leave_until(Entry(file, ()), 1000)
    file.write_bytes(b"<report></report>")
    complete(folder, 61)
    assert complete(folder, 61 + SETTLED) == ["report.xml"]


def test_a_folder_is_watched_by_one_at_a_time(folder: WatchedFolder) -> None:
    second = WatchedFolder(folder.path)
    with pytest.raises(AlreadyWatched):
        second.open()
    folder.close()
    second.open()
    second.close()
