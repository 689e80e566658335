"""Times as reports give them."""

from datetime import UTC, datetime
from functools import lru_cache

from nightlight.intake.formats.values import Moment

LONGEST = 40
"""Characters of the longest ISO-8601 time that makes sense."""


@lru_cache(maxsize=20_000)
def moment(text: str) -> Moment:
    """Return the time in UTC if it is ISO-8601 with a zone; else only as given: no zone is ever guessed."""
    given = text.strip()
    if len(given) > LONGEST or "T" not in given.upper().replace(" ", "T"):
        return Moment(given)
    try:
        at = datetime.fromisoformat(given)
        return Moment(given, at.astimezone(UTC) if at.tzinfo else None)
    except (ValueError, OverflowError):
        return Moment(given)
