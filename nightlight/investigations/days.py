"""Calendar dates of events: they are local dates, and have come."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from nightlight.foundation import clock
from nightlight.foundation.refusals import RuleRefusal

FIRST_TO_WAKE = ZoneInfo("Pacific/Guam")


def require_no_future(days: Iterable[date]) -> None:
    """Raise RuleRefusal when a day has begun nowhere in the nation; a new day begins on Guam."""
    latest = clock.now().astimezone(FIRST_TO_WAKE).date()
    if any(day > latest for day in days):
        raise RuleRefusal("A date lies in the future. Record what has happened; nothing was changed.")
