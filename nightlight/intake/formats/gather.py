"""What lies in files and folders, one submission at a time. Only this module looks at names, and only to put order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from nightlight.intake.formats.limits import MAX_BYTES

_ROOT = re.compile(rb"<(?:[\w.-]{1,60}:)?(report|fileDetails|reportResponse|reportDoneResponse)[\s>/]")
_NUMBER = re.compile(rb"<(?:[\w.-]{1,60}:)?reportId>\s{0,20}([0-9]{1,20})\s{0,20}<")
_HEAD = 4096
"""Bytes in which the root element and the number of a report stand."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """One submission: what it is called, its main document, and the documents that belong to it."""

    source: str
    raw: bytes
    companions: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class _Document:
    path: Path
    root: str
    number: str


def submissions_in(paths: Iterable[Path], *, stdin: BinaryIO) -> Iterator[Gathered]:
    """Give the submissions in files and folders, in sorted order; `-` is standard input.

    In a folder, file descriptions belong to its only report, or to the one whose file name holds the number they
    name; what belongs to none is a submission of its own, and reading it says what is missing. Hidden files are left
    alone. Memory stays flat: one submission at a time, and of an oversize file only one byte more than may come in
    (its digest is then that of the bytes read).
    """
    for path in paths:
        if str(path) == "-":
            yield Gathered("-", stdin.read(MAX_BYTES + 1))
        elif path.is_dir():
            yield from _in_folder(path)
        else:
            yield Gathered(str(path), _bytes(path))


def _in_folder(folder: Path) -> Iterator[Gathered]:
    entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    documents = [_document(entry) for entry in entries if entry.is_file()]
    reports = [document for document in documents if document.root == "report"]
    belonging = _belonging(reports, [document for document in documents if document.root not in {"", "report"}])
    taken = {path for paths in belonging.values() for path in paths}
    for document in documents:
        if document.path not in taken:
            companions = tuple(_bytes(path) for path in belonging.get(document.path, ()))
            yield Gathered(str(document.path), _bytes(document.path), companions)
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink():
            yield from _in_folder(entry)


def _belonging(reports: list[_Document], others: list[_Document]) -> dict[Path, list[Path]]:
    belonging: dict[Path, list[Path]] = {}
    by_number: dict[str, list[Path]] = {}
    for report in reports:
        for number in set(re.findall(r"[0-9]+", report.path.stem)):
            by_number.setdefault(number, []).append(report.path)
    for other in others:
        owners = [reports[0].path] if len(reports) == 1 else by_number.get(other.number, [])
        if len(owners) == 1:
            belonging.setdefault(owners[0], []).append(other.path)
    return belonging


def _document(path: Path) -> _Document:
    with path.open("rb") as stream:
        # UTF-16 is plain again without its NULs
        head = stream.read(_HEAD).replace(b"\x00", b"")
    root = _ROOT.search(head) if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") else None
    number = _NUMBER.search(head) if root else None
    return _Document(path, root[1].decode() if root else "", number[1].decode() if number else "")


def _bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)
