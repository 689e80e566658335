"""Raises alarms for what was just judged, and calls the next person of a list: rows only, sent after the commit.

The road calls `raise_alarms` once for a batch. Without an urgent report in it, that costs no query.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nightlight.foundation.bulk import insert, unsaved
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report
from nightlight.notices.kinds import NoticeKind, Urgency
from nightlight.notices.telling import Told, tell
from nightlight.policy import Dated
from nightlight.urgent.ladder import Callee, Ladder, ladders
from nightlight.urgent.models import Alarm, Answer, Ring
from nightlight.urgent.rules import LanePolicy, lane_on

WORKED = {ReportStatus.UNDER_INVESTIGATION.value, ReportStatus.CLOSED.value}


@dataclass(frozen=True, slots=True)
class Judged:
    """A report as it now stands, with the tier that it was just given and the rule that gave it."""

    report: Report
    tier: int
    rule: str


def raise_alarms(judged: Sequence[Judged], *, at: datetime) -> list[Alarm]:
    """Raise an alarm for each urgent report, and call the first person of its agency's list. Ten statements at most.

    Nobody is called for a report that is worked or closed already, nor twice for the same report by the same
    rule, unless it went elsewhere and came back.
    """
    lane = lane_on(at.date())
    urgent = [one for one in judged if lane.content.holds(one.tier, one.rule) and one.report.status not in WORKED]
    if not urgent:
        return []
    known = Alarm.objects.unscoped(because="an agency is called for a report once by each rule")
    before = set(
        known.exclude(answer=Answer.HANDED_ON.value)
        .filter(report__in=[one.report.pk for one in urgent])
        .values_list("agency_id", "report_id", "rule")
    )
    alarms = [_alarm(one, lane, at) for one in urgent if (_holder(one.report), one.report.pk, one.rule) not in before]
    called = ladders({alarm.agency_id for alarm in alarms}, at)
    for alarm in alarms:
        ladder = called[alarm.agency_id]
        alarm.step = ladder.first
        alarm.open_by = at + ladder.minutes(alarm.step, lane.content)
        alarm.next_at = alarm.open_by if ladder.after(alarm.step) is not None else None
    insert(alarms)
    ring(alarms, called, kind=NoticeKind.REPORT_URGENT, at=at)
    return alarms


def ring(alarms: Sequence[Alarm], called: Mapping[UUID, Ladder], *, kind: NoticeKind, at: datetime) -> None:
    """Call, for each alarm, the step at which it stands: one notice for each callee, however many reports there are."""
    calls: dict[Callee, list[Alarm]] = defaultdict(list)
    for alarm in alarms:
        calls[called[alarm.agency_id].callee(alarm.step)].append(alarm)
    notices = tell(
        [
            Told(
                callee.agency_id,
                kind,
                "intake.report",
                those[0].report_id,
                count=len(those),
                urgency=Urgency.URGENT,
                person_id=callee.person_id,
                way=callee.way,
            )
            for callee, those in calls.items()
        ]
    )
    insert(
        [
            unsaved(Ring, alarm_id=one.pk, step=one.step, person_id=callee.person_id, notice_id=notice.pk, rung_at=at)
            for (callee, those), notice in zip(calls.items(), notices, strict=True)
            for one in those
        ]
    )


def _alarm(one: Judged, lane: Dated[LanePolicy], at: datetime) -> Alarm:
    return unsaved(
        Alarm,
        agency_id=_holder(one.report),
        report_id=one.report.pk,
        tier=one.tier,
        rule=one.rule,
        policy_date=lane.in_force_from,
        policy_digest=lane.digest,
        raised_at=at,
    )


def _holder(report: Report) -> UUID:
    return report.assigned_to_id or report.agency_id
