"""The urgent lane of the last evening: reports that are opened in time, one that is escalated, some that still wait.

Played minute by minute: whom the on-call list calls, and when, follows from the clock.
"""

from collections.abc import Container, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from uuid import UUID

from nightlight.foundation import clock
from nightlight.intake.models import Report
from nightlight.notices.tasks import deliver
from nightlight.simulation.cast import SHOWN, Cast, Unit
from nightlight.simulation.desk import Desk
from nightlight.simulation.invention import ESCALATIONS
from nightlight.simulation.last_days import Late, arrive
from nightlight.triage.actions import viewed
from nightlight.urgent.actions import Step, set_on_call, take
from nightlight.urgent.models import Alarm
from nightlight.urgent.tasks import Round, keep_watch

FIRST = 20
"""The number of the first of these reports among those that come beside the plan."""
ROSTER = "Invented duty roster of the operation"


def put_on_call(cast: Cast, *units: Unit) -> None:
    """Set who is called for urgent reports: in task forces the investigator, then the commander, each in their time."""
    for unit in units:
        steps = [Step(unit.investigator), Step(unit.commander, minutes=10)]
        set_on_call(unit.agency, by=unit.commander, steps=steps, because=ROSTER)
    coordinator = cast.coordinator
    set_on_call(coordinator.agency, by=coordinator, steps=[Step(coordinator, minutes=30)], because=ROSTER)


def keep_up(desk: Desk, fresh: Container[UUID]) -> None:
    """Follow the reports of the alarms that wait; what is left for visitors otherwise is opened where it is urgent."""
    while keep_watch(by=desk.worker) != Round(0, 0, 0):
        continue
    waiting = Alarm.objects.visible_to(desk.worker).waiting().select_related("agency", "report")
    for alarm in waiting.order_by("pk"):
        if alarm.report_id in fresh and alarm.agency.code in desk.units:
            viewed(alarm.report, by=desk.units[alarm.agency.code].investigator)


def play(cast: Cast, desk: Desk, *, began_at: datetime) -> None:
    """Let urgent reports come in from an aware moment on: within half an hour, what waits is what visitors find."""
    unit = cast.units[SHOWN]
    with _minute(1, began_at) as now:
        opened, taken, _ = _arrive(desk, [_urgent(number, SHOWN) for number in range(3)], now)
    with _minute(7, began_at):
        viewed(Report(pk=opened), by=unit.investigator)
    with _minute(9, began_at):
        [alarm] = Alarm.objects.visible_to(unit.commander).waiting().filter(report=taken, agency=unit.agency)
        take(alarm, by=unit.commander)
    with _minute(17, began_at):
        _work(desk)
    with _minute(24, began_at) as now:
        _arrive(desk, [_urgent(3, SHOWN), _urgent(4)], now)
    with _minute(28, began_at) as now:
        _arrive(desk, [_urgent(5, SHOWN)], now)


def _arrive(desk: Desk, late: Sequence[Late], at: datetime) -> list[UUID]:
    reports = arrive(desk, late, at=at)
    _work(desk)
    return reports


def _work(desk: Desk) -> None:
    """Do what goes on beside the site at such a moment."""
    keep_watch(by=desk.worker)
    deliver(by=desk.worker, only_urgent=True)


def _minute(minutes: int, began_at: datetime) -> AbstractContextManager[datetime]:
    return clock.held_at(began_at + timedelta(minutes=minutes))


def _urgent(number: int, task_force: str = "") -> Late:
    return Late(FIRST + number, task_force, ESCALATIONS[number % len(ESCALATIONS)])
