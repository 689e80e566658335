"""How an entry's digest is made. Pure: the standalone check needs nothing else."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def moment(at: datetime) -> str:
    """Return a moment as it stands under the digest: UTC, microseconds, always of the same length."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def digest(
    *,
    previous: str,
    agency_id: UUID,
    position: int,
    at: datetime,
    actor_id: UUID,
    act: str,
    on_kind: str,
    on_id: UUID | None,
    outcome: str,
    details: Mapping[str, Any],
) -> str:
    """Return the SHA-256, in lower-case hex, that ties an entry to its content, its place and the entry before it."""
    words = [
        previous,
        str(agency_id),
        position,
        moment(at),
        str(actor_id),
        act,
        on_kind,
        str(on_id or ""),
        outcome,
        details,
    ]
    return hashlib.sha256(_CANONICAL.encode(words).encode()).hexdigest()
