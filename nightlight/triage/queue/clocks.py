"""The clocks that run on a report, the soonest first: for the queue's rows and for scripts."""

from dataclasses import dataclass
from datetime import date

from nightlight.foundation import clock
from nightlight.intake.models import Report
from nightlight.policy.dated import NoPolicyInForce
from nightlight.triage.preservation import preservation
from nightlight.triage.queue.keys import NO_PROVIDER

PRESERVATION = "preservation"


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock: which, on which date it ends (UTC), how many days are left, percent of its time used, by which rule.

    `days_left` is below zero once the date has passed.
    """

    name: str
    words: str
    ends_on: date
    days_left: int
    used: int
    rule: str


def clocks_of(report: Report) -> list[Clock]:
    """Return the clocks of a report. What ends `Report.soonest_clock_on` stands first."""
    if report.channel in NO_PROVIDER:
        return []
    try:
        kept = preservation(report.received_at)
    except NoPolicyInForce:
        return []
    today = clock.today()
    return [Clock(PRESERVATION, "Provider keeps it", kept.until, kept.days_left(today), kept.used(today), kept.statute)]
