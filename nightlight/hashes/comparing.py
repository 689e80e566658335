"""What a stretch of records would change in a list: said before it is done, and done as it was said."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

from nightlight.hashes.formats.values import Entry, Record, Tombstone
from nightlight.hashes.models import ListedHash

DIGESTS = ("md5", "sha1", "sha256", "pdq")
OTHER, GIVEN, DIGITS = "~", 100, 16
"""What stands between an id and the mark of its digests that is added to it, and how much of each there is at most."""
SAID = (*DIGESTS, "code", "series", "victim", "media", "added_at")
STATE = ("first_import_id", "last_import_id", "withdrawn_at", "withdrawn_by_id")
COLUMNS = ("pk", "source_id", "scheme", *STATE, *SAID)


@dataclass(slots=True)
class Changes:
    """New entries; entries that take the place of others; others that are stated again; those that are taken back.

    `corrected` are entries that this very import brought, and that it states otherwise, or again, further on;
    `revived` counts those of them that an earlier stretch took back.
    """

    new: list[Entry] = field(default_factory=list)
    replaced: list[UUID] = field(default_factory=list)
    corrected: list[tuple[UUID, Entry]] = field(default_factory=list)
    restated: list[UUID] = field(default_factory=list)
    revived: int = 0
    taken_back: list[UUID] = field(default_factory=list)
    left_out: int = 0

    def counts(self) -> dict[str, int]:
        """Return the counts as an import keeps them."""
        return {
            "added": len(self.new) - len(self.replaced) + self.revived,
            "changed": len(self.replaced) + len(self.corrected) - self.revived,
            "unchanged": len(self.restated),
            "taken_back": len(self.taken_back),
            "left_out": self.left_out,
        }


class Others:
    """The ids of a list (None: a new one) with a mark added, by the id that they were given.

    Read when they are first asked for, in one query that looks through the list: keep it for a whole file.
    """

    def __init__(self, list_id: UUID | None) -> None:
        self._list_id, self._is_read = list_id, list_id is None
        self._ids: dict[str, set[str]] = {}

    def add(self, source_id: str) -> None:
        """Take up an id, where it has a mark added."""
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
    """Compare records with what stands in a list (None: a new one). Three queries at most.

    `others` is kept from stretch to stretch of one file.

    An id that stands twice in one file with different digests is two entries: the later one's id gets a mark of its
    digests added, so that none is missed; what takes the id back takes back both. Of exact doubles the one that was
    listed later counts. What was taken back and is listed again further on holds.
    """
    comparison = _Comparison(list_id, scheme, import_id, others or Others(list_id), records)
    for record in records:
        if isinstance(record, Tombstone):
            comparison.take_back(record)
        elif isinstance(record, Entry):
            for entry in record.each():
                comparison.state(entry)
        else:
            comparison.found.left_out += 1
    return comparison.end()


class _Comparison:
    """One stretch of records beside what stands, and what this very import brought and took back again."""

    def __init__(
        self, list_id: UUID | None, scheme: str, import_id: UUID | None, others: Others, records: Sequence[Record]
    ) -> None:
        self.found = Changes()
        self._scheme, self._import_id, self._others = scheme, import_id, others
        ids = _ids(records)
        self._standing = _standing(list_id, ids, records, others)
        self._gone = _brought_and_gone(import_id, ids)
        self._here: dict[str, Entry] = {}
        self._taken_back = set[UUID]()

    def take_back(self, record: Tombstone) -> None:
        """Take an id back, with every file that bears it."""
        for source_id in (record.source_id, *self._others.of(record.source_id)):
            self._here.pop(source_id, None)
            for row in self._rows(source_id):
                self._taken_back.add(row["pk"])
                if row["first_import_id"] == self._import_id:
                    self._gone[source_id] = row

    def state(self, entry: Entry) -> None:
        """Take an entry up, under an id of its own where another file bears its id."""
        if any(digests != _of(entry) for digests in self._digests_under(entry.source_id)):
            entry = replace(entry, source_id=_other_id(entry))
            self._others.add(entry.source_id)
        gone = self._gone.get(entry.source_id)
        if gone and gone["withdrawn_by_id"] is None and gone["withdrawn_at"]:  # by a person, who has the last word
            self.found.left_out += 1
            return
        here = self._here.get(entry.source_id)
        said = [] if here is None else [here.added_at]
        said += [row["added_at"] for row in self._rows(entry.source_id) if _came_now(row, self._import_id)]
        if said:
            self.found.left_out += 1
        if not said or _is_later(entry, said):
            self._here[entry.source_id] = entry

    def end(self) -> Changes:
        """Return what the stretch changes."""
        found = self.found
        for entry in self._here.values():
            rows = self._rows(entry.source_id)
            own = [row for row in rows if row["first_import_id"] == self._import_id]
            if same := [row["pk"] for row in rows if _says_the_same(row, entry, self._scheme)]:
                found.restated += same
            elif again := own or ([self._gone[entry.source_id]] if entry.source_id in self._gone else []):
                found.corrected.append((again[0]["pk"], entry))
                found.revived += again[0]["withdrawn_at"] is not None
                self._taken_back -= {again[0]["pk"]}
            else:
                found.new.append(entry)
                found.replaced += [row["pk"] for row in rows][:1]
                self._taken_back |= {row["pk"] for row in rows[1:]}
        found.taken_back = sorted(self._taken_back)
        return found

    def _rows(self, source_id: str) -> list[dict[str, Any]]:
        """Return the rows that stand under an id at this point of the stretch."""
        return [row for row in self._standing.get(source_id, ()) if row["pk"] not in self._taken_back]

    def _digests_under(self, source_id: str) -> list[tuple[str | None, ...]]:
        """Return the digests of the files that bear an id in this import."""
        rows = [row for row in self._standing.get(source_id, ()) if _came_now(row, self._import_id)]
        rows += [self._gone[source_id]] if source_id in self._gone else []
        here = [_of(self._here[source_id])] if source_id in self._here else []
        return [*map(_digests, rows), *here]


def _standing(
    list_id: UUID | None, ids: set[str], records: Sequence[Record], others: Others
) -> dict[str, list[dict[str, Any]]]:
    if list_id is None:
        return {}
    asked = ids | {each for record in records if isinstance(record, Tombstone) for each in others.of(record.source_id)}
    rows = ListedHash.objects.unscoped(because="whoever may write a list compares what comes with what stands in it")
    standing: dict[str, list[dict[str, Any]]] = {}
    for row in rows.filter(source_id__in=asked, list=list_id).standing().order_by("number").values(*COLUMNS):
        standing.setdefault(row["source_id"], []).append(row)
    return standing


def _brought_and_gone(import_id: UUID | None, ids: set[str]) -> dict[str, dict[str, Any]]:
    """Return, by id, what this very import brought and took back again in an earlier stretch."""
    if import_id is None:
        return {}
    rows = ListedHash.objects.unscoped(because="whoever may write a list compares what comes with what stands in it")
    gone = rows.filter(first_import=import_id, source_id__in=ids, withdrawn_at__isnull=False)
    return {row["source_id"]: row for row in gone.values(*COLUMNS)}


def _ids(records: Sequence[Record]) -> set[str]:
    entries = [entry for record in records if isinstance(record, Entry) for entry in record.each()]
    ids = {record.source_id for record in records if isinstance(record, (Entry, Tombstone))}
    return ids | {_other_id(entry) for entry in entries}


def _came_now(row: dict[str, Any], import_id: UUID | None) -> bool:
    return import_id is not None and import_id in (row["first_import_id"], row["last_import_id"])


def _is_later(entry: Entry, said: list[datetime | None]) -> bool:
    """Say whether an entry was listed after each that said something of the same file before."""
    return entry.added_at is not None and all(at is not None and at < entry.added_at for at in said)


def _other_id(entry: Entry) -> str:
    digests = " ".join(digest or "-" for digest in _of(entry))
    mark = blake2b(digests.encode(), digest_size=DIGITS // 2).hexdigest()
    return f"{entry.source_id[:GIVEN]}{OTHER}{mark}"


def _of(entry: Entry) -> tuple[str | None, ...]:
    return (entry.md5, entry.sha1, entry.sha256, entry.pdq)


def _digests(row: dict[str, Any]) -> tuple[str | None, ...]:
    return tuple(row[kind] for kind in DIGESTS)


def _says_the_same(row: dict[str, Any], entry: Entry, scheme: str) -> bool:
    return row["scheme"] == scheme and all(row[name] == getattr(entry, name) for name in SAID)
