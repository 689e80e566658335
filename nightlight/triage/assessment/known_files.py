"""What the lists of known hashes say about the files of reports, asked once for a batch."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from nightlight.foundation.sealed import Actor
from nightlight.hashes.asked import Asked, NotADigest, asked_as
from nightlight.hashes.models import HashList
from nightlight.hashes.reading import FileAsked, FileRead, read_files
from nightlight.identifiers.kinds import DIGESTS, Kind
from nightlight.intake.models import Sighting


def lists_are_here(by: Actor) -> bool:
    """Say whether there is any list to ask about files."""
    return HashList.objects.visible_to(by).standing().shown_to_every_agency().exists()


def known_files(sightings: Sequence[Sighting], *, by: Actor) -> dict[UUID, FileRead]:
    """Return what is known of each file that has a digest, by the file's id.

    An assessment is read by every agency that a report may come to, so only lists that every agency here may see are
    asked. Declared digests and those that were made here count alike. As many queries for a thousand files as for one.
    """
    digests: dict[UUID, list[Asked]] = defaultdict(list)
    for seen in sightings:
        if seen.kind in DIGESTS and seen.file_id and (asked := _asked(seen)):
            digests[seen.file_id].append(asked)
    return read_files(
        [FileAsked(file, tuple(dict.fromkeys(asked))) for file, asked in digests.items()], by=by, for_every_agency=True
    )


def _asked(seen: Sighting) -> Asked | None:
    try:
        return asked_as(Kind(seen.kind), seen.value)
    except NotADigest:
        return None
