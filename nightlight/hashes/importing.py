"""Bringing a file in: previewed, then written stretch by stretch, each of them whole. A loop around the acts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from nightlight.foundation.sealed import Actor
from nightlight.hashes.actions import continue_import
from nightlight.hashes.comparing import Others, changes
from nightlight.hashes.formats.values import Entry, Record
from nightlight.hashes.models import HashImport, HashList, ImportStatus
from nightlight.hashes.survey import Advance, records_of

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    taken_back: int = 0
    left_out: int = 0


def preview(paths: Sequence[Path], into: HashList | None, *, scheme: str, advance: Advance = lambda _: None) -> Preview:
    """Say what bringing files into a list (None: a new one) would change. Nothing is written.

    An id that stands twice in a file is counted within its stretch only.
    """
    total = dict.fromkeys(Preview.__dataclass_fields__, 0)
    list_id = into.pk if into else None
    others = Others(list_id)
    for batch in _stretches(records_of(paths)):
        found = changes(list_id, scheme, batch, import_id=None, others=others)
        for name, count in found.counts().items():
            total[name] += count
        advance(len(batch))
    return Preview(**total)


def bring_in(brought: HashImport, paths: Sequence[Path], *, by: Actor, advance: Advance = lambda _: None) -> HashImport:
    """Write what is missing of an import that was begun. Stopped at any moment, it goes on where it was."""
    advance(brought.position)
    rest, others = islice(records_of(paths), brought.position, None), Others(brought.list_id)
    for batch in _stretches(rest):
        brought = continue_import(brought, by=by, at=brought.position, records=batch, others=others)
        advance(len(batch))
    if brought.status == ImportStatus.RUNNING and brought.position == brought.records:
        brought = continue_import(brought, by=by, at=brought.position, records=[])
    return brought


def _stretches(records: Iterator[Record]) -> Iterator[list[Record]]:
    """Yield records so many at a time that about as many entries as one stretch has are written together."""
    batch, entries = list[Record](), 0
    for record in records:
        batch.append(record)
        entries += 1 + (len(record.more) if isinstance(record, Entry) else 0)
        if entries >= BATCH:
            yield batch
            batch, entries = [], 0
    if batch:
        yield batch


__all__ = ["Preview", "bring_in", "preview"]
