"""What one asker may see at one moment: lists, imports that were withdrawn, and what was deconfirmed.

These are few rows. Reading them once and judging the entries here is several times cheaper than joining them to every
question, and says the same as `ListedHashQuerySet.standing` does; a test compares the two.
"""

import functools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from nightlight.foundation.once_a_second import once_a_second
from nightlight.foundation.sealed import Actor
from nightlight.hashes.models import Deconfirmation, DigestKind, HashImport, HashList, ListedHash, ListedHashQuerySet

SMALL = 1000
"""Deconfirmations that are read whole; of more, those that are asked about."""
AT_ONCE = 10_000
"""Values that one question names: databases know a most, and SQLite's is 32,766."""
STATE = ("list_id", "first_import_id", "last_import_id", "withdrawn_at", "withdrawn_by_id")


@dataclass(frozen=True, slots=True)
class Deconfirmed:
    """Somebody says that the digest, or that of a listed file alike, was wrongly listed."""

    kind: DigestKind
    digest: str
    because: str
    agency: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Saying:
    """What an entry says of its file: in which list, as what, whether it names a series, and of the child."""

    canonical_id: UUID
    list_id: UUID
    scheme: str
    code: str
    names_series: bool
    victim: str

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Saying":
        """Return what an entry says."""
        said = (row["canonical_id"], row["list_id"], row["scheme"], row["code"])
        return cls(*said, names_series=bool(row["series"]), victim=row["victim"])

    @property
    def by(self) -> tuple[UUID, UUID, str, str]:
        """The file, the list and the classification, of which an answer has one match."""
        return self.canonical_id, self.list_id, self.scheme, self.code


Said = dict[tuple[str, str], Deconfirmed]
"""Deconfirmations by kind and digest."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The lists that the asker may see and that hold, by id, and the imports that were withdrawn."""

    lists: dict[UUID, HashList]
    withdrawn: frozenset[UUID]

    @classmethod
    def of(cls, by: Actor, *, for_every_agency: bool = False) -> "Sight":
        """Look; only at lists that every agency here may see, where the answer is for whoever asks. Two queries."""
        rows = HashList.objects.visible_to(by).standing()
        if for_every_agency:
            rows = rows.shown_to_every_agency()
        lists = {one.pk: one for one in rows.only("name", "owner", "trust")}
        gone = HashImport.objects.unscoped(because="an import that was withdrawn holds for nobody; only ids are read")
        return cls(lists, frozenset(gone.filter(withdrawn_at__isnull=False).values_list("pk", flat=True)))

    def holds(self, row: dict[str, Any]) -> bool:
        """Say whether an entry with this state holds: stated by an import that stands, taken back by none."""
        is_stated = not {row["first_import_id"], row["last_import_id"]} <= self.withdrawn
        return is_stated and (row["withdrawn_at"] is None or row["withdrawn_by_id"] in self.withdrawn)

    def rows(self, numbers: Sequence[int], columns: tuple[str, ...]) -> list[dict[str, Any]]:
        """Return the entries of these numbers that hold and may be seen. One query for each ten thousand."""
        parts = [numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE)]
        found = (row for part in parts for row in _telling(columns).filter(number__in=part))
        return [row for row in found if row["list_id"] in self.lists and self.holds(row)]

    def entries_per_file(self, canonical: Collection[UUID], bank: "NegativeBank") -> dict[UUID, int]:
        """Return how many entries of each file hold, may be seen and are not deconfirmed. One query."""
        # by file alone: asked for the list as well, SQLite walks through the whole list
        rows = _counting().filter(canonical__in=canonical)
        if bank.may_speak:
            rows = rows.undisputed()
        counted: dict[UUID, int] = {}
        for group in rows:
            if group["list_id"] in self.lists and self.holds(group):
                counted[group["canonical_id"]] = counted.get(group["canonical_id"], 0) + group["entries"]
        return counted

    def sayings(self, canonical: Collection[UUID], bank: "NegativeBank") -> set[Saying]:
        """Return what the entries of files say that hold, may be seen and are not deconfirmed. One query."""
        rows = _entries().filter(canonical__in=canonical)
        said = (rows.undisputed() if bank.may_speak else rows).order_by()
        rows_of_values = said.values("canonical_id", "scheme", "code", "series", "victim", *STATE).distinct()
        return {Saying.of(row) for row in rows_of_values if row["list_id"] in self.lists and self.holds(row)}

    def numbers_saying(self, saying: Saying, bank: "NegativeBank") -> set[int]:
        """Return the entries that say something, as `sayings` gave it. One query."""
        rows = _entries().filter(
            canonical=saying.canonical_id,
            list=saying.list_id,
            scheme=saying.scheme,
            code=saying.code,
            victim=saying.victim,
        )
        rows = rows.exclude(series="") if saying.names_series else rows.filter(series="")
        said = (rows.undisputed() if bank.may_speak else rows).values("number", *STATE)
        return {row["number"] for row in said if self.holds(row)}


