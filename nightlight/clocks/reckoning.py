"""The clocks of one report: what each is about, until when, how that is known. Plain values; no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nightlight.clocks.rules import LettersPolicy


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock. `until` is its last day (UTC), None where nobody knows; `days` is how long it runs altogether."""

    key: str
    what: str
    until: date | None
    days: int | None
    source: str
    detail: str = ""

    def days_left(self, on: date) -> int | None:
        """Return how many days are left on a date; below zero once the last day has passed."""
        return (self.until - on).days if self.until else None

    def runs(self, on: date) -> bool:
        """Say whether its last day is known and has not passed."""
        return self.until is not None and self.until >= on

    def used(self, on: date) -> int:
        """Return how much of the time has gone, in percent from 0 to 100; 0 where it is not known."""
        left = self.days_left(on)
        if left is None or not self.days:
            return 0
        return min(100, max(0, round(100 * (self.days - left) / self.days)))


@dataclass(frozen=True, slots=True)
class Ring:
    """A clock rings at a number of days before its end."""

    clock: Clock
    days: int


def soonest(clocks: Iterable[Clock], on: date) -> date | None:
    """Return the last day of the clock that runs out first among those that run on a date, or None."""
    return min((clock.until for clock in clocks if clock.until and clock.runs(on)), default=None)


def due(clocks: Sequence[Clock], at: Sequence[int], on: date) -> list[Ring]:
    """Return the clocks that ring on a date, each at the smallest number of days that it has come down to.

    A clock that nobody looked at for long rings once, for where it is now, and not for every number that went by.
    """
    rings = []
    for clock in clocks:
        left = clock.days_left(on)
        reached = [days for days in at if left is not None and 0 <= left <= days]
        if reached:
            rings.append(Ring(clock, min(reached)))
    return rings


def next_look(clocks: Iterable[Clock], at: Sequence[int], on: date) -> date | None:
    """Return the first day after a date on which a clock rings or has run out, or None where none runs."""
    days = [
        clock.until - timedelta(days=before)
        for clock in clocks
        if clock.until and clock.runs(on)
        for before in (*at, -1)
    ]
    return min((day for day in days if day > on), default=None)


def held_until(sent_on: date, policy: LettersPolicy) -> date:
    """Return the last day that a preservation letter covers. Source: 18 U.S.C. 2703(f)(2)."""
    return sent_on + timedelta(days=policy.days)


def renewed_until(until: date, policy: LettersPolicy) -> date:
    """Return the last day that its renewal covers: the further days are added to the first, whenever it was sent."""
    return until + timedelta(days=policy.renewal_days)
