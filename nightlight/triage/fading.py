"""Lets one axis go on with time: records of addresses fade while a report waits, and nobody judges it again for that.

The report's row says how solvable it is by now; its assessment keeps what held when it was made.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.triage.assessment.axes import Solvable
from nightlight.triage.assessment.rules import RuleBook
from nightlight.triage.models import Assessment
from nightlight.triage.queue.keys import SOLVABLE_STEPS

OPEN, FADING = SOLVABLE_STEPS[Solvable.OPEN], SOLVABLE_STEPS[Solvable.FADING]
AT_ONCE = 500
"""How many reports are written in one statement."""


def fade(*, by: Actor, stop: Callable[[], bool] = lambda: False) -> int:
    """Let every open report say how solvable it is by now; return how many say otherwise than before.

    By the days of the agency that holds it. `by` sees every report. Nothing of it is news, and no tier moves.
    """
    now = clock.now()
    reports: Any = Report.objects.visible_to(by)
    holders = reports.open().filter(solvable__in=[OPEN, FADING]).order_by().values_list("assigned_to", "agency")
    book = RuleBook({to or own for to, own in holders.distinct()}, on=now.date())
    faded: dict[int, list[UUID]] = {}
    for pk, to, own, step, newest in _standing(by).iterator():
        by_now = SOLVABLE_STEPS[book.of(to or own).axes.content.solvable.word(newest, at=now)]
        if by_now < step:
            faded.setdefault(by_now, []).append(pk)
    written = 0
    for step, found in faded.items():
        for start in range(0, len(found), AT_ONCE):
            if stop():
                return written
            some = found[start : start + AT_ONCE]
            written += reports.open().filter(pk__in=some, solvable__gt=step).update(solvable=step)
    return written


def _standing(by: Actor) -> Any:
    """Return what may have faded: the newest address is a day old at least, as no number of days is smaller."""
    rows: Any = Assessment.objects.visible_to(by).current()
    waits = Q(report__closed_at=None, report__solvable__in=[OPEN, FADING])
    rows = rows.filter(waits, newest_address_at__lt=clock.now() - timedelta(days=1))
    said = ("report", "report__assigned_to", "report__agency", "report__solvable", "newest_address_at")
    return rows.order_by().values_list(*said)
