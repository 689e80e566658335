"""The folder: what is in force, who writes, and how every process hears of a change.

`manifest.json` names the segments in force, oldest first, and the log after them; it is replaced in one step. `pulse` holds a counter that every
reader maps: it moves after each change, so that a look-up sees for the price of one memory read whether there is news. One writer at a time
holds `writer.lock`, one merger `merger.lock`; the kernel lets go of both when their process dies.
"""

import fcntl
import json
import mmap
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

_PULSE = struct.Struct("<Q")
LAYOUT = 1


class NotAnIndex(RuntimeError):
    """The folder holds something else, or an index of a layout that this version does not read."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in force: segment files, oldest first, and the log that is newer than all of them."""

    generation: int
    log: str
    segments: tuple[str, ...] = ()
    layout: int = LAYOUT

    @property
    def files(self) -> set[str]:
        """The names of all files in force."""
        return {self.log, *self.segments}


class Folder:
    """The files of one index."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        if not self._manifest.exists():
            with self.held("writer.lock"):
                self._begin()
        self._pulse = self._mapped_pulse()

    @property
    def _manifest(self) -> Path:
        return self.path / "manifest.json"

    def _begin(self) -> None:
        if self._manifest.exists():
            return
        (self.path / "pulse").write_bytes(_PULSE.pack(0))
        self.replace_manifest(Manifest(generation=1, log=self.new_log(1)))

    def _mapped_pulse(self) -> mmap.mmap:
        with (self.path / "pulse").open("rb") as file:
            return mmap.mmap(file.fileno(), _PULSE.size, access=mmap.ACCESS_READ)

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
        """Return what is in force now."""
        try:
            said = json.loads(self._manifest.read_bytes())
            manifest = Manifest(said["generation"], said["log"], tuple(said["segments"]), said["layout"])
        except (ValueError, KeyError, TypeError) as unread:
            raise NotAnIndex(
                f"{self._manifest} is not the manifest of a hash index. Restore it, or name a new folder."
            ) from unread
        if manifest.layout != LAYOUT:
            raise NotAnIndex(
                f"{self.path} has layout {manifest.layout}, this version reads {LAYOUT}. Build the index anew."
            )
        return manifest

    def replace_manifest(self, manifest: Manifest) -> None:
        """Put another manifest in force: whole or not at all, and on the disk when this returns."""
        draft = self._manifest.with_suffix(".draft")
        with draft.open("wb") as file:
            file.write(json.dumps(asdict(manifest)).encode())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._manifest)
        self.sync()

    def new_log(self, generation: int) -> str:
        """Make an empty log and return its name."""
        name = f"log-{generation:08d}"
        with (self.path / name).open("wb") as file:
            os.fsync(file.fileno())
        return name

    def sync(self) -> None:
        """Put the names in the folder on the disk."""
        directory = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    @contextmanager
    def held(self, lock: str) -> Iterator[None]:
        """Hold a lock against every other process and thread; wait for it."""
        # opened anew each time: the kernel tells holders apart by their opening, so threads and forked workers exclude each other too
        file = os.open(self.path / lock, os.O_RDWR | os.O_CREAT, 0o640)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)

    @contextmanager
    def held_if_free(self, lock: str) -> Iterator[bool]:
        """Hold a lock, or say at once that somebody else does."""
        file = os.open(self.path / lock, os.O_RDWR | os.O_CREAT, 0o640)
        try:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(file)
