"""The folder: what is in force, who writes, and how every process hears of a change.

`manifest.json` names the segments in force, oldest first, and the log after them; it is replaced in one step. `pulse`
holds a counter that every reader maps: it moves after each change, so that a look-up sees for the price of one memory
read whether there is news. One writer at a time holds `writer.lock`, one merger `merger.lock`; the kernel lets go of
both when their process dies.
"""

import fcntl
import mmap
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path

from nightlight.hashes.index.manifest import Manifest, NotAnIndex

_PULSE = struct.Struct("<Q")
WRITER = "writer.lock"
MERGER = "merger.lock"
_BUILDING = "building-"


class Folder:
    """The files of one index."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        if not self._manifest.exists():
            with self.held(WRITER):
                self._begin()

    @cached_property
    def _pulse(self) -> mmap.mmap:
        with (self.path / "pulse").open("rb") as file:
            return mmap.mmap(file.fileno(), _PULSE.size, access=mmap.ACCESS_READ)

    @property
    def _manifest(self) -> Path:
        return self.path / "manifest.json"

    def _begin(self) -> None:
        if self._manifest.exists():
            return
        if strangers := [found.name for found in self.path.iterdir() if not _ours(found.name)]:
            raise NotAnIndex(f"{self.path} holds other files, {strangers[0]} for one. Name an empty or a new folder.")
        (self.path / "pulse").write_bytes(_PULSE.pack(0))
        self.replace_manifest(Manifest(1, self.new_log(1)))

    def pulse(self) -> int:
        """Return the counter of changes."""
        return int(_PULSE.unpack_from(self._pulse)[0])

    def beat(self) -> None:
        """Tell every process that something changed. Only the holder of the writer's lock may."""
        file = os.open(self.path / "pulse", os.O_WRONLY)
        try:
            os.pwrite(file, _PULSE.pack(self.pulse() + 1), 0)
        finally:
            os.close(file)

    def manifest(self) -> Manifest:
        """Return what is in force now. Raises `NotAnIndex`."""
        return Manifest.parsed(self._manifest.read_bytes(), self._manifest)

    def replace_manifest(self, manifest: Manifest) -> None:
        """Put another manifest in force: whole or not at all, on the disk when this returns, and everybody told."""
        draft = self._manifest.with_suffix(".draft")
        with draft.open("wb") as file:
            file.write(manifest.packed())
            file.flush()
            os.fsync(file.fileno())
        self._sync()  # the files it names first
        draft.replace(self._manifest)
        self._sync()
        self.beat()

    def new_log(self, generation: int) -> str:
        """Make an empty log and return its name."""
        name = f"log-{generation:08d}"
        with (self.path / name).open("wb") as file:
            os.fsync(file.fileno())
        return name

    def _sync(self) -> None:
        directory = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    @contextmanager
    def building(self) -> Iterator[Path]:
        """Give a folder to build segments in; it goes away afterwards, whoever dies."""
        path, file = self._new_place()
        try:
            yield path
        finally:
            _remove(path)
            os.close(file)

    def _new_place(self) -> tuple[Path, int]:
        """Make a folder that is locked for as long as the returned file is open."""
        while True:
            path = self.path / f"{_BUILDING}{os.urandom(8).hex()}"
            path.mkdir()
            with suppress(FileNotFoundError):  # swept before it was locked
                file = os.open(path, os.O_RDONLY)
                fcntl.flock(file, fcntl.LOCK_EX)
                if path.exists():
                    return path, file
                os.close(file)

    def sweep(self) -> None:
        """Remove what nobody needs: files out of force, and what dead builders left. Needs the writer's lock."""
        kept = self.manifest().files
        for found in self.path.iterdir():
            if found.name.startswith(("segment-", "log-")) and found.name not in kept:
                found.unlink()
            elif found.name.startswith(_BUILDING):
                _remove_if_left(found)

    @contextmanager
    def held(self, lock: str) -> Iterator[None]:
        """Hold a lock against every other process and thread; wait for it."""
        file = self._opened(lock)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)

    @contextmanager
    def held_if_free(self, lock: str) -> Iterator[bool]:
        """Hold a lock, or say at once that somebody else does."""
        file = self._opened(lock)
        try:
            yield _locked(file)
        finally:
            os.close(file)

    def _opened(self, lock: str) -> int:
        # opened anew each time: the kernel tells holders apart by their opening, so threads exclude each other too
        return os.open(self.path / lock, os.O_RDWR | os.O_CREAT, 0o640)


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _remove_if_left(path: Path) -> None:
    try:
        file = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return  # its builder was done
    try:
        if _locked(file):
            _remove(path)
    finally:
        os.close(file)


def _remove(path: Path) -> None:
    for left in path.iterdir():
        left.unlink()
    path.rmdir()


def _ours(name: str) -> bool:
    return name in {"pulse", "manifest.draft", WRITER, MERGER} or name.startswith("log-")
