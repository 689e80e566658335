"""What lies in files and folders, one submission at a time. Only this module looks at names, and only to put order."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from nightlight.intake.formats.belonging import HEAD, Document, belonging, document
from nightlight.intake.formats.limits import MAX_BUNDLE_IN_MEMORY, MAX_BYTES
from nightlight.intake.formats.names import shown_name
from nightlight.intake.formats.signatures import BUNDLE_START, is_a_bundle


@dataclass(frozen=True, slots=True)
class Gathered:
    """One submission: what it is called, its main document, and the documents that belong to it."""

    source: str
    raw: bytes
    companions: tuple[bytes, ...] = ()
    bundle: Path | None = None
    """Where a bundle lies; then `raw` is empty, because a bundle is read as a stream."""


Unread = Callable[[Path, OSError], None]
"""What is told of a file or a folder that cannot be read, and why; it stops no other."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How files are looked for.

    Without `links`, what is a link inside a folder is left alone: who may put files there must not choose what else of
    this machine is read. Without `unread`, what cannot be read raises OSError.
    """

    links: bool = True
    unread: Unread | None = None

    @contextmanager
    def reading(self, path: Path) -> Iterator[None]:
        """Tell of what cannot be read, and go on."""
        try:
            yield
        except OSError as error:
            if self.unread is None:
                raise
            self.unread(path, error)


def submissions_in(paths: Iterable[Path], *, stdin: BinaryIO, ways: Ways = Ways()) -> Iterator[Gathered]:
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
            yield from _in_folder(path, ways)
        elif found := _gathered(path, ways):
            yield found


def _all_of(stdin: BinaryIO) -> bytes:
    raw = stdin.read(MAX_BYTES + 1)
    return raw + stdin.read(MAX_BUNDLE_IN_MEMORY + 1 - len(raw)) if is_a_bundle(raw) else raw


def _in_folder(folder: Path, ways: Ways) -> Iterator[Gathered]:
    entries: list[Path] = []
    with ways.reading(folder):
        seen = (entry for entry in folder.iterdir() if not entry.name.startswith("."))
        entries = sorted(entry for entry in seen if ways.links or not entry.is_symlink())
    documents: list[Document[Path]] = []
    for entry in entries:
        with ways.reading(entry):
            if entry.is_file():
                documents.append(_document(entry))
    belongs = belonging(documents)
    taken = {path for paths in belongs.values() for path in paths}
    for each in documents:
        if each.path not in taken and (found := _gathered(each.path, ways, belongs.get(each.path, ()))):
            yield found
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink():
            yield from _in_folder(entry, ways)


def _gathered(path: Path, ways: Ways, companions: Iterable[Path] = ()) -> Gathered | None:
    source = shown_name(str(path))
    with ways.reading(path):
        if is_a_bundle(_bytes(path, len(BUNDLE_START))):
            return Gathered(source, b"", bundle=path)
        return Gathered(source, _bytes(path), tuple(map(_bytes, companions)))
    return None


def _document(path: Path) -> Document[Path]:
    return document(path, _bytes(path, HEAD))


def _bytes(path: Path, most: int = MAX_BYTES + 1) -> bytes:
    with path.open("rb") as stream:
        return stream.read(most)
