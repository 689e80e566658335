"""The manifest: which files are in force."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

LAYOUT = 1
WITHDRAWN = "withdrawn"


class NotAnIndex(RuntimeError):
    """The folder holds something else, or an index of a layout that this version does not read."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A segment: its file, the kind of hash in it (or `WITHDRAWN`), its place in time, its number of rows."""

    file: str
    kind: str
    sequence: int
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in force: segments, oldest first, and the log, which is newer than all of them."""

    generation: int
    log: str
    segments: tuple[Listed, ...] = ()
    layout: int = LAYOUT

    @classmethod
    def parsed(cls, content: bytes, path: Path) -> "Manifest":
        """Read a manifest. Raises `NotAnIndex` when it is none, or of another layout."""
        try:
            said = json.loads(content)
            segments = tuple(Listed(**listed) for listed in said["segments"])
            manifest = cls(said["generation"], said["log"], segments, said["layout"])
        except (ValueError, KeyError, TypeError) as unread:
            raise NotAnIndex(f"{path} is no manifest of a hash index. Restore it, or name another folder.") from unread
        if manifest.layout != LAYOUT:
            raise NotAnIndex(f"{path} has layout {manifest.layout}, not {LAYOUT}. Build the index anew.")
        return manifest

    def packed(self) -> bytes:
        """Return the manifest as it is stored."""
        return json.dumps(asdict(self)).encode()

    @property
    def files(self) -> set[str]:
        """The names of all files in force."""
        return {self.log, *(listed.file for listed in self.segments)}

    def of_kind(self, kind: str) -> list[Listed]:
        """Return the segments of one kind, oldest first."""
        return [listed for listed in self.segments if listed.kind == kind]

    def with_segments(self, removed: list[Listed], added: list[Listed], *, log: str | None = None) -> "Manifest":
        """Return the next manifest, in order of time."""
        kept = [listed for listed in self.segments if listed not in removed]
        segments = tuple(sorted(kept + added, key=lambda listed: (listed.sequence, listed.kind)))
        return replace(self, generation=self.generation + 1, log=log or self.log, segments=segments)
