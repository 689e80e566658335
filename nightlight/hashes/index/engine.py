"""`HashIndex`: what callers hold."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

from nightlight.hashes.index import log
from nightlight.hashes.index.answers import NearFile
from nightlight.hashes.index.folder import Folder
from nightlight.hashes.index.gathering import Hits, gathered
from nightlight.hashes.index.kinds import (
    Bytes,
    Entry,
    Kind,
    Numbers,
    checked_digest,
    numbers_from,
    table_from,
    tables_of,
)
from nightlight.hashes.index.log import Batch
from nightlight.hashes.index.view import View
from nightlight.hashes.index.words import BITS, word_row

DISTANCE = 31
"""How far apart two PDQ hashes may be and still be called alike, in bits of 256 (the PDQ paper's threshold)."""


class HashIndex:
    """Known hashes in a folder, shared by any number of threads and processes.

    Whatever `add` or `withdraw` returned from is on the disk and seen by the next look-up of every process that has the
    folder open. Look-ups never wait for writers. Digests are raw bytes; a number is the caller's own, 0 to 2**64 - 1.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._seen = View.of(folder)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index in a folder, made when absent. Raises `NotAnIndex` when something else is there."""
        return cls(Folder(folder))

    # changes

    def add(self, entries: Iterable[Entry]) -> None:
        """Add entries: all of them, or none when one is `Unusable`. An entry that is there already stays as it is."""
        self._change(Batch(tables_of(entries)))

    def add_table(self, kind: Kind, digests: bytes | Bytes, numbers: Iterable[int] | Numbers) -> None:
        """Add many digests of one kind: laid end to end or as (n, size) bytes, with n numbers."""
        self._change(Batch({kind: table_from(kind, digests, numbers)}))

    def withdraw(self, numbers: Iterable[int] | Numbers) -> None:
        """Take out every digest under these numbers. A number may be added again later."""
        self._change(Batch(withdrawn=numbers_from(numbers)))

    def _change(self, batch: Batch) -> None:
        content = log.packed(batch)
        with self._folder.held("writer.lock"):
            view = self._seen = self._seen.refreshed(self._folder)
            log.append(view.log_path, content, view.log_end)
            self._folder.beat()

    # look-ups

    def exact(self, kind: Kind, digest: bytes) -> list[int]:
        """Return the numbers listed under an equal digest, ascending."""
        return self.exact_many(kind, [digest])[0]

    def exact_many(self, kind: Kind, digests: Sequence[bytes]) -> list[list[int]]:
        """Return for each digest what `exact` returns for it."""
        return self._view().exact(kind, [checked_digest(kind, digest) for digest in digests])

    def near(self, pdq: bytes, distance: int = DISTANCE) -> list[tuple[int, int]]:
        """Return (number, distance) of every listed PDQ hash within the distance, nearest first. Misses none."""
        return self._hits(pdq, distance).pairs()

    def near_many(self, pdqs: Iterable[bytes], distance: int = DISTANCE) -> list[list[tuple[int, int]]]:
        """Return for each hash what `near` returns for it."""
        return [self.near(pdq, distance) for pdq in pdqs]

    def files_near(self, pdq: bytes, distance: int = DISTANCE) -> list[NearFile]:
        """Return what `near` finds, by file, nearest first. Much cheaper where a file is listed thousands of times."""
        return gathered(self._hits(pdq, distance))

    def files_near_many(self, pdqs: Iterable[bytes], distance: int = DISTANCE) -> list[list[NearFile]]:
        """Return for each hash what `files_near` returns for it."""
        return [self.files_near(pdq, distance) for pdq in pdqs]

    def _hits(self, pdq: bytes, distance: int) -> Hits:
        asked = word_row(checked_digest(Kind.PDQ, pdq))
        if not 0 <= distance <= BITS:
            raise ValueError(f"A distance between PDQ hashes lies between 0 and {BITS} bits, not {distance}.")
        return self._view().near(asked, distance)

    def _view(self) -> View:
        view = self._seen
        if view.pulse != self._folder.pulse():
            view = self._seen = view.refreshed(self._folder)
        return view
