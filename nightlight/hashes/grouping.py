"""Which entries are copies of one file: the same digest, or a PDQ hash near to that of the entry that stands for it.

Likeness is measured from that one entry only, the canonical one, so that a chain of small steps never joins two files.
"""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from nightlight.hashes.formats.values import Entry
from nightlight.hashes.index import HashIndex, Kind
from nightlight.hashes.models import ListedHash
from nightlight.hashes.shelf import canonical_of

EXACT = (Kind.SHA256, Kind.SHA1, Kind.MD5)
_WORDS = 4


class Leaders:
    """The canonical entries that a batch has met: those of the house, and those that the batch itself brings."""

    def __init__(self, index: HashIndex, distance: int, room: int) -> None:
        self._index, self._distance = index, distance
        self._words = np.empty((room, _WORDS), np.uint64)
        self._ids: list[UUID] = []
        self._by_digest: dict[tuple[Kind, str], UUID] = {}

    def leader_for(self, entry: Entry, own: UUID, exact: UUID | None) -> UUID:
        """Return the canonical entry of this one: one that is equal, else one that is near, else itself."""
        digests = [(kind, digest) for kind in EXACT if (digest := getattr(entry, kind.value))]
        found = exact or next((self._by_digest[key] for key in digests if key in self._by_digest), None)
        if found is None and entry.pdq:
            words = as_words(entry.pdq)
            found = self._near_here(words) or self._near_in_the_house(entry.pdq, words)
            if found is None:
                self._remember(own, words)
        leader = found or own
        for key in digests:
            self._by_digest.setdefault(key, leader)
        return leader

    def _near_here(self, words: NDArray[np.uint64]) -> UUID | None:
        if not self._ids:
            return None
        far = np.bitwise_count(self._words[: len(self._ids)] ^ words).sum(axis=1)
        nearest = int(far.argmin())
        return self._ids[nearest] if far[nearest] <= self._distance else None

    def _near_in_the_house(self, pdq: str, words: NDArray[np.uint64]) -> UUID | None:
        files = self._index.files_near(bytes.fromhex(pdq), self._distance)
        numbers = {canonical_of(int(number)) for file in files for number in file.numbers}
        if not numbers:
            return None
        near = []
        rows = ListedHash.objects.unscoped(because="near-copies are grouped over all lists; nobody is shown the rows")
        for pk, number, other in rows.filter(number__in=numbers, pdq__isnull=False).values_list("pk", "number", "pdq"):
            there = as_words(str(other))
            far = int(np.bitwise_count(there ^ words).sum())
            if far <= self._distance:
                near.append((far, number, pk, there))
        if not near:
            return None
        _, _, pk, there = min(near, key=lambda one: one[:2])
        self._remember(pk, there)
        return pk

    def _remember(self, pk: UUID, words: NDArray[np.uint64]) -> None:
        self._words[len(self._ids)] = words
        self._ids.append(pk)


def canonical_ids(entries: Sequence[tuple[UUID, Entry]], index: HashIndex, distance: int) -> list[UUID]:
    """Return for each new entry, under its own id, the id of the entry that stands for its file."""
    exact, leaders = _equal(entries, index), Leaders(index, distance, len(entries))
    return [leaders.leader_for(entry, own, exact.get(own)) for own, entry in entries]


def _equal(entries: Sequence[tuple[UUID, Entry]], index: HashIndex) -> dict[UUID, UUID]:
    """Return the canonical entries of those that share a digest with an entry of the house. One query."""
    numbers: dict[UUID, int] = {}
    for kind in EXACT:
        having = [(own, digest) for own, entry in entries if (digest := getattr(entry, kind.value))]
        found = index.exact_many(kind, [bytes.fromhex(digest) for _, digest in having])
        for (own, _), hits in zip(having, found, strict=True):
            if hits:
                numbers.setdefault(own, canonical_of(hits[0]))
    if not numbers:
        return {}
    rows = ListedHash.objects.unscoped(because="copies are grouped over all lists; nobody is shown the rows")
    by_number = dict(rows.filter(number__in=set(numbers.values())).values_list("number", "pk"))
    return {own: by_number[number] for own, number in numbers.items() if number in by_number}


def as_words(pdq: str) -> NDArray[np.uint64]:
    """Return a PDQ hash as four words of 64 bits."""
    return np.frombuffer(bytes.fromhex(pdq), np.uint64)
