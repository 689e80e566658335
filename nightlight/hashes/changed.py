"""Which digests a change of the lists could make answer otherwise: walked in stretches, or held in an index.

A stretch goes on after any place, so that whoever walks may stop and another may go on.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.conf import settings
from django.db.models import Q

from nightlight.hashes.asked import Asked
from nightlight.hashes.index import Entry, HashIndex, Kind
from nightlight.hashes.models import ChangeKind, DigestKind, ListChange, ListedHash, ListedHashQuerySet
from nightlight.hashes.shelf import KINDS, entry_of, shelf

AT_ONCE = 1000
"""How many entries are read at once."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far the walk through a change has come: which of its stretches, and after which entry of it."""

    stretch: int = 0
    source_id: str = ""
    entry: str = ""

    def __str__(self) -> str:
        return f"{self.stretch}|{self.entry}|{self.source_id}"

    @classmethod
    def of(cls, text: str) -> "Place":
        """Return the place that a text names; an empty one names the beginning."""
        if not text:
            return cls()
        stretch, entry, source_id = text.split("|", 2)
        return cls(int(stretch), source_id, entry)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some of the digests that changed, and where to go on."""

    digests: tuple[Asked, ...]
    entries: int
    after: Place


def entries_of(change: ListChange) -> int:
    """Return how many entries the walk through a change passes."""
    return sum(rows.count() for rows in _stretches(change))


def stretches(change: ListChange, *, after: Place) -> Iterator[Stretch]:
    """Walk through the digests of a change from a place on."""
    if change.deconfirmation and after == Place():
        said = change.deconfirmation
        yield Stretch((Asked(DigestKind(said.kind), said.digest),), 0, after)
    for number, rows in enumerate(_stretches(change)):
        if number < after.stretch:
            continue
        at = after if number == after.stretch else Place(number)
        while found := _next(rows, at):
            at = Place(number, found[-1]["source_id"], str(found[-1]["pk"]))
            digests = tuple(Asked(DigestKind(kind), row[kind]) for row in found for kind in KINDS.values() if row[kind])
            yield Stretch(digests, len(found), at)


@contextmanager
def perceptual_index(change: ListChange) -> Iterator[HashIndex | None]:
    """Give an index of the PDQ hashes that changed, and of no others; None where there is none.

    It lies in a folder of its own, which is made anew when somebody was killed over it, and goes at the end.
    """
    folder, numbers, any_is_in = settings.DATA_DIR / f"changed-{change.pk}", count(1), False
    shutil.rmtree(folder, ignore_errors=True)
    index = HashIndex.open(folder)
    try:
        for stretch in stretches(change, after=Place()):
            pdq = [bytes.fromhex(one.digest) for one in stretch.digests if one.kind is DigestKind.PDQ]
            if pdq:
                index.add(Entry(Kind.PDQ, digest, next(numbers)) for digest in pdq)
                any_is_in = True
        if any_is_in:
            index.settle()
        yield index if any_is_in else None
    finally:
        index.close()
        shutil.rmtree(folder, ignore_errors=True)


def _stretches(change: ListChange) -> list[ListedHashQuerySet]:
    rows: ListedHashQuerySet = ListedHash.objects.unscoped(
        because="a change is followed to every report, whoever holds the list; only digests are read"
    )
    here = rows.filter(list=change.list_id)
    if change.kind == ChangeKind.ENTRIES_WITHDRAWN:
        return [here.filter(withdrawn_at=change.happened_at, withdrawn_by=None)]
    if change.kind == ChangeKind.LIST_WITHDRAWN:
        return [here]
    if change.hash_import:
        brought, taken_back = rows.filter(first_import=change.hash_import_id), Q(withdrawn_by=change.hash_import_id)
        found = [brought, here.filter(taken_back, withdrawn_at__isnull=False)]
        if change.kind == ChangeKind.IMPORT_WITHDRAWN and change.hash_import.unchanged:
            found.append(here.filter(last_import=change.hash_import_id).exclude(first_import=change.hash_import_id))
        return found
    if change.deconfirmation:
        return [rows.filter(number__in=_bearing(change))]
    return []


def _bearing(change: ListChange) -> list[int]:
    """Return the numbers of the entries that bear a digest: none of their digests matches while it is deconfirmed."""
    assert change.deconfirmation  # noqa: S101 - a hint for the type checker
    kind, digest = Kind(change.deconfirmation.kind), bytes.fromhex(change.deconfirmation.digest)
    index = shelf().index()
    if kind is Kind.PDQ:
        return sorted({entry_of(number) for number, _ in index.near(digest, 0)})
    return sorted({entry_of(number) for number in index.exact(kind, digest)})


def _next(rows: ListedHashQuerySet, at: Place) -> list[dict[str, Any]]:
    if at.entry:
        rows = rows.filter(Q(source_id__gt=at.source_id) | Q(source_id=at.source_id, pk__gt=at.entry))
    return list(rows.order_by("source_id", "pk").values("pk", "source_id", *KINDS.values())[:AT_ONCE])
