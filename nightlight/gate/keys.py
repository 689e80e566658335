"""How a file is known again when a later version of its report replaces the row that stood for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.values import Said
from nightlight.intake.models import ReportedFile, Sighting

DIGESTS = (Kind.SHA256, Kind.SHA1, Kind.MD5)
"""Digests that stand for exactly one file, the surest first. A perceptual hash does not: copies share it."""


@dataclass(frozen=True, slots=True)
class FileKeys:
    """The key of a file, and every other by which it is known again."""

    key: str
    also: tuple[str, ...]

    def meets(self, keys: Iterable[str]) -> bool:
        """Say whether this file is the one that was known by any of some keys."""
        mine = {self.key, *self.also}
        return any(key in mine for key in keys)


def keys_of(file: ReportedFile, sightings: Sequence[Sighting], *, version: int) -> FileKeys:
    """Return the keys of a file of a report's version: its digests, else its id, else its place in that version.

    A place holds for one version only: in the next one another file may stand there, and a warrant is for one file.
    """
    order = {kind.value: at for at, kind in enumerate(DIGESTS)}
    digests = [seen for seen in sightings if seen.file_id == file.pk and seen.kind in order]
    digests.sort(key=lambda seen: (order[seen.kind], seen.said != Said.HASHED, seen.value))
    found = list(dict.fromkeys(f"{seen.kind}:{seen.value}" for seen in digests))
    if file.file_id and not found:
        found.append(f"id:{file.file_id}")
    if not found:
        found.append(f"v{version}:{file.pointer}"[:120])
    return FileKeys(found[0], tuple(found[1:]))
