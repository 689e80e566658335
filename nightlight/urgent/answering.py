"""Ends alarms: somebody came, or the report went elsewhere. Inside the act that is running."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.notices.models import Notice
from nightlight.urgent.ladder import ABOVE
from nightlight.urgent.models import Alarm, Answer, Ring


def opened(report: Report, *, by: Actor) -> None:
    """End what calls the actor's agency to a report: somebody has it open. One query where nothing does."""
    rows = Alarm.objects.visible_to(by).waiting().filter(calls_agency_of(by), report=report)
    end(list(rows.values_list("pk", flat=True)), Answer.OPENED, by=by)


def calls_agency_of(actor: Actor) -> Q:
    """Return the condition that an alarm is the actor's agency's own, or has gone up to it."""
    called = Ring.objects.visible_to(actor).filter(alarm=OuterRef("pk"), notice__agency=actor.agency_id)
    return Q(agency=actor.agency_id) | Q(Exists(called), step__gte=ABOVE)


def end(alarms: Collection[UUID], answer: Answer, *, by: Actor, named: bool = True) -> int:
    """End alarms that still wait; return how many did. Notices that no other alarm keeps up are handled with them."""
    if not alarms:
        return 0
    now = clock.now()
    said = {"answer": answer.value, "answered_at": now, "next_at": None}
    rows = Alarm.objects.visible_to(by).waiting().filter(pk__in=alarms, raised_at__lte=now)
    ended = rows.update(**said, **({"answered_by": by.pk} if named else {}))
    rung = Ring.objects.unscoped(because="who was called for a report is let go when somebody has come")
    notices = set(rung.filter(alarm__in=alarms).values_list("notice_id", flat=True))
    kept = set(rung.filter(notice__in=notices, alarm__answer="").values_list("notice_id", flat=True))
    told = Notice.objects.unscoped(because="who was called for a report is let go when somebody has come")
    told.filter(pk__in=notices - kept, handled_at=None, raised_at__lte=now).update(handled_at=now, handled_by=by.pk)
    return ended
