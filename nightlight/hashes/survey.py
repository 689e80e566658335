"""The first reading of a file that is to be brought in: nothing is written before it was read to its end."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nightlight.hashes.formats.reading import opened
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
    """What a file, or the pages of one, holds."""

    heading: Heading
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

    def count(self, record: Record) -> None:
        """Take a record into account."""
        if isinstance(record, Remark):
            self._find(record.words, "the file")
            return
        if isinstance(record, Entry):
            self.entries += 1
        elif isinstance(record, Tombstone):
            self.tombstones += 1
        else:
            self.faults += 1
            self._find(f"Left out: {record.why}", record.place)
        for remark in record.remarks if not isinstance(record, Fault) else ():
            self._find(remark, record.place)

    def _find(self, words: str, place: str) -> None:
        if words in self.findings:
            self.findings[words].times += 1
        elif len(self.findings) < MOST_FINDINGS:
            self.findings[words] = Finding(1, place)

    def findings_as_json(self) -> dict[str, Any]:
        """Return the findings as an import keeps them."""
        return {words: {"times": found.times, "first": found.first} for words, found in self.findings.items()}


def survey(paths: Sequence[Path], *, advance: Advance = lambda _: None) -> Survey:
    """Read files to their end, in constant memory, and say what is in them. Raises `Refused`, and names the file.

    Several files are the pages of one list: they are brought in together and withdrawn together.
    """
    found: Survey | None = None
    digests = []
    for path in paths:
        with path.open("rb") as raw, _naming(path):
            told = opened(raw)
            if found is None:
                found = Survey(told.heading)
            elif told.heading.format != found.heading.format:
                raise Refused("format", f"It is {told.heading.format}, and the files before it are not.")
            for remark in told.heading.remarks:
                found.count(Remark(remark))
            seen = 0
            for record in told.records():
                found.count(record)
                advance(told.file.size_bytes - seen)
                seen = told.file.size_bytes
            while told.file.read():  # what stands behind the records is looked at, too
                continue
            digests.append(told.file.sha256)
            found.size_bytes += told.file.size_bytes
    if found is None:
        raise Refused("format", "No file was named.")
    together = hashlib.sha256("\n".join(digests).encode()).hexdigest()
    found.sha256 = digests[0] if len(digests) == 1 else together
    return found


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
