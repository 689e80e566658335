"""For people to read: what waits in the urgent lane, and every call that was made for a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.notices.models import Delivery, DeliveryStatus
from nightlight.urgent.ladder import ABOVE
from nightlight.urgent.models import Alarm, OnCall, Ring

MOST = 20


@dataclass(frozen=True, slots=True)
class RingRead:
    """One call: to whom (empty: the whole agency that holds it), when, by how many outlets delivered or given up."""

    name: str
    """A person of the agency that holds the report, or the name of an agency above it, all of which was called."""
    agency_id: UUID
    step: int
    rung_at: datetime
    delivered: int
    given_up: int


@dataclass(frozen=True, slots=True)
class AlarmRead:
    """One alarm with its calls, the earliest first."""

    alarm: Alarm
    rings: tuple[RingRead, ...]

    @property
    def called(self) -> frozenset[UUID]:
        """The agencies that were called so far, and of which somebody can say that they have it."""
        return frozenset(one.agency_id for one in self.rings)

    @property
    def is_late(self) -> bool:
        """Whether it was not answered in time, or is not yet and should be."""
        return (self.alarm.answered_at or clock.now()) > self.alarm.open_by

    @property
    def minutes_left(self) -> int:
        """Whole minutes until somebody must have opened it; 0 when they are over."""
        return max(0, int((self.alarm.open_by - clock.now()).total_seconds() // 60))


def calls_me(actor: Actor) -> list[Alarm]:
    """Return what calls the actor now: by name, or as one of an agency that is called as a whole. At most twenty."""
    whom = Q(person=actor.pk) | Q(person=None)
    named = Ring.objects.visible_to(actor).filter(whom, notice__agency=actor.agency_id, alarm=OuterRef("pk"))
    reaches = Q(agency=actor.agency_id) | Q(step__gte=ABOVE) & actor.sees("agency")  # before any call is looked up
    rows = Alarm.objects.visible_to(actor).waiting().filter(reaches, Exists(named))
    return list(rows.only("report", "open_by").order_by("open_by")[:MOST])


def is_on_call(actor: Actor) -> bool:
    """Say whether the actor stands on an on-call list now. One query."""
    return OnCall.objects.visible_to(actor).in_force(clock.now()).filter(person=actor.pk).exists()


def waiting_count(actor: Actor) -> int:
    """Return how many alarms wait that the actor sees."""
    return Alarm.objects.visible_to(actor).waiting().count()


def alarms_of(report: UUID, actor: Actor) -> list[AlarmRead]:
    """Return every alarm of a report with its receipts, the newest first. One query, four more where there is one."""
    rows = Alarm.objects.visible_to(actor).filter(report=report).prefetch_related("agency", "answered_by")
    alarms = list(rows.order_by("-raised_at", "-pk"))
    return _read(alarms, actor) if alarms else []


def waiting(actor: Actor, *, offset: int = 0, limit: int | None = None) -> list[AlarmRead]:
    """Return what waits in the urgent lanes that the actor sees, what is due first. Three queries."""
    rows = Alarm.objects.visible_to(actor).waiting().select_related("agency", "report", "answered_by")
    until = None if limit is None else offset + limit
    return _read(list(rows.order_by("open_by", "pk")[offset:until]), actor)


def on_call_of(agency: Agency, actor: Actor) -> list[OnCall]:
    """Return the on-call list that holds, in its order."""
    rows = OnCall.objects.visible_to(actor).in_force(clock.now()).filter(agency=agency)
    return list(rows.select_related("person", "set_by").order_by("position"))


def _read(alarms: Sequence[Alarm], actor: Actor) -> list[AlarmRead]:
    rings = Ring.objects.visible_to(actor).filter(alarm__in=alarms).select_related("person", "notice__agency")
    found = list(rings.order_by("rung_at", "pk"))
    sent = _sent({one.notice_id for one in found})
    by_alarm: dict[UUID, list[RingRead]] = {alarm.pk: [] for alarm in alarms}
    for one in found:
        delivered, given_up = sent.get(one.notice_id, (0, 0))
        agency = one.notice.agency
        name = one.person.name if one.person else agency.name if one.step >= ABOVE else ""
        by_alarm[one.alarm_id].append(RingRead(name, agency.pk, one.step, one.rung_at, delivered, given_up))
    return [AlarmRead(alarm, tuple(by_alarm[alarm.pk])) for alarm in alarms]


def _sent(notices: set[UUID]) -> dict[UUID, tuple[int, int]]:
    rows: Any = Delivery.objects.unscoped(because="whoever sees a report sees whether its calls went out, not where to")
    counted = rows.filter(notice__in=notices).order_by().values_list("notice_id")
    done = Count("pk", filter=Q(status=DeliveryStatus.DELIVERED.value))
    lost = Count("pk", filter=Q(status=DeliveryStatus.GIVEN_UP.value))
    return {notice: (delivered, given_up) for notice, delivered, given_up in counted.annotate(done=done, lost=lost)}
