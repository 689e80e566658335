"""The index of this installation: where it lies, how far it is, and how every process keeps it fresh.

The database is the truth. Entries are numbered in the order in which they are committed, and a small file beside the
index, the mark, says up to which number the index knows them. Every look-up asks the database for the newest number;
where the mark lags behind, whoever comes first reads the entries between and adds them, under a lock. So it does not
matter who dies between the database's commit and the index's write, nor which process wrote: the next look-up of any
of them catches up before it answers. Adding twice does no harm. What was withdrawn stays in the index until it is
built anew, and never answers: every answer is read from the database.
"""

import fcntl
import functools
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from nightlight.foundation import ids
from nightlight.hashes.index import Damaged, Entry, HashIndex, Kind, NotAnIndex
from nightlight.hashes.models import ListedHash, ListedHashQuerySet, Numbering

FOLDER, BUILT, BATCH = "hash-index", "built-", 20_000
KINDS = {Kind.MD5: "md5", Kind.SHA1: "sha1", Kind.SHA256: "sha256", Kind.PDQ: "pdq"}
_HALF = 32
"""The index's number holds the canonical entry's number above, and the entry's own below: 4 billion entries."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Which folder is in force, and up to which entry it knows them. The id tells a database from its older copy."""

    folder: str
    number: int = 0
    newest: str = ""


def packed(canonical: int, number: int) -> int:
    """Return the index's number for an entry under the entry that stands for its file."""
    return canonical << _HALF | number


def canonical_of(number: int) -> int:
    """Return the number of the canonical entry out of an index's number."""
    return number >> _HALF


def entry_of(number: int) -> int:
    """Return the entry's own number out of an index's number."""
    return number & ((1 << _HALF) - 1)


class Shelf:
    """The folder of the index in the data folder."""

    def __init__(self, root: Path) -> None:
        self._root, self._mark, self._index = root, Mark(""), None
        self._busy = threading.Lock()

    _index: HashIndex | None

    def index(self) -> HashIndex:
        """Return the index, which knows every entry that was committed before this call. One query when it is fresh."""
        number, newest = _head()
        mark, index = self._mark, self._index
        if index is not None and (mark.number, mark.newest) == (number, newest):
            return index
        with self._busy, self._locked():
            self._take_up()
            if self._index is None or not _belongs_here(self._mark, number):
                self._build(number, newest)
            else:
                self._catch_up(number, newest)
            return self._index  # type: ignore[return-value]  # set by each of the three

    def rebuild(self) -> int:
        """Build the index anew from the database, beside the old one, and put it in force; return its entries.

        Nobody waits meanwhile: look-ups and imports go on with the old one, and what they add to it is added to the new
        one before it is put in force. Who builds at the same time waits for the first to end.
        """
        with self._locked("build.lock"):
            self._clear_away()
            number, newest = _head()
            folder = f"{BUILT}{ids.new()}"
            index, count = self._built(folder, number)
            with self._busy, self._locked():
                self._take_up()
                now, newest_now = _head()
                if _belongs_here(Mark(folder, number, newest), now):
                    count += _add(index, _entries().might_hold().filter(number__gt=number, number__lte=now))
                    self._put_in_force(index, Mark(folder, now, newest_now))
                else:  # another database was put in this one's place
                    index.close()
        return count

    def _take_up(self) -> None:
        """Learn what other processes did since: another folder in force, or more entries in it."""
        mark = self._read_mark()
        if mark.folder != self._mark.folder or self._index is None:
            self._index = _opened(self._root / mark.folder) if mark.folder else None
        self._mark = mark

    def _catch_up(self, number: int, newest: str) -> None:
        assert self._index is not None  # noqa: S101 - a hint for the type checker
        missing = _entries().filter(number__gt=self._mark.number, number__lte=number)
        _add(self._index, missing)
        self._write_mark(Mark(self._mark.folder, number, newest))

    def _build(self, number: int, newest: str) -> None:
        """Build the index where there is none to go on with: everybody waits for it."""
        folder = f"{BUILT}{ids.new()}"
        index, _ = self._built(folder, number)
        self._put_in_force(index, Mark(folder, number, newest))

    def _built(self, folder: str, number: int) -> tuple[HashIndex, int]:
        """Return an index of the entries up to a number, in a folder of its own, and how many they are."""
        index = HashIndex.open(self._root / folder)
        count = _add(index, _entries().might_hold().filter(number__lte=number))
        index.settle()
        return index, count

    def _put_in_force(self, index: HashIndex, mark: Mark) -> None:
        """Put an index in force in place of the old one; the lock is the caller's."""
        old = self._mark.folder or self._read_mark().folder
        if self._index is not None:
            self._index.close()
        self._index = index
        self._write_mark(mark)
        if old:
            shutil.rmtree(self._root / old, ignore_errors=True)

    def _clear_away(self) -> None:
        """Remove what was left by those who were killed while they built; who builds holds the lock of building."""
        with self._busy, self._locked():
            in_force = self._read_mark().folder
            for folder in self._root.glob(f"{BUILT}*"):
                if folder.name != in_force:
                    shutil.rmtree(folder, ignore_errors=True)

    def _read_mark(self) -> Mark:
        try:
            return Mark(**json.loads((self._root / "mark.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return Mark("")

    def _write_mark(self, mark: Mark) -> None:
        draft = self._root / "mark.draft"
        with draft.open("w", encoding="utf-8") as file:
            file.write(json.dumps(asdict(mark)))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._root / "mark.json")
        self._mark = mark

    @contextmanager
    def _locked(self, name: str = "mark.lock") -> Iterator[None]:
        self._root.mkdir(parents=True, exist_ok=True)
        with (self._root / name).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # the kernel lets go of it when the process dies
            yield


def _opened(folder: Path) -> HashIndex | None:
    """Return the index in a folder, or nothing where it is lost or damaged: then it is built anew."""
    try:
        return HashIndex.open(folder) if folder.is_dir() else None
    except (Damaged, NotAnIndex):
        return None


@functools.cache
def _shelf(folder: Path) -> Shelf:
    return Shelf(folder)


def shelf() -> Shelf:
    """Return the shelf of this installation."""
    return _shelf(settings.DATA_DIR / FOLDER)


def _head() -> tuple[int, str]:
    """Return the newest entry's number and id. Every look-up begins with it, so it is spelled out once."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKING)
        number, newest = cursor.fetchone() or (0, None)
    return (number, str(newest if isinstance(newest, UUID) else UUID(newest))) if number else (0, "")


_ASKING, _ = Numbering.objects.values_list("number", "newest").query.sql_with_params()


def _entries() -> ListedHashQuerySet:
    rows: ListedHashQuerySet = ListedHash.objects.unscoped(because="the index knows digests and numbers of every list")
    return rows


def _belongs_here(mark: Mark, number: int) -> bool:
    """Say whether what the index knows is a beginning of what this database holds."""
    if not mark.number:
        return True
    return mark.number <= number and _entries().filter(number=mark.number, pk=UUID(mark.newest)).exists()


def _add(index: HashIndex, rows: ListedHashQuerySet) -> int:
    """Add rows to the index, so many at a time."""
    columns = rows.order_by("number").values_list("canonical__number", "number", *KINDS.values())
    found, count = columns.iterator(chunk_size=BATCH), 0
    while batch := list(islice(found, BATCH)):
        index.add(
            Entry(kind, bytes.fromhex(digest), packed(canonical, number))
            for canonical, number, *digests in batch
            for kind, digest in zip(KINDS, digests, strict=True)
            if digest
        )
        count += len(batch)
    return count
