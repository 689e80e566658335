"""How long the provider of a report must keep what it reported: a date, by the rule in force when the report came.

The dated files lie in `triage/policies/preservation`, where they were first in force: such a file is never moved.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Annotated

from django.db.models import Q
from pydantic import Field

from nightlight.policy import all_files, in_force
from nightlight.policy.dated import PolicyFile

NAME = "triage.preservation"


class PreservationPolicy(PolicyFile):
    """The number of days for which a provider keeps the contents of a report after its submission."""

    statute: str
    days: Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True)
class Preservation:
    """Until which date (UTC) the provider keeps it, counted over how many days, by which statute."""

    until: date
    days: int
    statute: str

    def days_left(self, on: date) -> int:
        """Return how many days are left on a date; below zero once the date has passed."""
        return (self.until - on).days

    def used(self, on: date) -> int:
        """Return how much of the time has gone on a date, in percent from 0 to 100."""
        gone = self.days - self.days_left(on)
        return min(100, max(0, round(100 * gone / self.days)))


def preservation(received_at: datetime) -> Preservation:
    """Return how long the provider keeps what it reported, for a report received at an aware moment.

    The statute counts from the provider's submission, which may be earlier than the receipt here.
    Raises NoPolicyInForce for a report from before the first dated rule.
    """
    received_on = received_at.date()
    rule = in_force(NAME, on=received_on, schema=PreservationPolicy).content
    return Preservation(received_on + timedelta(days=rule.days), rule.days, rule.statute)


def lapsed(received_at: str, *, on: date) -> Q:
    """Return when a report, received at the moment in a field, is no longer kept by its provider on a date.

    What came before the first dated rule has lapsed, too.
    """
    dates = sorted(date.fromisoformat(path.stem) for name, path in all_files() if name == NAME)
    found = Q(**{f"{received_at}__lt": _midnight(dates[0])})
    for begins, ends in pairwise([*dates, date.max]):
        kept = in_force(NAME, on=begins, schema=PreservationPolicy).content.days
        last = min(ends, on - timedelta(days=kept))
        found |= Q(**{f"{received_at}__gte": _midnight(begins), f"{received_at}__lt": _midnight(last)})
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
