"""Judges a batch of reports again and puts in place what reads otherwise; told at once is who must know at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nightlight.foundation import clock
from nightlight.foundation.bulk import unsaved
from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report
from nightlight.notices.kinds import NoticeKind, Urgency
from nightlight.notices.telling import Told, tell
from nightlight.rematching.differing import Judgement
from nightlight.rematching.models import Rematched, Rematching
from nightlight.triage.actions import reassess, unfold
from nightlight.triage.assessing import judge_all
from nightlight.triage.folding import policy as folding_policy
from nightlight.triage.models import Assessment

URGENT = "It is more urgent by now than the lead that stood for it."


@dataclass(frozen=True, slots=True)
class Batch:
    """How many reports were judged, and of how many open ones the assessment was replaced."""

    judged: int
    changed: int

    def __add__(self, other: "Batch") -> "Batch":
        return Batch(self.judged + other.judged, self.changed + other.changed)


def judge_again(reports: Sequence[UUID], *, within: Rematching, by: Actor) -> Batch:
    """Judge reports again, inside the running transaction. Those that read the same are left alone.

    An open report that reads otherwise is reassessed; a closed one stays as it was judged. Which of them somebody is to
    be told of is written down; a report that came into the top tier is told of at once.
    """
    rows: Any = Report.objects.visible_to(by).filter(pk__in=reports).exclude(status=ReportStatus.RECEIVED)
    found = list(rows.order_by("pk"))
    before = _current(found, by)
    found = [report for report in found if report.pk in before]
    judged = judge_all(found, to_route=frozenset(), by=by, places=None, at=clock.now())
    now = {one.report.pk: Judgement.of(one.assessment) for one in judged}
    differing = [report for report in found if now[report.pk].differs_from(before[report.pk])]
    still_open = [report for report in differing if report.status != ReportStatus.CLOSED]
    if still_open:
        reassess(still_open, by=by)
        _let_urgent_stand_alone(still_open, now, by)
    worth_telling = [report for report in differing if now[report.pk].is_worth_telling(before[report.pk])]
    _write_down(worth_telling, before, now, within)
    return Batch(len(found), len(still_open))


def _current(reports: Sequence[Report], by: Actor) -> dict[UUID, Judgement]:
    rows: Any = Assessment.objects.visible_to(by)
    current = rows.current().filter(report__in=reports).only("report", "tier", "rule", "facts")
    return {row.report_id: Judgement.of(row) for row in current}


def _write_down(
    reports: Sequence[Report], before: dict[UUID, Judgement], now: dict[UUID, Judgement], within: Rematching
) -> None:
    rows = [
        unsaved(
            Rematched,
            agency_id=report.assigned_to_id or report.agency_id,
            rematching_id=within.pk,
            report_id=report.pk,
            was_tier=before[report.pk].tier,
            was_rule=before[report.pk].rule,
            tier=now[report.pk].tier,
            rule=now[report.pk].rule,
            is_closed=report.status == ReportStatus.CLOSED,
            is_urgent=report.status != ReportStatus.CLOSED and now[report.pk].came_into_the_top(before[report.pk]),
        )
        for report in reports
    ]
    # a change that is followed a second time, after a kill, finds a closed report that reads otherwise once more
    Rematched.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["agency", "rematching", "report"],
        update_fields=["tier", "rule", "is_closed"],
    )
    urgent = [row for row in rows if row.is_urgent]
    single = {row.agency_id: row.report_id for row in urgent}
    tell(
        [
            Told(
                agency_id,
                NoticeKind.REPORT_REMATCHED,
                *(("intake.report", single[agency_id]) if many == 1 else ("hashes.listchange", within.change_id)),
                count=many,
                urgency=Urgency.URGENT,
            )
            for agency_id, many in Counter(row.agency_id for row in urgent).items()
        ]
    )


def _let_urgent_stand_alone(reports: Sequence[Report], now: dict[UUID, Judgement], by: Actor) -> None:
    """Undo the folds of reports that are more urgent by now than their lead, or never to be folded."""
    folded = [report for report in reports if report.folded_into_id]
    if not folded:
        return
    never = folding_policy.policy(clock.today()).content.never_tiers
    assessed: Any = Assessment.objects.visible_to(by)
    leads = assessed.current().filter(report__in=[report.folded_into_id for report in folded])
    tiers = dict(leads.values_list("report_id", "tier"))
    urgent = [
        report
        for report in folded
        if now[report.pk].tier in never or now[report.pk].tier < tiers.get(report.folded_into_id, 0)
    ]
    if urgent:
        unfold(urgent, by=by, because=URGENT)
