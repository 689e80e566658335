"""The first reading of a file that is to be brought in: nothing is written before it was read to its end."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from nightlight.hashes.formats.reading import Opened, opened
from nightlight.hashes.formats.values import Entry, Fault, Heading, Record, Refused, Remark, Tombstone

Advance = Callable[[int], None]
MOST_FINDINGS = 50


@dataclass(slots=True)
class Finding:
    """Something that was found wanting: how often, and where first."""

    times: int
    first: str


@dataclass(slots=True)
class Survey:
    """What a file, or the pages of one, holds. `paths` are the pages in the order in which they are brought in."""

    heading: Heading
    paths: tuple[Path, ...] = ()
    sha256: str = ""
    size_bytes: int = 0
    entries: int = 0
    tombstones: int = 0
    faults: int = 0
    findings: dict[str, Finding] = field(default_factory=dict)

    @property
    def records(self) -> int:
        """How many records there are, readable or not."""
        return self.entries + self.tombstones + self.faults

    def count(self, record: Record, *, page: str = "") -> None:
        """Take a record into account; `page` names its file where there are several."""
        if isinstance(record, Remark):
            self._find(record.words, page or "the file")
            return
        place = f"{page}, {record.place}" if page else record.place
        if isinstance(record, Entry):
            self.entries += 1
        elif isinstance(record, Tombstone):
            self.tombstones += 1
        else:
            self.faults += 1
            self._find(f"Left out: {record.why}", place)
        for remark in record.remarks if not isinstance(record, Fault) else ():
            self._find(remark, place)

    def _find(self, words: str, place: str) -> None:
        if words in self.findings:
            self.findings[words].times += 1
        elif len(self.findings) < MOST_FINDINGS:
            self.findings[words] = Finding(1, place)

    def findings_as_json(self) -> dict[str, Any]:
        """Return the findings as an import keeps them."""
        return {words: {"times": found.times, "first": found.first} for words, found in self.findings.items()}


@dataclass(slots=True)
class _Page:
    """One of the files: its digest, when its newest record was listed, and what counts on the last page only."""

    path: Path
    sha256: str = ""
    newest: datetime | None = None
    remarks: list[Remark] = field(default_factory=list)

    def note(self, record: Record) -> bool:
        """Take note of a record; say whether it counts at once."""
        if isinstance(record, Remark) and record.counts_on_the_last_page_only:
            self.remarks.append(record)
            return False
        at = record.added_at if isinstance(record, Entry) else record.at if isinstance(record, Tombstone) else None
        if at and (self.newest is None or at > self.newest):
            self.newest = at
        return True


def survey(paths: Sequence[Path], *, advance: Advance = lambda _: None) -> Survey:
    """Read files to their end, in constant memory, and say what is in them. Raises `Refused`, and names the file.

    Several files are the pages of one list: they are brought in together and withdrawn together. Pages that take
    entries back are put in the order of their times, because a later one has the last word, however they were named.
    """
    found: Survey | None = None
    pages = [_Page(path) for path in paths]
    for page in pages:
        with page.path.open("rb") as raw, _naming(page.path):
            told = opened(raw)
            if found is None:
                found = Survey(told.heading)
            elif told.heading.format != found.heading.format:
                raise Refused("format", f"It is {told.heading.format}, and the files before it are not.")
            _read_to_the_end(told, page, found, name=page.path.name if len(pages) > 1 else "", advance=advance)
    if found is None:
        raise Refused("format", "No file was named.")
    pages = _in_order(pages) if found.tombstones else pages
    for remark in pages[-1].remarks:
        found.count(remark)
    found.paths = tuple(page.path for page in pages)
    together = hashlib.sha256("\n".join(page.sha256 for page in pages).encode()).hexdigest()
    found.sha256 = pages[0].sha256 if len(pages) == 1 else together
    return found


def _read_to_the_end(told: Opened, page: _Page, found: Survey, *, name: str, advance: Advance) -> None:
    for remark in told.heading.remarks:
        found.count(Remark(remark), page=name)
    seen = 0
    for record in told.records():
        if page.note(record):
            found.count(record, page=name)
        advance(told.file.size_bytes - seen)
        seen = told.file.size_bytes
    while told.file.read():  # what stands behind the records is looked at, too
        continue
    page.sha256 = told.file.sha256
    found.size_bytes += told.file.size_bytes


def _in_order(pages: list[_Page]) -> list[_Page]:
    """Return pages by the time of their newest record; as they were named where one has no time."""
    times = {page.path: page.newest for page in pages if page.newest}
    return sorted(pages, key=lambda page: times[page.path]) if len(times) == len(pages) else pages


def records_of(paths: Iterable[Path]) -> Iterator[Record]:
    """Yield the records of files once more, in the same order; remarks are not among them."""
    for path in paths:
        with path.open("rb") as raw, _naming(path):
            yield from (record for record in opened(raw).records() if not isinstance(record, Remark))


class _naming:  # noqa: N801 - reads as a word in the line that uses it
    """Puts the name of the file before what a refusal says."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, refusal: BaseException | None, trace: object) -> None:
        if isinstance(refusal, Refused) and not refusal.message.startswith(self._path.name):
            refusal.message = f"{self._path.name}: {refusal.message}"
