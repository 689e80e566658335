"""A ZIP bundle: reports, the documents that belong to them, and files that are hashed in the stream and dropped.

Nothing is written anywhere and nothing but documents is held, one report at a time. Everything in a bundle is read once
to its end before the first report leaves it, so a bundle that lies about itself is refused whole.
"""

import hashlib
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, BinaryIO

from nightlight.intake.formats import limits, zip_directory
from nightlight.intake.formats.belonging import HEAD, Document, belonging, document
from nightlight.intake.formats.enclosed import declared_type
from nightlight.intake.formats.law_enforcement_json import BLOCKS
from nightlight.intake.formats.signatures import ARCHIVES_AT_START, PDF, starts_with
from nightlight.intake.formats.values import Enclosed
from nightlight.intake.formats.zip_directory import refused

CHUNK = 256 * 1024
_DIGEST = re.compile(rb"(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-f])")
JSON = "json"
"""What stands for the root of a document that is a report in JSON."""


@dataclass(frozen=True, slots=True)
class Contained:
    """One report of a bundle: where it lies in it, its document, those that belong to it."""

    path: str
    raw: bytes
    companions: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was read to its end once: its digest, its size, its documents and what else is in it."""

    sha256: str
    size_bytes: int
    documents: tuple[Document[PurePosixPath], ...]
    enclosed: tuple[Enclosed, ...]
    _archive: zipfile.ZipFile

    def paths(self) -> list[str]:
        """Return where the reports lie. A document that belongs to none is among them, and reading it says so."""
        taken = {path for paths in belonging(self.documents).values() for path in paths}
        return [str(each.path) for each in self.documents if each.path not in taken]

    def reports(self) -> Iterator[Contained]:
        """Give the reports, one at a time, in the order of their paths."""
        belongs = belonging(self.documents)
        for path in self.paths():
            beside = tuple(map(self._read, belongs.get(PurePosixPath(path), ())))
            yield Contained(path, self._read(PurePosixPath(path)), beside)

    def _read(self, path: PurePosixPath) -> bytes:
        with self._archive.open(str(path)) as entry:
            return entry.read(limits.MAX_BYTES + 1)


@contextmanager
def opened(stream: BinaryIO, *, most: int = limits.MAX_BUNDLE_BYTES) -> Iterator[Bundle]:
    """Open the bundle that a stream is. Raises `Refused`, nothing else, before anything is given."""
    sha256, size = digest_of(stream)
    if size > most:
        raise refused(f"The bundle has more than {most:,} bytes, which is the most by this door.", reason="oversize")
    with zip_directory.opened(stream, size) as (archive, files):
        with zip_directory.believed():
            documents, enclosed, archives = _looked_through(archive, files)
            bundle = Bundle(sha256, size, tuple(documents), tuple(enclosed), archive)
            _refuse_what_hides_reports(bundle, archives)
        yield bundle


def digest_of(stream: BinaryIO) -> tuple[str, int]:
    """Return the SHA-256 and the size of a stream, and leave it at its beginning."""
    seen, size = hashlib.sha256(), 0
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        seen.update(chunk)
        size += len(chunk)
    stream.seek(0)
    return seen.hexdigest(), size


def _looked_through(
    archive: zipfile.ZipFile, files: Sequence[zipfile.ZipInfo]
) -> tuple[list[Document[PurePosixPath]], list[Enclosed], list[Enclosed]]:
    documents, enclosed, archives = [], [], []
    for entry in sorted(files, key=lambda entry: entry.filename):
        with archive.open(entry) as stream:
            head = stream.read(HEAD)
            found = document(PurePosixPath(entry.filename), head)
            if not found.root and _begins_as_json(head) and entry.file_size <= limits.MAX_BYTES:
                head += stream.read()
                found = Document(found.path, JSON, "") if _is_a_report(head) else found
            if found.root:
                documents.append(found)
                _read_to_the_end(stream)
                continue
            made = _hashed(entry, head, stream)
        enclosed.append(made)
        if starts_with(head, ARCHIVES_AT_START) not in {"", PDF}:
            archives.append(made)
    return documents, enclosed, archives


def _begins_as_json(head: bytes) -> bool:
    return head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith((b"{", b"["))


def _is_a_report(raw: bytes) -> bool:
    plain = raw.replace(b"\x00", b"")
    return any(f'"{block}"'.encode() in plain for block in BLOCKS)


def _read_to_the_end(stream: IO[bytes]) -> None:
    while stream.read(CHUNK):
        pass


def _hashed(entry: zipfile.ZipInfo, head: bytes, stream: IO[bytes]) -> Enclosed:
    """Hash a file as it streams by, and drop it. Evidence lists speak MD5 and SHA-1; they guard nothing here."""
    digests = (hashlib.md5(usedforsecurity=False), hashlib.sha1(usedforsecurity=False), hashlib.sha256())
    chunk, size = head, 0
    while chunk:
        for digest in digests:
            digest.update(chunk)
        size += len(chunk)
        chunk = stream.read(CHUNK)
    md5, sha1, sha256 = (digest.hexdigest() for digest in digests)
    return Enclosed(entry.filename, declared_type(entry.filename), size, md5, sha1, sha256)


def _refuse_what_hides_reports(bundle: Bundle, archives: Sequence[Enclosed]) -> None:
    """An archive that a report lists is evidence. One that no report knows may hold reports, and is not looked into."""
    if not bundle.documents:
        raise refused("There is no report in the bundle: neither XML nor JSON that a report begins with.")
    if len(archives) > limits.MAX_ARCHIVES:
        raise refused(f"In the bundle lie more than {limits.MAX_ARCHIVES} other archives.", reason="oversize")
    unknown = archives
    for contained in bundle.reports() if unknown else ():
        text = b"\n".join((contained.raw, *contained.companions)).replace(b"\x00", b"").lower()
        digests = set(_DIGEST.findall(text))
        unknown = [each for each in unknown if not _is_named(each, text, digests)]
    if unknown:
        raise refused("In the bundle lies another archive that no report names; it may hold reports.")


def _is_named(each: Enclosed, text: bytes, digests: set[bytes]) -> bool:
    if not digests.isdisjoint(digest.encode() for digest in (each.md5, each.sha1, each.sha256)):
        return True
    return PurePosixPath(each.pointer).name.lower().encode() in text
