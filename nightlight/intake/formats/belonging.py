"""Which documents belong together: told by what they begin with, by the number in a name, and by where they lie."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Generic, TypeVar

P = TypeVar("P", bound=PurePath)

HEAD = 4096
"""Bytes in which the root element and the number of a report stand."""

_ROOT = re.compile(rb"<(?:[\w.-]{1,60}:)?(report|fileDetails|reportResponse|reportDoneResponse)[\s>/]")
_NUMBER = re.compile(rb"<(?:[\w.-]{1,60}:)?reportId>\s{0,20}([0-9]{1,20})\s{0,20}<")


@dataclass(frozen=True, slots=True)
class Document(Generic[P]):
    """A document: where it lies, its root element where it is one of ours, and the report number that it names."""

    path: P
    root: str
    number: str

    @property
    def is_attached(self) -> bool:
        """Whether it describes something of a report and is none itself."""
        return self.root not in {"", "report"}


def document(path: P, head: bytes) -> Document[P]:
    """Look at the first bytes of a document."""
    # UTF-16 is plain again without its NULs
    head = head[:HEAD].replace(b"\x00", b"")
    root = _ROOT.search(head) if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") else None
    number = _NUMBER.search(head) if root else None
    return Document(path, root[1].decode() if root else "", number[1].decode() if number else "")


def belonging(documents: Sequence[Document[P]]) -> dict[P, list[P]]:
    """Return for each report what is attached to it.

    It belongs to the only report; else to the only one in its folder; else to the one whose name holds its number.
    """
    reports = [each for each in documents if each.root == "report"]
    by_folder: dict[PurePath, list[P]] = {}
    by_number: dict[str, list[P]] = {}
    for report in reports:
        by_folder.setdefault(report.path.parent, []).append(report.path)
        for number in set(re.findall(r"[0-9]+", report.path.stem)):
            by_number.setdefault(number, []).append(report.path)
    belongs: dict[P, list[P]] = {}
    for other in _attached(documents):
        near = by_folder.get(other.path.parent, [])
        owners = next(
            (found for found in ([each.path for each in reports], near) if len(found) == 1),
            by_number.get(other.number, []),
        )
        if len(owners) == 1:
            belongs.setdefault(owners[0], []).append(other.path)
    return belongs


def _attached(documents: Iterable[Document[P]]) -> list[Document[P]]:
    return [each for each in documents if each.is_attached]
