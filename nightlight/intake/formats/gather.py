"""What lies in files and folders, one submission at a time. Only this module looks at names, and only to put order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from nightlight.intake.formats.belonging import HEAD, Document, belonging, document
from nightlight.intake.formats.limits import MAX_BUNDLE_IN_MEMORY, MAX_BYTES
from nightlight.intake.formats.signatures import BUNDLE_START, is_a_bundle


@dataclass(frozen=True, slots=True)
class Gathered:
    """One submission: what it is called, its main document, and the documents that belong to it."""

    source: str
    raw: bytes
    companions: tuple[bytes, ...] = ()
    bundle: Path | None = None
    """Where a bundle lies; then `raw` is empty, because a bundle is read as a stream."""


def submissions_in(paths: Iterable[Path], *, stdin: BinaryIO) -> Iterator[Gathered]:
    """Give the submissions in files and folders, in sorted order; `-` is standard input.

    In a folder, file descriptions belong to its only report, or to the one whose file name holds the number they
    name; what belongs to none is a submission of its own, and reading it says what is missing. Hidden files are left
    alone. Memory stays flat: one submission at a time, and of an oversize file only one byte more than may come in
    (its digest is then that of the bytes read).
    """
    for path in paths:
        if str(path) == "-":
            yield Gathered("-", _all_of(stdin))
        elif path.is_dir():
            yield from _in_folder(path)
        else:
            yield _gathered(path)


def _all_of(stdin: BinaryIO) -> bytes:
    raw = stdin.read(MAX_BYTES + 1)
    return raw + stdin.read(MAX_BUNDLE_IN_MEMORY + 1 - len(raw)) if is_a_bundle(raw) else raw


def _in_folder(folder: Path) -> Iterator[Gathered]:
    entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    documents = [_document(entry) for entry in entries if entry.is_file()]
    belongs = belonging(documents)
    taken = {path for paths in belongs.values() for path in paths}
    for each in documents:
        if each.path not in taken:
            yield _gathered(each.path, belongs.get(each.path, ()))
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink():
            yield from _in_folder(entry)


def _gathered(path: Path, companions: Iterable[Path] = ()) -> Gathered:
    raw = _bytes(path, len(BUNDLE_START))
    if is_a_bundle(raw):
        return Gathered(str(path), b"", bundle=path)
    return Gathered(str(path), _bytes(path), tuple(map(_bytes, companions)))


def _document(path: Path) -> Document[Path]:
    return document(path, _bytes(path, HEAD))


def _bytes(path: Path, most: int = MAX_BYTES + 1) -> bytes:
    with path.open("rb") as stream:
        return stream.read(most)
