"""Judges reports by other rules from the facts that are kept with their assessments: nothing is read again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from nightlight.foundation.bulk import unsaved
from nightlight.foundation.sealed import Actor
from nightlight.identifiers.kinds import ADDRESSES
from nightlight.intake.models import Report, Sighting
from nightlight.triage.assessed import KEPT, judged_again
from nightlight.triage.assessing import Judged
from nightlight.triage.assessment.days import Moments
from nightlight.triage.assessment.facts import Fact
from nightlight.triage.assessment.rules import RuleBook
from nightlight.triage.models import Assessment

Holders = Mapping[UUID, UUID]
"""By whose rules each report is judged: its id, and the id of an agency."""

REMEMBERED = (
    *KEPT,
    "agency_id",
    "report_id",
    "tier",
    "rule",
    "victim",
    "offender",
    "solvable",
    "severity",
    "assessed_at",
)


def holders_of(reports: Sequence[Report]) -> dict[UUID, UUID]:
    """Return by whose rules reports are judged where they stand."""
    return {report.pk: report.assigned_to_id or report.agency_id for report in reports}


def judged_by_others(reports: Sequence[Report], holders: Holders, *, by: Actor, at: datetime) -> list[Report]:
    """Return the reports whose assessment was made by other rules than their holders have in force now."""
    rows: Any = Assessment.objects.visible_to(by).current().filter(report__in=[report.pk for report in reports])
    digests = {pk: (tiers, axes) for pk, tiers, axes in rows.values_list("report_id", "policy_digest", "axes_digest")}
    if not digests:
        return []
    book = RuleBook({holders[pk] for pk in digests}, on=at.date())
    return [
        report
        for report in reports
        if report.pk in digests and digests[report.pk] != book.of(holders[report.pk]).digests
    ]


def judge_from_facts(reports: Sequence[Report], holders: Holders, *, by: Actor, at: datetime) -> list[Judged]:
    """Return new assessments by the rules that the holders have in force now; of reports that have one already.

    A fixed number of queries, whatever the number of reports; one of them only for rules that ask for days.
    """
    old = {each.report_id: each for each in standing_assessments(reports, by=by)}
    with_newest_addresses(list(old.values()), by=by)
    book = RuleBook({holders[pk] for pk in old}, on=at.date())
    if any(book.of(holders[pk]).judge.days for pk in old):
        with_days_of_today(list(old.values()), by=by)
    return [
        Judged(report, judged_again(old[report.pk], book.of(holders[report.pk]), at=at), None, ())
        for report in reports
        if report.pk in old
    ]


def standing_assessments(reports: Sequence[Report], *, by: Actor) -> list[Assessment]:
    """Return what the current assessments of reports remember, and none of their words: enough to judge again by."""
    rows: Any = Assessment.objects.visible_to(by).current().filter(report__in=[report.pk for report in reports])
    return [unsaved(Assessment, **row) for row in rows.values(*REMEMBERED)]


def with_newest_addresses(assessments: Sequence[Assessment], *, by: Actor) -> None:
    """Add when the newest address was seen, where an assessment is from before that was kept with it."""
    missing = {each.report_id: each for each in assessments if each.newest_address_at is None and _has_address(each)}
    if not missing:
        return
    seen: Any = Sighting.objects.visible_to(by).filter(report__in=list(missing), kind__in=ADDRESSES)
    for pk, newest in seen.order_by().values_list("report_id").annotate(Max("seen_at")):
        missing[pk].newest_address_at = newest


def with_days_of_today(assessments: Sequence[Assessment], *, by: Actor) -> None:
    """Let assessments count from what reports say by now: when the events were, and which clock runs out first."""
    reports: Any = Report.objects.picked([each.report_id for each in assessments], by=by)
    found = {
        pk: Moments.of(at, None, clock)
        for pk, at, clock in reports.values_list("pk", "incident_at", "soonest_clock_on")
    }
    for each in assessments:
        if now := found.get(each.report_id):
            each.events_on, each.clock_on = now.events_on, now.clock_on


def _has_address(assessment: Assessment) -> bool:
    found = assessment.facts.get(Fact.HAS_ADDRESS)
    return bool(found and found["value"])
