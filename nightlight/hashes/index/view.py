"""A view: what one look-up sees, from its beginning to its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from nightlight.hashes.index import log
from nightlight.hashes.index.folder import Folder, Manifest
from nightlight.hashes.index.gathering import Hits
from nightlight.hashes.index.kinds import Kind
from nightlight.hashes.index.recent import Recent
from nightlight.hashes.index.words import Words


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """The segments and the log as they stood at one pulse. Never changes, so that threads may share it."""

    pulse: int
    manifest: Manifest
    recent: Recent
    log_path: Path
    log_end: int

    @classmethod
    def of(cls, folder: Folder) -> Self:
        """Read everything."""
        pulse, manifest = folder.pulse(), folder.manifest()
        path = folder.path / manifest.log
        batches, end = log.read(path, 0)
        return cls(pulse, manifest, Recent().after(batches), path, end)

    def refreshed(self, folder: Folder) -> "View":
        """Return the view after whatever changed since."""
        pulse, manifest = folder.pulse(), folder.manifest()
        if manifest != self.manifest:
            return View.of(folder)
        batches, end = log.read(self.log_path, self.log_end)
        return View(pulse, manifest, self.recent.after(batches) if batches else self.recent, self.log_path, end)

    def exact(self, kind: Kind, digests: Sequence[bytes]) -> list[list[int]]:
        """Return the numbers listed under each digest, ascending."""
        return [sorted(set(self.recent.exact(kind, digest))) for digest in digests]

    def near(self, asked: Words, distance: int) -> Hits:
        """Return the PDQ rows within the distance."""
        return Hits.of([self.recent.near(asked, distance)])
