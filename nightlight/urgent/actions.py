"""What people do about urgent reports: say that one has it, and say who is on call."""

from collections.abc import Sequence
from dataclasses import dataclass

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.acts import act, creating
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.urgent.answering import calls_agency_of, end
from nightlight.urgent.models import MOST_MINUTES, Alarm, Answer, OnCall

REASON_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an on-call list as somebody sets it. No way: by every outlet; no minutes: those of the policy."""

    person: User
    way: str = ""
    minutes: int | None = None


@act("alarm.taken", needs=Permission.REPORT_READ)
def take(alarm: Alarm, *, by: Actor) -> Alarm:
    """Say that one has an urgent report: nobody further is called. Raises RuleRefusal where it was answered already."""
    if alarm.answer:
        raise RuleRefusal("Somebody has answered this alarm already. Nothing was changed.")
    if not Alarm.objects.visible_to(by).filter(calls_agency_of(by), pk=alarm.pk).exists():
        raise RuleRefusal("It calls another agency, and only they can say that they have it. Nothing was changed.")
    end([alarm.pk], Answer.TAKEN, by=by)
    alarm.refresh_from_db()
    return alarm


@creating("on_call.set", needs=Permission.ON_CALL_MANAGE)
def set_on_call(agency: Agency, *, by: Actor, steps: Sequence[Step], because: str) -> list[OnCall]:
    """Put a new on-call list in the place of the one that holds, from now on. The old one is kept.

    Raises RuleRefusal for an agency that the actor does not speak for, without a reason, for people of other agencies,
    for those who may not read reports, and for minutes outside a day.
    """
    if not Agency.objects.filter(by.sees("pk"), pk=agency.pk).exists():
        raise RuleRefusal("On-call lists are set for one's own agency, or one under it. Nothing was changed.")
    if not because.strip() or len(because) > REASON_LETTERS:
        raise RuleRefusal(f"Say why, in {REASON_LETTERS} letters at most; it is kept. Nothing was changed.")
    if any(step.person.agency_id != agency.pk for step in steps):
        raise RuleRefusal("Somebody on the list belongs to another agency. Nothing was changed.")
    if any(not step.person.may(Permission.REPORT_READ) for step in steps):
        raise RuleRefusal("Somebody on the list may not read reports, and could not open one. Nothing was changed.")
    if any(step.minutes is not None and not 1 <= step.minutes <= MOST_MINUTES for step in steps):
        raise RuleRefusal(f"A step has between 1 and {MOST_MINUTES} minutes. Nothing was changed.")
    now = clock.now()
    OnCall.objects.visible_to(by).filter(agency=agency, valid_to=None, valid_from__lte=now).update(valid_to=now)
    rows = [
        OnCall(
            agency=agency,
            position=position,
            person=step.person,
            way=step.way,
            minutes=step.minutes,
            valid_from=now,
            set_by_id=by.pk,
            because=because.strip(),
        )
        for position, step in enumerate(steps, start=1)
    ]
    OnCall.objects.bulk_create(rows)
    return rows
