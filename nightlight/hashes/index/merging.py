"""Merging: small segments become larger ones while look-ups and changes go on."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nightlight.hashes.index import building, exact
from nightlight.hashes.index.changing import Built, put_in_force
from nightlight.hashes.index.container import Writer
from nightlight.hashes.index.exact import Digests
from nightlight.hashes.index.folder import MERGER, WRITER, Folder
from nightlight.hashes.index.kinds import Kind, Numbers
from nightlight.hashes.index.manifest import WITHDRAWN, Listed, Manifest
from nightlight.hashes.index.pdq import Hashes
from nightlight.hashes.index.plans import Indexes
from nightlight.hashes.index.view import View
from nightlight.hashes.index.withdrawals import Withdrawals
from nightlight.hashes.index.words import Words

RATIO = 8
"""A segment is left alone while it is so many times larger than everything newer of its kind."""


def due(manifest: Manifest, *, fully: bool = False) -> list[Listed]:
    """Return the segments that should be merged next, all of one kind, oldest first; none when all is well.

    Sizes fall by `RATIO` from the oldest to the newest, so a row is written again only as often as sizes grow by it.
    """
    for kind in (WITHDRAWN, *Kind):
        segments = manifest.of_kind(kind)
        if fully and len(segments) > 1:
            return segments
        for first, older in enumerate(segments[:-1]):
            if older.rows < RATIO * sum(newer.rows for newer in segments[first + 1 :]):
                return segments[first:]
    return []


def merge(folder: Folder, *, fully: bool = False) -> bool:
    """Merge until nothing is due (`fully`: until each kind has one segment). False when somebody else is merging."""
    with folder.held_if_free(MERGER) as free:
        if not free:
            return False
        view = View.of(folder)
        while chosen := due(view.manifest, fully=fully):
            view = _merged(folder, view, chosen)
        with folder.held(WRITER):
            folder.sweep()
        return True


def _merged(folder: Folder, view: View, chosen: list[Listed]) -> View:
    with folder.building() as place:
        built = _built(place, view, chosen)
        with folder.held(WRITER):
            view = view.refreshed(folder)
            put_in_force(folder, view, [built], instead_of=chosen, sequence=chosen[-1].sequence)
            return view.refreshed(folder)


def _built(place: Path, view: View, chosen: list[Listed]) -> Built:
    kind = chosen[-1].kind
    path = place / kind
    segments = [(view.segments[listed], listed.sequence) for listed in chosen]
    if kind == WITHDRAWN:
        return path, kind, _withdrawals(path, view, [one for one, _ in segments if isinstance(one, Withdrawals)])
    if kind == Kind.PDQ:
        hashes = [(one, sequence) for one, sequence in segments if isinstance(one, Hashes)]
        known = np.concatenate([one.families.centre_numbers for one, _ in hashes])
        return path, kind, building.write(path, _kept(view, hashes), known)
    digests = [(one, partial(view.hidden, sequence=at)) for one, at in segments if isinstance(one, Digests)]
    with path.open("xb") as file:
        return path, kind, exact.write(Writer(file), Kind(kind), exact.merged(Kind(kind), digests), place)


def _withdrawals(path: Path, view: View, parts: list[Withdrawals]) -> int:
    """Write the withdrawals that still say something: a merge dropped what the others hid."""
    oldest = min((listed.sequence for listed in view.manifest.segments if listed.kind != WITHDRAWN), default=None)
    rest = Withdrawals.none() if oldest is None else Withdrawals.joined(parts).since(oldest)
    with path.open("xb") as file:
        rest.write(Writer(file))
    return len(rest)


def _kept(view: View, segments: list[tuple[Hashes, int]]) -> Iterator[tuple[Words, Numbers]]:
    """Yield the rows that are neither withdrawn nor listed again, same number and same hash, in a newer segment."""
    for at, (segment, sequence) in enumerate(segments):
        newer = [_Numbered.of(*part) for later, _ in segments[at + 1 :] for part in later.parts() if len(part[1])]
        for words, numbers in segment.pieces():
            dropped = view.hidden(numbers, sequence)
            for part in newer:
                dropped |= part.holds(words, numbers)
            yield words[~dropped], numbers[~dropped]


@dataclass(frozen=True, slots=True, eq=False)
class _Numbered:
    """Rows of a newer segment, in the order of their numbers."""

    words: Words
    numbers: Numbers
    order: Indexes

    @classmethod
    def of(cls, words: Words, numbers: Numbers) -> "_Numbered":
        order = np.argsort(numbers, kind="stable")
        return cls(words, numbers[order], order)

    def holds(self, words: Words, numbers: Numbers) -> NDArray[np.bool_]:
        """Return which rows occur here too, by number and hash."""
        if numbers.max(initial=0) < self.numbers[0]:
            return np.zeros(len(numbers), np.bool_)  # the usual case: what is newer has higher numbers
        at = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
        same: NDArray[np.bool_] = self.numbers[at] == numbers
        same[same] = (self.words[self.order[at[same]]] == words[same]).all(axis=1)
        return same
