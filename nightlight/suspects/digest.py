"""The digest of a run: over all that it says, in one canonical form, so that anybody can compute it again."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from nightlight.suspects.models import Run, RunLine, RunRecipient


def whole(run: Run, lines: Iterable[RunLine], recipients: Iterable[RunRecipient], previous: str) -> dict[str, Any]:
    """Return all that a run says as plain values: the digest covers exactly this. `previous` is the digest before."""
    return {
        "run": run.number,
        "agency": str(run.agency_id),
        "made_at": run.made_at.isoformat(),
        "author": str(run.author_id),
        "previous": previous,
        "policies": [
            ["suspects.indicators", run.indicators_date.isoformat(), run.indicators_digest],
            ["suspects.rhythm", run.rhythm_date.isoformat(), run.rhythm_digest],
        ],
        "considered": sorted((_line(line) for line in lines), key=lambda said: said["nomination"]),
        "recipients": sorted(str(recipient.agency_id) for recipient in recipients),
    }


def digest_of(said: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON (sorted keys, no spaces, UTF-8)."""
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _line(line: RunLine) -> dict[str, Any]:
    return {
        "nomination": str(line.nomination_id),
        "number": line.number,
        "nominated_by": str(line.nominated_by_id),
        "status": line.status,
        "share": line.share,
        "held": str(line.held),
        "place": line.place,
        "indicators": line.indicators,
        "because": line.because,
        "approved_on": line.approved_on.isoformat() if line.approved_on else None,
    }
