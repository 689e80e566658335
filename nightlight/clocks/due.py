"""Which reports have a clock to look at: the index of `next_alarm_on` answers, however many reports there are."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from nightlight.clocks.actions import ring
from nightlight.clocks.models import ClockAlarm
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report

AT_ONCE = 500
"""How many reports are looked at in one transaction."""


def due_alarms(actor: Actor, on: date) -> Any:
    """Return the open reports that the actor sees with a clock to look at: it rings or ran out by a date."""
    reports: Any = Report.objects.visible_to(actor)
    return reports.filter(next_alarm_on__lte=on).open().order_by("next_alarm_on", "pk")


def ring_all(*, by: Actor, on: date) -> Iterator[list[ClockAlarm]]:
    """Ring every clock that is due, some reports at a time, and yield the new alarms of each time, committed."""
    while batch := list(due_alarms(by, on)[:AT_ONCE]):
        yield ring(batch, by=by, on=on)
