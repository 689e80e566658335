"""What a stretch of records would change in a list: said before it is done, and done as it was said."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from nightlight.hashes.formats.values import Entry, Record, Tombstone
from nightlight.hashes.models import ListedHash

DIGESTS = ("md5", "sha1", "sha256", "pdq")
OTHER, GIVEN, DIGITS = "~", 100, 16
"""What stands between an id and the digest that is added to it, and how much of each there is at most."""
SAID = (*DIGESTS, "code", "series", "victim", "media", "added_at")


@dataclass(slots=True)
class Changes:
    """New entries; entries that take the place of others; others that are stated again; those that are taken back."""

    new: list[Entry] = field(default_factory=list)
    replaced: list[UUID] = field(default_factory=list)
    restated: list[UUID] = field(default_factory=list)
    taken_back: list[UUID] = field(default_factory=list)
    left_out: int = 0

    def counts(self) -> dict[str, int]:
        """Return the counts as an import keeps them."""
        return {
            "added": len(self.new) - len(self.replaced),
            "changed": len(self.replaced),
            "unchanged": len(self.restated),
            "taken_back": len(self.taken_back),
            "left_out": self.left_out,
        }


class Others:
    """The ids of a list (None: a new one) with a digest added, by the id that they were given.

    Read when they are first asked for, in one query that looks through the list: keep it for a whole file.
    """

    def __init__(self, list_id: UUID | None) -> None:
        self._list_id, self._is_read = list_id, list_id is None
        self._ids: dict[str, set[str]] = {}

    def add(self, source_id: str) -> None:
        """Take up an id, where it has a digest added."""
        given, _, digits = source_id.rpartition(OTHER)
        if len(digits) == DIGITS:
            self._ids.setdefault(given, set()).add(source_id)

    def of(self, source_id: str) -> set[str]:
        """Return the ids that were made of an id."""
        if not self._is_read:
            self._is_read = True
            rows = ListedHash.objects.unscoped(because="whoever may write a list reads which of its ids are doubled")
            doubled = rows.filter(list=self._list_id, source_id__contains=OTHER)
            for found in doubled.values_list("source_id", flat=True):
                self.add(found)
        return self._ids.get(source_id[:GIVEN], set())


def changes(
    list_id: UUID | None,
    scheme: str,
    records: Sequence[Record],
    *,
    import_id: UUID | None,
    others: Others | None = None,
) -> Changes:
    """Compare records with what stands in a list (None: a new one). Two queries at most.

    `others` is kept from stretch to stretch of one file.

    An id that stands twice in one file with different digests is two entries: the later one's id gets its digest added,
    so that none is missed; what takes the id back takes back both. Exact doubles are left out.
    """
    others = others or Others(list_id)
    standing = _standing(list_id, records, others)
    found, taken_back = Changes(), set[UUID]()
    here: dict[str, Entry] = {}
    for record in records:
        if isinstance(record, Tombstone):
            for source_id in (record.source_id, *others.of(record.source_id)):
                here.pop(source_id, None)
                taken_back |= {row["pk"] for row in standing.get(source_id, ())}
        elif isinstance(record, Entry):
            entry = record
            if _is_taken(entry, here, standing, import_id):
                entry = replace(entry, source_id=_other_id(entry))
                others.add(entry.source_id)
            if _is_double(entry, here, standing, import_id):
                found.left_out += 1
            else:
                here[entry.source_id] = entry
        else:
            found.left_out += 1
    for entry in here.values():
        rows = [row for row in standing.get(entry.source_id, ()) if row["pk"] not in taken_back]
        same = [row["pk"] for row in rows if _says_the_same(row, entry, scheme)]
        if same:
            found.restated += same
        else:
            found.new.append(entry)
            found.replaced += [row["pk"] for row in rows][:1]
            taken_back |= {row["pk"] for row in rows[1:]}
    found.taken_back = sorted(taken_back)
    return found


def _standing(list_id: UUID | None, records: Sequence[Record], others: Others) -> dict[str, list[dict[str, Any]]]:
    if list_id is None:
        return {}
    entries = [record for record in records if isinstance(record, Entry)]
    asked = {record.source_id for record in records if isinstance(record, (Entry, Tombstone))}
    asked |= {_other_id(entry) for entry in entries}
    asked |= {each for record in records if isinstance(record, Tombstone) for each in others.of(record.source_id)}
    rows = ListedHash.objects.unscoped(because="whoever may write a list compares what comes with what stands in it")
    standing: dict[str, list[dict[str, Any]]] = {}
    columns = ("pk", "source_id", "scheme", "first_import_id", "last_import_id", *SAID)
    for row in rows.filter(source_id__in=asked, list=list_id).standing().order_by("number").values(*columns):
        standing.setdefault(row["source_id"], []).append(row)
    return standing


def _came_now(row: dict[str, Any], import_id: UUID | None) -> bool:
    return import_id is not None and import_id in (row["first_import_id"], row["last_import_id"])


def _is_taken(
    entry: Entry, here: dict[str, Entry], standing: dict[str, list[dict[str, Any]]], import_id: UUID | None
) -> bool:
    """Say whether another file of this very import bears the id already."""
    earlier = [_digests(row) for row in standing.get(entry.source_id, ()) if _came_now(row, import_id)]
    if entry.source_id in here:
        earlier.append(_of(here[entry.source_id]))
    return any(digests != _of(entry) for digests in earlier)


def _is_double(
    entry: Entry, here: dict[str, Entry], standing: dict[str, list[dict[str, Any]]], import_id: UUID | None
) -> bool:
    rows = standing.get(entry.source_id, ())
    return entry.source_id in here or any(_came_now(row, import_id) for row in rows)


def _other_id(entry: Entry) -> str:
    digest = next(digest for digest in _of(entry) if digest)
    return f"{entry.source_id[:GIVEN]}{OTHER}{digest[:DIGITS]}"


def _of(entry: Entry) -> tuple[str | None, ...]:
    return (entry.md5, entry.sha1, entry.sha256, entry.pdq)


def _digests(row: dict[str, Any]) -> tuple[str | None, ...]:
    return tuple(row[kind] for kind in DIGESTS)


def _says_the_same(row: dict[str, Any], entry: Entry, scheme: str) -> bool:
    return row["scheme"] == scheme and all(row[name] == getattr(entry, name) for name in SAID)
