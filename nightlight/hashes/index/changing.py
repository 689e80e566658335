"""Changes: small ones go to the log, large ones become segments at once."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nightlight.hashes.index import building, exact, log
from nightlight.hashes.index.container import Writer
from nightlight.hashes.index.exact import Digests
from nightlight.hashes.index.folder import WRITER, Folder
from nightlight.hashes.index.kinds import Kind, Numbers, Table
from nightlight.hashes.index.log import Batch
from nightlight.hashes.index.manifest import WITHDRAWN, Listed
from nightlight.hashes.index.view import View
from nightlight.hashes.index.withdrawals import Withdrawals
from nightlight.hashes.index.words import words_of

LOGGED = 2048
"""So many rows the log holds before they become segments; larger batches never pass through it."""

_NONE = np.empty(0, np.uint64)
Built = tuple[Path, str, int]
"""A segment that waits to be put in force: where it is, its kind, its number of rows."""


def change(folder: Folder, seen: View, batch: Batch) -> View:
    """Make a change durable and put it in force; return the view that shows it."""
    rows = sum(len(table) for table in batch.tables.values()) + len(batch.withdrawn)
    if not rows:
        return seen
    if rows > LOGGED:
        return _in_bulk(folder, seen, batch)
    content = log.packed(batch)
    with folder.held(WRITER):
        view = seen.refreshed(folder)
        if len(view.recent) + rows > LOGGED:
            view = _settled(folder, view)
        log.append(view.log_path, content, view.log_end)
        folder.beat()
        return view.refreshed(folder)


def _in_bulk(folder: Folder, seen: View, batch: Batch) -> View:
    with folder.building() as place:
        built = [built_from(place, kind, table) for kind, table in batch.tables.items()]
        with folder.held(WRITER):
            view = _settled(folder, seen.refreshed(folder))
            put_in_force(folder, view, built, batch.withdrawn)
    return view.refreshed(folder)


def _settled(folder: Folder, view: View) -> View:
    """Turn the log into segments, so that what follows is newer than they are. Needs the writer's lock."""
    if not len(view.recent):
        return view
    with folder.building() as place:
        built = [built_from(place, kind, table) for kind, table in view.recent.tables.items() if len(table)]
        put_in_force(folder, view, built, view.recent.withdrawn, log=folder.new_log(view.manifest.generation + 1))
    view.log_path.unlink()
    return view.refreshed(folder)


def built_from(place: Path, kind: Kind, table: Table) -> Built:
    """Write a segment from a table."""
    path = place / kind
    if kind == Kind.PDQ:
        return path, kind, building.write(path, [(words_of(table.digests), table.numbers)], _NONE)
    with path.open("xb") as file:
        return path, kind, exact.write(Writer(file), kind, [Digests.sorted(kind, table)], place)


def put_in_force(
    folder: Folder,
    view: View,
    built: Sequence[Built],
    withdrawn: Numbers = _NONE,
    *,
    instead_of: Sequence[Listed] = (),
    sequence: int | None = None,
    log: str | None = None,
) -> None:
    """Move built segments into the folder and list them. Needs the writer's lock and a view refreshed under it."""
    now = view.manifest.generation + 1
    added = []
    if len(withdrawn):
        with (folder.path / f"segment-{now:08d}-{WITHDRAWN}").open("wb") as file:
            Withdrawals.at(withdrawn, now).write(Writer(file))
        added.append(Listed(f"segment-{now:08d}-{WITHDRAWN}", WITHDRAWN, now, len(withdrawn)))
    for path, kind, rows in built:
        name = f"segment-{now:08d}-{kind}"
        if rows:
            path.rename(folder.path / name)
            added.append(Listed(name, kind, now if sequence is None else sequence, rows))
    folder.replace_manifest(view.manifest.with_segments(list(instead_of), added, log=log))
    for listed in instead_of:
        (folder.path / listed.file).unlink()
