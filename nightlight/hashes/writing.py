"""Puts the entries of one stretch of an import into the database, under the lock of the numbering."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import F

from nightlight.foundation import clock, ids
from nightlight.foundation.bulk import insert
from nightlight.hashes.comparing import Changes
from nightlight.hashes.formats.values import Entry
from nightlight.hashes.grouping import canonical_ids
from nightlight.hashes.models import HashImport, ListedHash, ListedHashQuerySet, Numbering
from nightlight.hashes.rules import matching_on
from nightlight.hashes.shelf import shelf


def write(into: HashImport, changes: Changes) -> None:
    """Write what changes; the transaction is the caller's."""
    # the lock first, then the index: what another import commits meanwhile must be seen when copies are grouped
    numbering = _locked_numbering()
    if changes.new:
        _insert(into, changes.new, numbering)
    rows = ListedHash.objects.unscoped(because="an import changes entries of the list that it was let into")
    gone = [*changes.replaced, *changes.taken_back]
    if gone:
        leaving = rows.filter(pk__in=gone)
        leaving.update(withdrawn_at=leaving.moment_after(), withdrawn_by=into)
    _restate(into, rows, changes.restated)
    for pk, entry in changes.corrected:  # few: an import that says one thing and then another
        rows.filter(pk=pk).update(withdrawn_at=None, withdrawn_by=None, **_said(entry))


def _restate(into: HashImport, rows: ListedHashQuerySet, restated: Sequence[UUID]) -> None:
    """State rows again. One whose first import was withdrawn remembers its last one in that place: it holds by both."""
    again = rows.filter(pk__in=restated)
    again.filter(first_import__withdrawn_at__isnull=False).exclude(last_import=into).update(
        first_import=F("last_import")
    )
    again.update(last_import=into)


def _locked_numbering() -> Numbering:
    Numbering.objects.get_or_create(is_the_one=True)
    return Numbering.objects.select_for_update().get(is_the_one=True)


def _insert(into: HashImport, entries: Sequence[Entry], numbering: Numbering) -> None:
    named = [(ids.new(), entry) for entry in entries]
    canonical = canonical_ids(named, shelf().index(), matching_on(clock.today()).same_file_distance)
    insert(
        [
            _row(own, entry, into=into, number=number, canonical=leader)
            for number, ((own, entry), leader) in enumerate(
                zip(named, canonical, strict=True), start=numbering.number + 1
            )
        ]
    )
    numbering.number += len(named)
    numbering.newest = named[-1][0]
    numbering.save(update_fields=["number", "newest"])


def _row(own: UUID, entry: Entry, *, into: HashImport, number: int, canonical: UUID) -> ListedHash:
    return ListedHash(
        id=own,
        list_id=into.list_id,
        first_import=into,
        last_import=into,
        number=number,
        canonical_id=canonical,
        source_id=entry.source_id,
        md5=entry.md5,
        sha1=entry.sha1,
        sha256=entry.sha256,
        pdq=entry.pdq,
        scheme=into.scheme,
        **_said(entry),
    )


def _said(entry: Entry) -> dict[str, Any]:
    """Return what an entry says of its file besides its digests, by which it is found and which never change."""
    return {
        "media": entry.media.value,
        "code": entry.code,
        "series": entry.series,
        "victim": entry.victim.value,
        "added_at": entry.added_at,
    }
