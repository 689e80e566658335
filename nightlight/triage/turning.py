"""Judges reports again as days pass: those of which a rule about days said when another rule would decide.

Each report carries that day in an indexed column; where no rule asks for days it is empty, and nothing is done.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.triage.actions import judge_as_days_pass
from nightlight.triage.assessing import Judged
from nightlight.triage.models import Assessment
from nightlight.triage.rejudging import holders_of, judge_from_facts

AT_ONCE = 500
"""How many reports are judged in one transaction."""


def judge_what_turned(*, by: Actor, stop: Callable[[], bool] = lambda: False) -> int:
    """Judge again every open report whose day has come; return how many another rule has decided since.

    `by` sees every report. A report that the same rule decides keeps its assessment and gets its next day. What breaks
    off goes on from where it stood, because each report says by itself that it waits.
    """
    turned, on = 0, clock.today()
    while not stop() and (batch := _due(on, by)):
        now = clock.now()
        judged = judge_from_facts(batch, holders_of(batch), by=by, at=now)
        others = _decided_by_others(judged, by)
        if others:
            judge_as_days_pass([one.report for one in others], by=by)
            turned += len(others)
        _look_again(batch, judged, others, by, on)
    return turned


def _due(on: date, by: Actor) -> Sequence[Report]:
    reports: Any = Report.objects.visible_to(by).open().filter(judge_again_on__lte=on)
    return list(reports.order_by("judge_again_on", "pk")[:AT_ONCE])


def _decided_by_others(judged: Sequence[Judged], by: Actor) -> list[Judged]:
    rows: Any = Assessment.objects.visible_to(by).current().filter(report__in=[one.report.pk for one in judged])
    standing = {report: (tier, rule) for report, tier, rule in rows.values_list("report_id", "tier", "rule")}
    return [one for one in judged if standing.get(one.report.pk) != (one.assessment.tier, one.assessment.rule)]


def _look_again(
    batch: Sequence[Report], judged: Sequence[Judged], others: Sequence[Judged], by: Actor, on: date
) -> None:
    """Give those that stay as they are their next day; those that were never assessed wait for that."""
    done = {one.report.pk for one in others}
    days: dict[date | None, list[Any]] = {}
    turns = {one.report.pk: one.assessment.turns_on for one in judged}
    for report in batch:
        if report.pk not in done:
            days.setdefault(turns.get(report.pk), []).append(report.pk)
    rows: Any = Report.objects.visible_to(by)
    for day, same in days.items():
        rows.filter(pk__in=same, judge_again_on__lte=on).update(judge_again_on=day)
