"""Raises alarms for what was just judged, and calls the next person of a list: rows only, sent after the commit.

The road calls `raise_alarms` once for a batch. Without an urgent report in it, that costs no query.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from nightlight.foundation.bulk import insert, unsaved
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report
from nightlight.notices.kinds import NoticeKind, Urgency
from nightlight.notices.telling import Told, tell
from nightlight.policy import Dated
from nightlight.urgent.models import Alarm, Answer, OnCall, Ring
from nightlight.urgent.rules import LanePolicy, lane_on

WORKED = {ReportStatus.UNDER_INVESTIGATION.value, ReportStatus.CLOSED.value}
WHOLE_AGENCY = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A report as it now stands, with the tier that it was just given and the rule that gave it."""

    report: Report
    tier: int
    rule: str


def raise_alarms(judged: Sequence[Judged], *, at: datetime) -> list[Alarm]:
    """Raise an alarm for each urgent report, and call the first person of its agency's list. Nine statements at most.

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
    lists = on_call_lists({alarm.agency_id for alarm in alarms}, at)
    for alarm in alarms:
        steps = lists.get(alarm.agency_id, ())
        alarm.step = 1 if steps else WHOLE_AGENCY
        alarm.open_by = at + minutes_of(steps[0] if steps else None, lane.content)
        alarm.next_at = alarm.open_by if steps else None
    insert(alarms)
    ring(alarms, lists, kind=NoticeKind.REPORT_URGENT, at=at)
    return alarms


def on_call_lists(agencies: set[UUID], at: datetime) -> Mapping[UUID, Sequence[OnCall]]:
    """Return the on-call list of each agency that has one, in its order. One query."""
    rows = OnCall.objects.unscoped(because="an urgent report calls whom its own agency has put on the list")
    lists: dict[UUID, list[OnCall]] = defaultdict(list)
    for step in rows.in_force(at).filter(agency__in=agencies, person__is_active=True).order_by("position"):
        lists[step.agency_id].append(step)
    return lists


def minutes_of(step: OnCall | None, lane: LanePolicy) -> timedelta:
    """Return how long a step has: its own minutes, else those of the policy."""
    return timedelta(minutes=(step.minutes if step else None) or lane.open_within_minutes)


def ring(alarms: Sequence[Alarm], lists: Mapping[UUID, Sequence[OnCall]], *, kind: NoticeKind, at: datetime) -> None:
    """Call, for each alarm, the step at which it stands: one notice for each person, however many reports there are."""
    calls: dict[tuple[UUID, UUID | None, str], list[Alarm]] = defaultdict(list)
    for alarm in alarms:
        step = lists[alarm.agency_id][alarm.step - 1] if alarm.step else None
        calls[alarm.agency_id, step.person_id if step else None, step.way if step else ""].append(alarm)
    notices = tell(
        [
            Told(
                agency_id,
                kind,
                "intake.report",
                those[0].report_id,
                count=len(those),
                urgency=Urgency.URGENT,
                person_id=person_id,
                way=way,
            )
            for (agency_id, person_id, way), those in calls.items()
        ]
    )
    insert(
        [
            unsaved(Ring, alarm_id=alarm.pk, step=alarm.step, person_id=person, notice_id=notice.pk, rung_at=at)
            for ((_, person, _), those), notice in zip(calls.items(), notices, strict=True)
            for alarm in those
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
