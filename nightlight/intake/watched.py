"""A folder into which others put files: which of them are complete, and where they go afterwards.

Touches the file system only. Nothing is ever deleted or overwritten: a file is renamed within the folder, so that it
is at every moment in exactly one place.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nightlight.intake.formats.names import shown_name

DONE, QUARANTINE = "done", "quarantine"
RECEIPT = ".receipt.json"
PARTIAL_BEGINNINGS = (".", "~")
PARTIAL_ENDS = (".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".download", ".swp", "~")
"""How programs name files that they are still writing."""

SETTLED = 2.0
"""Seconds for which nothing about a file may change before it counts as complete."""

Look = tuple[tuple[str, int, int, int], ...]
"""What the eye sees of an entry: path, size, time of change and inode of each of its files."""


class AlreadyWatched(Exception):
    """Another process watches this folder; two would hand in everything twice."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, or a folder that holds one report with the documents that belong to it, and how it looked."""

    path: Path
    look: Look

    @property
    def name(self) -> str:
        """The name, as it may be shown."""
        return shown_name(self.path.name)


@dataclass(slots=True)
class _Seen:
    look: Look
    since: float
    not_before: float = 0


@dataclass(slots=True)
class WatchedFolder:
    """One folder that is watched. Memory grows with the names that wait, never with what is in them."""

    path: Path
    settled: float = SETTLED
    _seen: dict[Path, _Seen] = field(default_factory=dict)
    _lock: int = -1

    def open(self) -> None:
        """Make the folders for what was taken in, and hold the folder. Raises AlreadyWatched."""
        for name in (DONE, QUARANTINE):
            (self.path / name).mkdir(exist_ok=True)
        self._lock = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            self.close()
            raise AlreadyWatched from held

    def close(self) -> None:
        """Let the folder go."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def complete(self, now: float) -> Iterator[Entry]:
        """Give the entries, in the order of their names, that have not changed for a while. `now` is in seconds.

        What is named like something that is being written, hidden, a link or no file is left alone.
        """
        seen, self._seen = self._seen, {}
        for path in sorted(_names(self.path)):
            look = _look(path)
            if not look:
                continue
            known = seen.get(path)
            if known is None or known.look != look:
                known = _Seen(look, now)
            self._seen[path] = known
        for path, known in list(self._seen.items()):
            if now - known.since >= self.settled and now >= known.not_before:
                yield Entry(path, known.look)

    def leave_until(self, entry: Entry, moment: float) -> None:
        """Leave an entry alone until a moment, unless it changes before."""
        if known := self._seen.get(entry.path):
            known.not_before = moment

    def put_away(self, entry: Entry, into: str, receipt: dict[str, Any]) -> Path | None:
        """Move what was taken in, with its receipt beside it; return where it lies now.

        Returns nothing, and leaves it, where it has changed since it was looked at: then it is something new. Raises
        OSError where it cannot be moved.
        """
        if _look(entry.path) != entry.look:
            return None
        target = _free(self.path / into / entry.path.name)
        written = target.with_name(f".{target.name}{RECEIPT}.tmp")
        written.write_text(json.dumps(receipt, indent=2) + "\n", encoding="utf-8")
        written.replace(target.with_name(target.name + RECEIPT))
        entry.path.rename(target)
        self._seen.pop(entry.path, None)
        return target


def _names(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in entries:
            ours = entry.name in {DONE, QUARANTINE} or entry.name.endswith(RECEIPT)
            if not ours and not _is_partial(entry.name) and not entry.is_symlink():
                yield folder / entry.name


def _is_partial(name: str) -> bool:
    return name.startswith(PARTIAL_BEGINNINGS) or name.lower().endswith(PARTIAL_ENDS)


def _look(path: Path) -> Look:
    """Return how a file or a folder looks; nothing where it is gone, empty of files, or still being written."""
    try:
        if path.is_file():
            return (_glance(path),)
        files = [file for file in sorted(path.rglob("*")) if file.is_file() and not file.name.startswith(".")]
        return () if any(_is_partial(file.name) for file in files) else tuple(_glance(file) for file in files)
    except OSError:  # it went away or changed while it was looked at: another look will tell
        return ()


def _glance(path: Path) -> tuple[str, int, int, int]:
    stat = path.stat()
    return str(path), stat.st_size, stat.st_mtime_ns, stat.st_ino


def _free(target: Path) -> Path:
    """Return a path beside this one at which nothing lies: report.xml, report-2.xml, report-3.xml."""
    number, free = 1, target
    while os.path.lexists(free):
        number += 1
        free = target.with_name(f"{target.stem}-{number}{target.suffix}")
    return free
