"""The front of this package: files in, records out. The format is told by content, never by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import BinaryIO

from nightlight.hashes.formats import comma_separated, ncmec_xml, vics_json
from nightlight.hashes.formats.guarded import GuardedFile
from nightlight.hashes.formats.values import Heading, Record, Refused


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose format is known."""

    heading: Heading
    file: GuardedFile
    _format: ModuleType

    def records(self) -> Iterator[Record]:
        """Yield its records, in its order, in constant memory. Raises `Refused`; `Malformed` where it breaks."""
        yield from self._format.records(self.file)


def opened(raw: BinaryIO) -> Opened:
    """Look at the beginning of a file and tell its format. Raises `Refused` for what is no list of hashes."""
    file = GuardedFile(raw)
    beginning = file.beginning()
    if not beginning.strip():
        raise Refused("format", "The file is empty.")
    told = {b"<": ncmec_xml, b"{": vics_json}.get(beginning.lstrip()[:1], comma_separated)
    return Opened(told.heading(beginning), file, told)
