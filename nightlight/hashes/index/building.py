"""Writing segments of PDQ hashes: once, or twice when families were found."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nightlight.hashes.index import pdq
from nightlight.hashes.index.banding import write_bands
from nightlight.hashes.index.container import Container, Writer, write_columns
from nightlight.hashes.index.kinds import Numbers
from nightlight.hashes.index.kinship import Family, families
from nightlight.hashes.index.pdq import Hashes
from nightlight.hashes.index.plans import SCANNED, plan_for
from nightlight.hashes.index.words import WORDS, Words, distances

_COLUMNS = {"words": (np.uint64, WORDS), "numbers": (np.uint64, 1)}
Pieces = Iterable[tuple[Words, Numbers]]


def write(path: Path, pieces: Pieces, known: Numbers) -> int:
    """Write a segment of PDQ hashes to `path` and return its number of rows.

    `known` are the canonical numbers of families that there were before. Memory stays flat: rows are read and
    written in pieces, what must be sorted is sorted on the disk beside `path`.
    """
    rows = _write(path, pieces, None, [])
    if rows <= SCANNED:
        return rows
    draft = Hashes.opened(Container.opened(path))
    if draft.bands is not None and (found := families(draft.bands, draft.numbers, known)):
        path.unlink()
        _write(path, _without(draft, found), draft, found)
    return rows


def _write(path: Path, loose: Pieces, draft: Hashes | None, found: list[Family]) -> int:
    with path.open("xb") as file:
        writer = Writer(file)
        rows = write_columns(writer, _COLUMNS, loose, path.parent)
        plan = plan_for(rows) if rows > SCANNED else None
        if plan is not None:
            write_bands(writer, writer.written("words"), plan, path.parent)
        _write_families(writer, draft, found)
        writer.finish(pdq.said(plan))
    return rows


def _without(draft: Hashes, found: list[Family]) -> Iterator[tuple[Words, Numbers]]:
    loose = np.ones(len(draft.numbers), np.bool_)
    for family in found:
        loose[family.rows] = False
    for start in range(0, len(loose), pdq.PIECE):
        chosen = loose[start : start + pdq.PIECE]
        yield draft.words[start : start + pdq.PIECE][chosen], draft.numbers[start : start + pdq.PIECE][chosen]


def _write_families(writer: Writer, draft: Hashes | None, found: list[Family]) -> None:
    starts = np.concatenate(([0], np.cumsum([len(family.rows) for family in found], dtype=np.int64)))
    centres = np.array([family.centre for family in found], np.int64)
    empty = np.empty((0, WORDS), np.uint64)
    writer.put("family_starts", starts.astype(np.int64))
    writer.put("family_centres", empty if draft is None else draft.words[centres])
    writer.put("family_canonicals", empty[:, 0] if draft is None else draft.numbers[centres])
    writer.put("family_radii", np.array([_radius(draft, family) for family in found], np.uint16))
    with writer.array("family_words", np.uint64, WORDS):
        for family in found:
            writer.write(_members(draft, family)[0])
    with writer.array("family_numbers", np.uint64):
        for family in found:
            writer.write(_members(draft, family)[1])


def _radius(draft: Hashes | None, family: Family) -> int:
    return 0 if draft is None else int(distances(draft.words[family.rows], draft.words[family.centre]).max())


def _members(draft: Hashes | None, family: Family) -> tuple[Words, Numbers]:
    if draft is None:
        raise RuntimeError("Families are members of a draft.")
    rows: NDArray[np.int64] = family.rows[np.argsort(draft.numbers[family.rows], kind="stable")]
    return draft.words[rows], draft.numbers[rows]
