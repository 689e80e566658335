"""`HashIndex`: what callers hold."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

from nightlight.hashes.index import kinds
from nightlight.hashes.index.answers import NearFile
from nightlight.hashes.index.changing import change
from nightlight.hashes.index.folder import Folder
from nightlight.hashes.index.gathering import Found
from nightlight.hashes.index.kinds import Bytes, Entry, Kind, Numbers
from nightlight.hashes.index.log import Batch
from nightlight.hashes.index.merger import Merger
from nightlight.hashes.index.view import View
from nightlight.hashes.index.words import word_row

DISTANCE = 31
"""How far apart two PDQ hashes may be and still be called alike, in bits of 256 (the PDQ paper's threshold)."""

FURTHEST = 64
"""The largest distance that may be asked for. Beyond, hashes that have nothing to do with each other begin to meet."""


class HashIndex:
    """Known hashes in a folder, shared by any number of threads and processes.

    Whatever `add` or `withdraw` returned from is on the disk and seen by the next look-up of every process that has
    the folder open. Look-ups never wait for writers. Digests are raw bytes; a number is the caller's own, of 64 bits.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._seen = View.of(folder)
        self._merger = Merger(folder)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index in a folder, made when absent. Raises `NotAnIndex` when something else is there."""
        return cls(Folder(folder))

    # changes

    def add(self, entries: Iterable[Entry]) -> None:
        """Add entries: all of them, or none when one is `Unusable`. An entry that is there already stays as it is.

        Thousands in one call cost little more than one: they become a segment of their own.
        """
        self._change(Batch(kinds.tables_of(entries)))

    def add_table(self, kind: Kind, digests: bytes | Bytes, numbers: Iterable[int] | Numbers) -> None:
        """Add many digests of one kind: laid end to end or as (n, size) bytes, with n numbers."""
        self._change(Batch({kind: kinds.table_from(kind, digests, numbers)}))

    def withdraw(self, numbers: Iterable[int] | Numbers) -> None:
        """Take out every digest under these numbers. A number may be added again later."""
        self._change(Batch(withdrawn=kinds.numbers_from(numbers)))

    def settle(self) -> None:
        """Merge everything into one segment for each kind, and return when that is done.

        Never necessary: merging goes on by itself. After a large import it makes look-ups as quick as they get.
        """
        self._merger.settle()

    def close(self) -> None:
        """Wait for a merge that this process began. Not needed before a process ends: merges may die at any moment."""
        self._merger.rest()

    def _change(self, batch: Batch) -> None:
        view = self._seen = change(self._folder, self._seen, batch)
        self._merger.wake(view.manifest)

    # look-ups

    def exact(self, kind: Kind, digest: bytes) -> list[int]:
        """Return the numbers listed under an equal digest, ascending."""
        return self.exact_many(kind, [digest])[0]

    def exact_many(self, kind: Kind, digests: Sequence[bytes]) -> list[list[int]]:
        """Return for each digest what `exact` returns for it."""
        return self._view().exact(kind, [kinds.checked_digest(kind, digest) for digest in digests])

    def near(self, pdq: bytes, distance: int = DISTANCE) -> list[tuple[int, int]]:
        """Return (number, distance) of every number listed within the distance, nearest first. Misses none."""
        return self._found(pdq, distance).pairs()

    def near_many(self, pdqs: Iterable[bytes], distance: int = DISTANCE) -> list[list[tuple[int, int]]]:
        """Return for each hash what `near` returns for it."""
        return [self.near(pdq, distance) for pdq in pdqs]

    def files_near(self, pdq: bytes, distance: int = DISTANCE) -> list[NearFile]:
        """Return what `near` finds, by file, nearest first. Much cheaper where a file is listed thousands of times."""
        return self._found(pdq, distance).files()

    def files_near_many(self, pdqs: Iterable[bytes], distance: int = DISTANCE) -> list[list[NearFile]]:
        """Return for each hash what `files_near` returns for it."""
        return [self.files_near(pdq, distance) for pdq in pdqs]

    def rows(self, kind: Kind) -> int:
        """Return how many digests of a kind are held; withdrawn ones count until a merge drops them."""
        return self._view().rows(kind)

    def _found(self, pdq: bytes, distance: int) -> Found:
        asked = word_row(kinds.checked_digest(Kind.PDQ, pdq))
        if not 0 <= distance <= FURTHEST:
            raise ValueError(f"A distance between PDQ hashes lies between 0 and {FURTHEST} bits here, not {distance}.")
        return self._view().near(asked, distance)

    def _view(self) -> View:
        view = self._seen
        if view.pulse != self._folder.pulse():
            view = self._seen = view.refreshed(self._folder)
        return view