def _entries() -> ListedHashQuerySet:
    rows: ListedHashQuerySet = ListedHash.objects.unscoped(
        because="the lists that the asker may see were read just before, and no other list's entries are taken"
    )
    return rows


@functools.cache  # every hit asks these two; naming their columns costs as much as what the database does
def _telling(columns: tuple[str, ...]) -> Any:
    return _entries().values(*columns, *STATE)


@functools.cache
def _counting() -> Any:
    return _entries().order_by().values("canonical_id", *STATE).annotate(entries=Count("pk"))


@dataclass(slots=True)
class NegativeBank:
    """What was deconfirmed, as far as it matters here: all of it where that is little, else what was asked about."""

    said: Said
    is_whole: bool

    @classmethod
    def of(cls, by: Actor) -> "NegativeBank":
        """Read all of it, where that is little. One query."""
        few = list(_standing(by)[: SMALL + 1])
        return cls(_by_digest(few), is_whole=True) if len(few) <= SMALL else cls({}, is_whole=False)

    def ask_about(self, digests: Collection[str], by: Actor) -> None:
        """Read what was said of further digests, where that is not known already."""
        if not self.is_whole:
            asked = sorted(digests)
            for start in range(0, len(asked), AT_ONCE):
                self.said |= _by_digest(_standing(by).filter(digest__in=asked[start : start + AT_ONCE]))

    @property
    def may_speak(self) -> bool:
        """Whether anything was deconfirmed at all."""
        return bool(self.said) or not self.is_whole


class Eyes:
    """How an asker's sight and bank are read: at this moment."""

    def sight(self, by: Actor, *, for_every_agency: bool) -> Sight:
        """Return what the asker may see."""
        return Sight.of(by, for_every_agency=for_every_agency)

    def bank(self, by: Actor) -> NegativeBank:
        """Return what was deconfirmed; the caller's own, to ask further."""
        return NegativeBank.of(by)


class EyesOnceASecond(Eyes):
    """Read once a second for each asker, for doors that are asked hundreds of times in one: at most that much old."""

    def sight(self, by: Actor, *, for_every_agency: bool) -> Sight:
        return _sight(by, for_every_agency)

    def bank(self, by: Actor) -> NegativeBank:
        bank = _bank(by)
        return NegativeBank(bank.said if bank.is_whole else {}, bank.is_whole)


@once_a_second
def _sight(by: Actor, for_every_agency: bool) -> Sight:
    return Sight.of(by, for_every_agency=for_every_agency)


_bank = once_a_second(NegativeBank.of)


def _standing(by: Actor) -> Any:
    said = Deconfirmation.objects.visible_to(by).filter(taken_back_at=None).order_by("pk")
    return said.values_list("kind", "digest", "because", "agency__name", "recorded_at")


def _by_digest(rows: Iterable[Any]) -> Said:
    return {(row[0], row[1]): Deconfirmed(DigestKind(row[0]), *row[1:]) for row in rows}
