"""Writing segments of PDQ hashes: once, or twice when families were found."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from nightlight.hashes.index import pdq
from nightlight.hashes.index.banding import write_bands
from nightlight.hashes.index.container import Container, Writer, write_columns
from nightlight.hashes.index.kinds import Numbers
from nightlight.hashes.index.kinship import Family, families
from nightlight.hashes.index.pdq import Hashes
from nightlight.hashes.index.plans import SCANNED, Indexes, plan_for
from nightlight.hashes.index.words import WORDS, Words, distances

_COLUMNS = {"words": (np.uint64, WORDS), "numbers": (np.uint64, 1)}
_NO_WORDS = np.empty((0, WORDS), np.uint64)
_NO_NUMBERS = np.empty(0, np.uint64)
Pieces = Iterable[tuple[Words, Numbers]]


def write(path: Path, pieces: Pieces, known: Numbers) -> int:
    """Write a segment of PDQ hashes to `path` and return its number of rows.

    `known` are the numbers in the midst of families that there were before. Memory stays flat: rows are read and
    written in pieces, what must be sorted is sorted on the disk beside `path`.
    """
    rows = _write(path, pieces, _NO_WORDS, _NO_NUMBERS, [])
    if rows <= SCANNED:
        return rows
    draft = Hashes.opened(Container.opened(path))
    if draft.bands is not None and (found := families(draft.bands, draft.numbers, known)):
        path.unlink()  # the draft stays mapped until the families are out of it
        _write(path, _without(draft, found), draft.words, draft.numbers, found)
    return rows


def _write(path: Path, loose: Pieces, words: Words, numbers: Numbers, found: list[Family]) -> int:
    """Write loose rows under bands, and the families `found` among `words` and `numbers`."""
    with path.open("xb") as file:
        writer = Writer(file)
        rows = write_columns(writer, _COLUMNS, loose, path.parent)
        plan = plan_for(rows) if rows > SCANNED else None
        if plan is not None:
            write_bands(writer, writer.written("words"), plan, path.parent)
        _write_families(writer, words, numbers, found, path.parent)
        writer.finish(pdq.said(plan))
    return rows


def _without(draft: Hashes, found: list[Family]) -> Iterator[tuple[Words, Numbers]]:
    loose = np.ones(len(draft.numbers), np.bool_)
    for family in found:
        loose[family.rows] = False
    for start in range(0, len(loose), pdq.PIECE):
        chosen = loose[start : start + pdq.PIECE]
        yield draft.words[start : start + pdq.PIECE][chosen], draft.numbers[start : start + pdq.PIECE][chosen]


def _write_families(writer: Writer, words: Words, numbers: Numbers, found: list[Family], scratch: Path) -> None:
    centres = np.array([family.centre for family in found], np.int64)
    radii = [distances(words[family.rows], words[family.centre]).max() for family in found]
    writer.put("family_starts", np.cumsum([0, *(len(family.rows) for family in found)], dtype=np.int64))
    writer.put("family_centres", words[centres])
    writer.put("family_centre_numbers", numbers[centres])
    writer.put("family_radii", np.array(radii, np.uint16))
    members = ((words[rows], numbers[rows]) for rows in (_by_number(family, numbers) for family in found))
    columns = {"family_words": (np.uint64, WORDS), "family_numbers": (np.uint64, 1)}
    write_columns(writer, columns, members, scratch)


def _by_number(family: Family, numbers: Numbers) -> Indexes:
    return family.rows[np.argsort(numbers[family.rows], kind="stable")]
