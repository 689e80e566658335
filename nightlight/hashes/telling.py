"""How answers are told to machines: the same keys by command and by API."""

from typing import Any

from nightlight.hashes.look_up import Match
from nightlight.hashes.sight import Deconfirmed


def match_as_json(match: Match) -> dict[str, Any]:
    """Return what scripts rely on; `canonical` is the file that the entry is a copy of, with how many there are."""
    return {
        "kind": match.kind.value,
        "digest": match.digest,
        "distance": match.distance,
        "list": match.list_name,
        "entry": match.entry,
        "classification": {"scheme": match.scheme, "code": match.code, "words": match.words},
        "canonical": {"file": match.file, "entries": match.entries},
        "trust": match.trust,
        "owner": match.owner,
        "series": match.series,
        "victim_identified": match.victim,
        "added_at": match.added_at.isoformat() if match.added_at else None,
    }


def deconfirmed_as_json(said: Deconfirmed) -> dict[str, Any]:
    """Return that somebody says that a digest was wrongly listed."""
    return {
        "kind": said.kind.value,
        "digest": said.digest,
        "because": said.because,
        "agency": said.agency,
        "at": said.at.isoformat(),
    }
