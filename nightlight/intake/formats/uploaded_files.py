"""What Nightlight itself says of files that a provider's client uploaded: a small document of our own, digests only.

It lies beside the report and the provider's file details as the last part of the submission, so that what was
computed here can be told from what was declared, and be read again. No door takes such a document from outside.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import msgspec

from nightlight.identifiers.digest import digest
from nightlight.identifiers.kinds import DIGESTS, Identifier, Kind
from nightlight.intake.formats.values import File, ReadReport, Said, Sighting

FORMAT = "nightlight-uploaded-files/1"
DEVIATES = "digestDeviates"
"""The fact that a provider declared another digest of a file than the uploaded bytes have."""

_COMPUTED = (Kind.MD5, Kind.SHA1, Kind.SHA256, Kind.PDQ)
_EXACT = DIGESTS - {Kind.PDQ}
"""Two tools may make slightly different PDQ digests of one picture, so only the others can contradict."""


class UploadedFile(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """One file as it passed by. Digests are lower-case hexadecimal; without a PDQ it is empty."""

    file_id: str
    name: str
    declared_type: str
    size_bytes: int
    md5: str
    sha1: str
    sha256: str
    pdq: str = ""
    pdq_quality: int | None = None
    pdq_says_little: bool = False
    """Of so low a quality, by the policy of the day, that files are not matched by it."""


class UploadedFiles(msgspec.Struct, frozen=True, rename="camel"):
    """All files of one report, in the order of their upload."""

    format: str
    report_id: int
    uploaded_files: tuple[UploadedFile, ...]


def written(report_id: int, files: Iterable[UploadedFile]) -> bytes:
    """Return the document."""
    return msgspec.json.format(msgspec.json.encode(UploadedFiles(FORMAT, report_id, tuple(files))), indent=1)


def read(raw: bytes) -> UploadedFiles | None:
    """Return a list of digests as it was written here, or None where the bytes are none."""
    try:
        return msgspec.json.decode(raw, type=UploadedFiles)
    except msgspec.MsgspecError:
        return None


def joined(said: ReadReport, uploaded: UploadedFiles) -> ReadReport:
    """Return what a report says together with what was computed of its files.

    A file's digests stand beside those that its details declare; where two of one kind differ, that is a fact of
    the file. A file without details is a file all the same. The report's number is the one that was given here.
    """
    described: dict[str, File] = {file.file_id: file for file in said.files}
    added = []
    for position, file in enumerate(uploaded.uploaded_files):
        pointer = f"/uploadedFiles/{position}"
        known = described.pop(file.file_id, None) or File(pointer=pointer, file_id=file.file_id)
        added.append(_joined(known, file, tuple(_sightings(file, pointer))))
    return replace(said, number=str(uploaded.report_id), files=(*added, *described.values()))


def _joined(known: File, file: UploadedFile, computed: tuple[Sighting, ...]) -> File:
    return replace(
        known,
        name=known.name or file.name,
        declared_type=known.declared_type or file.declared_type,
        size_bytes=file.size_bytes,
        sightings=(*known.sightings, *computed),
        facts=(*known.facts, *_deviations(known, computed)),
    )


def _sightings(file: UploadedFile, pointer: str) -> Iterator[Sighting]:
    for kind in _COMPUTED:
        value = "" if kind is Kind.PDQ and file.pdq_says_little else getattr(file, kind.value)
        if value:
            yield Sighting(digest(kind, value), value, f"{pointer}/{kind.value}", said=Said.HASHED)


def _deviations(known: File, computed: tuple[Sighting, ...]) -> Iterator[tuple[str, str]]:
    made = {seen.identifier.kind: seen.identifier for seen in computed}
    for seen in known.sightings:
        kind: Kind = seen.identifier.kind
        ours: Identifier | None = made.get(kind) if kind in _EXACT else None
        if ours and ours != seen.identifier:
            yield DEVIATES, f"{kind.value}: declared {seen.identifier.value}, uploaded {ours.value}"
