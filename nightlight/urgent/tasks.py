"""What the worker does about alarms: ends those that have no more reason, and calls the next of the list."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from nightlight.foundation import clock
from nightlight.foundation.bulk import write_back
from nightlight.foundation.sealed import Actor
from nightlight.notices.kinds import NoticeKind
from nightlight.urgent.answering import end
from nightlight.urgent.ladder import ladders
from nightlight.urgent.models import Alarm, Answer
from nightlight.urgent.raising import WORKED, Judged, raise_alarms, ring
from nightlight.urgent.rules import lane_on

AT_ONCE = 500
ELSEWHERE = Q(report__assigned_to__isnull=False) & ~Q(report__assigned_to=F("agency"))
"""The report was handed to another agency since."""


@dataclass(frozen=True, slots=True)
class Round:
    """What was done: alarms that ended by themselves, that followed their report elsewhere, that were escalated."""

    ended: int
    moved: int
    escalated: int


def keep_watch(*, by: Actor) -> Round:
    """Go through the alarms that wait, once. Where there is nothing to do, nothing is locked."""
    return Round(_let_go(by), _follow(by), _escalate(by))


def _let_go(by: Actor) -> int:
    """End alarms whose reports somebody works, or has closed."""
    worked = Alarm.objects.visible_to(by).waiting().filter(report__status__in=WORKED)
    found = list(worked.values_list("pk", flat=True)[:AT_ONCE])
    if not found:
        return 0
    with transaction.atomic():
        return end(found, Answer.WORKED, by=by, named=False)


def _follow(by: Actor) -> int:
    """End alarms whose reports were handed to another agency, which was called when that happened."""
    rows: Any = Alarm.objects.visible_to(by).waiting().filter(ELSEWHERE).select_related("report")
    if not rows.exists():
        return 0
    with transaction.atomic():
        moved = list(rows.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
        end([alarm.pk for alarm in moved], Answer.HANDED_ON, by=by, named=False)
        raise_alarms([Judged(alarm.report, alarm.tier, alarm.rule) for alarm in moved], at=clock.now())
    return len(moved)


def _escalate(by: Actor) -> int:
    """Call who comes next for every alarm whose time is over: the list, then the whole agency, then those above."""
    now, lane = clock.now(), lane_on(clock.today()).content
    late: Any = Alarm.objects.visible_to(by).waiting().filter(next_at__lte=now).order_by("next_at")
    late = late.exclude(report__status__in=WORKED).exclude(ELSEWHERE)  # the next rounds see to those
    if not late.exists():
        return 0
    with transaction.atomic():
        alarms = list(late.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
        called = ladders({alarm.agency_id for alarm in alarms}, now)
        rung = []
        for alarm in alarms:
            ladder = called[alarm.agency_id]
            step = ladder.after(alarm.step)
            alarm.next_at = None
            if step is not None:
                alarm.step = step
                rung.append(alarm)
                if ladder.after(step) is not None:
                    alarm.next_at = now + ladder.minutes(step, lane)
        write_back(alarms, "step", "next_at")
        ring(rung, called, kind=NoticeKind.REPORT_ESCALATED, at=now)
    return len(rung)
