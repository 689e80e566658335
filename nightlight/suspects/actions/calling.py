"""Calling for the next run: whoever makes the list is told once when it is due soon, and once when it is overdue."""

from collections.abc import Mapping
from typing import Any

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.acts import act
from nightlight.foundation.sealed import Actor
from nightlight.notices.kinds import NoticeKind
from nightlight.notices.telling import Told, tell
from nightlight.suspects.models import Due, ListAlarm, Run
from nightlight.suspects.rhythm import rhythm

KINDS = {Due.SOON: NoticeKind.LIST_DUE, Due.OVERDUE: NoticeKind.LIST_OVERDUE}


def _rang(alarm: ListAlarm | None) -> Mapping[str, Any]:
    return {"rang": alarm is not None}


@act("suspect.run_called_for", needs=Permission.SUSPECT_RUN, each=_rang)
def call_for_run(latest: Run, *, by: Actor, due: Due) -> ListAlarm | None:
    """Tell the agency that made the latest run that the next one is due soon, or overdue. The same is told once.

    Returns the alarm, or None where it rang before. The agency's row is held meanwhile, as it is while a run is made.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=latest.agency_id)
    if ListAlarm.objects.visible_to(by).filter(run=latest, due=due).exists():
        return None
    beat = rhythm(clock.today())
    alarm = ListAlarm(agency_id=latest.agency_id, run=latest, due=due, rang_at=clock.now())
    alarm.policy_date, alarm.policy_digest = beat.in_force_from, beat.digest
    alarm.save(force_insert=True)
    tell([Told(latest.agency_id, KINDS[due], "suspects.run", latest.pk)])
    return alarm
