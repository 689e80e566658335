"""How long a filing may stay open, and how much may be in it: a dated file says so."""

from datetime import datetime, timedelta

from django.db.models import Q

from nightlight.foundation import clock
from nightlight.intake.models import Filing
from nightlight.intake.stills.limits import StillLimits
from nightlight.policy import in_force
from nightlight.policy.dated import PolicyFile


class FilingPolicy(PolicyFile):
    """The limits of filings. What they bound is said by their names; sizes are in bytes."""

    hours_after_opening: int
    minutes_after_change: int
    opened_per_minute: int
    """By one provider."""
    open_at_once: int
    """Of one provider."""
    files_per_filing: int
    file_bytes: int
    stills: StillLimits
    least_pdq_quality: int = 0
    """From 0 to 100. Below it a PDQ hash says little of its picture, and is near those of many others."""


def rules() -> FilingPolicy:
    """Return the limits in force today."""
    return in_force("intake.filings", on=clock.today(), schema=FilingPolicy).content


def lapses_at(filing: Filing) -> datetime:
    """Return the moment from which an open filing has expired, after its opening or its last change, the later one."""
    limits = rules()
    return max(
        filing.opened_at + timedelta(hours=limits.hours_after_opening),
        filing.changed_at + timedelta(minutes=limits.minutes_after_change),
    )


def lapsed(now: datetime) -> Q:
    """Return the condition under which a filing that is open has expired at `now`."""
    limits = rules()
    return Q(
        opened_at__lte=now - timedelta(hours=limits.hours_after_opening),
        changed_at__lte=now - timedelta(minutes=limits.minutes_after_change),
    )
