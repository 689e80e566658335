"""Which files of a bundle are files that a report lists: by digest, else by name."""

import mimetypes
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.formats.values import Enclosed, File, MatchedBy, ReadReport, Said, Sighting

KEPT = ("pointer", "declared_type", "size_bytes", "md5", "sha1", "sha256")
EMPTY = 0
"""Bytes of a file whose digest says nothing: every empty file has it."""


def declared_type(name: str) -> str:
    """Return the type that a file's name declares, or an empty text. Nothing looks into the file to tell."""
    return mimetypes.guess_type(name, strict=False)[0] or ""


class Beside:
    """The files of a bundle, handed out to its reports: each file to one report.

    A report gets what lies in its folder or below, where no other report lies as near. Of what lies near several, it
    gets what it lists by digest or by name. What is left in the end goes to one that could be read, so nothing is lost.
    """

    def __init__(self, reports: Sequence[str], enclosed: Iterable[Enclosed]) -> None:
        at: dict[PurePosixPath, list[str]] = {}
        for report in reports:
            at.setdefault(PurePosixPath(report).parent, []).append(report)
        self._near: dict[str, list[Enclosed]] = {}
        self._shared: dict[str, Enclosed] = {}
        self._index: dict[str, list[str]] = {}
        for each in enclosed:
            owners = next((at[folder] for folder in PurePosixPath(each.pointer).parents if folder in at), [])
            if len(owners) == 1:
                self._near.setdefault(owners[0], []).append(each)
                continue
            self._shared[each.pointer] = each
            for key in _keys(each):
                self._index.setdefault(key, []).append(each.pointer)

    def of(self, report: str, said: ReadReport) -> ReadReport:
        """Return a report with the files that came beside it."""
        listed = _listed(said)
        named = [self._shared.pop(at) for key in listed for at in self._index.pop(key, ()) if at in self._shared]
        return with_enclosed(said, [_matched(each, listed) for each in (*self._near.get(report, ()), *named)])

    def give_up(self, report: str) -> None:
        """Leave what lies near a report that cannot be read to the others."""
        self._shared.update((each.pointer, each) for each in self._near.pop(report, ()))

    def left(self, said: ReadReport) -> ReadReport:
        """Return a report with whatever no report took."""
        return with_beside(said, self._shared.values())

    def untaken(self) -> tuple[Enclosed, ...]:
        """Return whatever no report took, where no report could be read."""
        return tuple(self._shared.values())


def with_beside(said: ReadReport, enclosed: Iterable[Enclosed]) -> ReadReport:
    """Return a report with files that came beside it, each matched to what the report lists."""
    listed = _listed(said)
    return with_enclosed(said, [_matched(each, listed) for each in enclosed])


def kept(enclosed: Iterable[Enclosed]) -> list[dict[str, str | int]]:
    """Return files as they are kept with a submission that waits: where each lay, its size, its digests."""
    return [{name: getattr(each, name) for name in KEPT} for each in enclosed]


def unkept(rows: Iterable[Mapping[str, Any]]) -> list[Enclosed]:
    """Return files that were kept with a submission."""
    return [Enclosed(**row) for row in rows]


def _keys(each: Enclosed) -> list[str]:
    path = PurePosixPath(each.pointer)
    return [each.sha256, each.sha1, each.md5, *dict.fromkeys((each.pointer, path.name, path.stem))]


def _listed(said: ReadReport) -> dict[str, str]:
    """Return the digests and names that a report lists, each with the pointer of its file."""
    listed = {name: file.pointer for file in said.files for name in (file.file_id, file.name) if name}
    for file in said.files:
        for sighting in file.sightings:
            if sighting.identifier.kind in (Kind.MD5, Kind.SHA1, Kind.SHA256):
                listed[sighting.identifier.value] = file.pointer
    return listed


def _matched(each: Enclosed, listed: dict[str, str]) -> Enclosed:
    by = [MatchedBy.DIGEST] * 3 + [MatchedBy.NAME] * 3
    for how, key in zip(by, _keys(each), strict=False):
        if key in listed:
            return replace(each, file_pointer=listed[key], matched_by=how)
    return each


def with_enclosed(said: ReadReport, enclosed: Sequence[Enclosed]) -> ReadReport:
    """Return the report with what came beside it: digests that the report lacks are its own from now on.

    A file that is the same bytes gets the digests; what only bears the same name, or none, keeps them apart.
    """
    same = {each.file_pointer: each for each in enclosed if each.matched_by is MatchedBy.DIGEST}
    files = tuple(
        replace(file, sightings=(*file.sightings, *_lacking(file, same[file.pointer])))
        if file.pointer in same
        else file
        for file in said.files
    )
    apart = [sighting for each in enclosed if each not in same.values() for sighting in digests(each)]
    return replace(said, files=files, sightings=(*said.sightings, *apart), enclosed=(*said.enclosed, *enclosed))


def _lacking(file: File, each: Enclosed) -> list[Sighting]:
    known = {sighting.identifier for sighting in file.sightings}
    return [sighting for sighting in digests(each) if sighting.identifier not in known]


def digests(each: Enclosed) -> list[Sighting]:
    """Return the digests of one file as identifiers; of an empty file there are none."""
    if each.size_bytes == EMPTY:
        return []
    made = ((Kind.MD5, each.md5), (Kind.SHA1, each.sha1), (Kind.SHA256, each.sha256))
    return [Sighting(Identifier(kind, value), value, each.pointer, said=Said.HASHED) for kind, value in made]
