"""The index follows the database: in every process, after every kind of death."""

import json
import shutil
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from nightlight.accounts.models import User
from nightlight.hashes import shelf as shelves
from nightlight.hashes.actions import withdraw_import
from nightlight.hashes.models import ListedHash, Numbering
from nightlight.hashes.shelf import FOLDER, Shelf, shelf
from tests.hashes.conftest import Bring, LookUp, md5, medium, pdq, vics


def folder() -> Path:
    return Path(settings.DATA_DIR) / FOLDER


def mark() -> dict[str, object]:
    said: dict[str, object] = json.loads((folder() / "mark.json").read_text())
    return said


def test_another_process_that_looked_before_sees_what_was_added_since(bring: Bring) -> None:
    bring(vics([medium(1)]))
    other = Shelf(folder())
    before = other.index()
    assert len(before.exact(shelves.Kind.MD5, bytes.fromhex(md5(1)))) == 1
    bring(vics([medium(2)]))
    shelf().index()
    assert len(other.index().exact(shelves.Kind.MD5, bytes.fromhex(md5(2)))) == 1


def test_what_was_committed_and_not_indexed_is_caught_up_by_the_next_look_up(bring: Bring, found: LookUp) -> None:
    bring(vics([medium(1)]))
    found(md5(1))
    known = mark()["number"]
    bring(vics([medium(2)]))
    assert mark()["number"] == known
    assert len(found(md5(2)).matches) == 1
    assert mark()["number"] == 2


def test_who_dies_after_the_index_was_written_and_before_the_mark_leaves_no_harm(
    bring: Bring, found: LookUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(vics([medium(1, PDQ=pdq(1))]))
    found(md5(1))
    bring(vics([medium(2, PDQ=pdq(1, 1))]))

    def dies(self: Shelf, mark: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(Shelf, "_write_mark", dies)
        with pytest.raises(KeyboardInterrupt):
            found(md5(2))
    [match] = found(f"pdq:{pdq(1)}").matches
    assert match.entries == 2
    assert len(found(md5(2)).matches) == 1


def test_a_lost_folder_is_built_anew_by_the_next_look_up(bring: Bring, found: LookUp) -> None:
    bring(vics([medium(1)]))
    found(md5(1))
    shutil.rmtree(folder())
    shelves._shelf.cache_clear()
    assert len(found(md5(1)).matches) == 1


def test_a_damaged_index_is_built_anew_by_the_next_look_up(bring: Bring, found: LookUp) -> None:
    bring(vics([medium(1)]))
    found(md5(1))
    (folder() / str(mark()["folder"]) / "manifest.json").write_text("{ sample")
    shelves._shelf.cache_clear()
    assert len(found(md5(1)).matches) == 1


def test_an_index_of_an_older_copy_of_the_database_is_not_believed(bring: Bring, found: LookUp) -> None:
    with transaction.atomic():
        bring(vics([medium(1), medium(2)]))
        found(md5(1))
        transaction.set_rollback(True)
    bring(vics([medium(5), medium(6), medium(7)]))
    assert [len(found(md5(number)).matches) for number in (1, 2, 5, 6, 7)] == [0, 0, 1, 1, 1]


def test_building_anew_leaves_out_what_cannot_come_back(bring: Bring, found: LookUp, coordinator: User) -> None:
    gone = bring(vics([medium(1), medium(2)]))
    bring(vics([medium(2, Category=2), medium(3)]))
    withdraw_import(gone, by=coordinator, because="Sample reason")
    old = mark()["folder"] if (folder() / "mark.json").exists() else ""
    assert shelf().rebuild() == 2
    assert mark()["folder"] != old
    assert [len(found(md5(number)).matches) for number in (1, 2, 3)] == [0, 1, 1]


def test_what_a_withdrawn_import_had_replaced_is_found_again_after_building_anew(
    bring: Bring, found: LookUp, coordinator: User
) -> None:
    bring(vics([medium(1, SHA1="a" * 40)]))
    newer = bring(vics([medium(1, SHA1="b" * 40)]))
    shelf().rebuild()
    withdraw_import(newer, by=coordinator, because="Sample reason")
    assert len(found("a" * 40).matches) == 1


def test_another_process_takes_up_the_folder_that_was_built_anew(bring: Bring) -> None:
    bring(vics([medium(1)]))
    other = Shelf(folder())
    other.index()
    shelf().rebuild()
    bring(vics([medium(2)]))
    assert len(other.index().exact(shelves.Kind.MD5, bytes.fromhex(md5(2)))) == 1


def test_nobody_waits_while_the_index_is_built_anew(
    bring: Bring, found: LookUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(vics([medium(1)]))
    found(md5(1))
    built, seen = Shelf._built, list[int]()

    def slowly(self: Shelf, folder: str, number: int) -> object:
        answer = built(self, folder, number)
        bring(vics([medium(2)]))
        seen.append(len(found(md5(2)).matches))  # would wait for ever if building held the lock of looking up
        seen.append(len(Shelf(self._root).index().exact(shelves.Kind.MD5, bytes.fromhex(md5(2)))))
        return answer

    monkeypatch.setattr(Shelf, "_built", slowly)
    assert shelf().rebuild() == 2
    assert seen == [1, 1]
    assert [len(found(md5(number)).matches) for number in (1, 2)] == [1, 1]


def test_what_was_left_by_who_was_killed_while_building_is_cleared_away(bring: Bring, found: LookUp) -> None:
    bring(vics([medium(1)]))
    found(md5(1))
    (folder() / "built-sample").mkdir()
    shelf().rebuild()
    assert [path.name for path in folder().iterdir() if path.is_dir()] == [mark()["folder"]]
    assert len(found(md5(1)).matches) == 1


def test_many_threads_that_ask_at_once_get_the_same(bring: Bring) -> None:
    bring(vics([medium(number) for number in range(1, 200)]))
    index = shelf().index()
    hits: list[int] = []
    threads = [
        threading.Thread(target=lambda: hits.append(len(index.exact(shelves.Kind.MD5, bytes.fromhex(md5(7))))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert hits == [1] * 8


def test_the_numbering_and_the_entries_agree(bring: Bring, coordinator: User) -> None:
    bring(vics([medium(number) for number in range(1, 6)]))
    numbering = Numbering.objects.get()
    newest = ListedHash.objects.visible_to(coordinator).get(number=numbering.number)
    assert (numbering.number, numbering.newest) == (5, newest.pk)
