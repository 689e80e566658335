"""Judges reports again where they stand."""

from collections.abc import Sequence

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.acts import over_many
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.triage.assessing import judge_all
from nightlight.triage.folding.urgent import let_urgent_stand_alone
from nightlight.triage.rejudging import Holders, holders_of, judge_from_facts
from nightlight.triage.replacing import as_judged, put_in_place
from nightlight.urgent.raising import Judged, raise_alarms


@over_many("report.reassessed", needs=Permission.REPORT_ROUTE, each=as_judged)
def reassess(reports: Sequence[Report], *, by: Actor) -> list[Report]:
    """Judge reports again where they stand, because of what is known here by now. Routes nothing."""
    now = clock.now()
    judged = judge_all(reports, to_route=frozenset(), by=by, places=None, at=now)
    put_in_place(judged, by=by, at=now)
    raise_alarms([Judged(one.report, one.assessment.tier, one.assessment.rule) for one in judged], at=now)
    return list(reports)


@over_many("report.judged_again", needs=Permission.REPORT_ROUTE, each=as_judged)
def judge_again(reports: Sequence[Report], *, by: Actor, holders: Holders | None = None) -> list[Report]:
    """Judge reports by the rules that hold now, from the facts that are kept with their assessments.

    `holders` says by whose rules where that is not the agency that holds them yet. Reports that were never assessed
    are left to `assess`. One that became more urgent than its lead stands by itself again.
    """
    now = clock.now()
    judged = judge_from_facts(reports, holders or holders_of(reports), by=by, at=now)
    put_in_place(judged, by=by, at=now)
    let_urgent_stand_alone(judged, by)
    return list(reports)


@over_many("report.judged_as_days_passed", needs=Permission.REPORT_ROUTE, each=as_judged)
def judge_as_days_pass(reports: Sequence[Report], *, by: Actor) -> list[Report]:
    """Judge reports again, because days that a rule counts have passed. One that became urgent calls a person."""
    now = clock.now()
    judged = judge_from_facts(reports, holders_of(reports), by=by, at=now)
    put_in_place(judged, by=by, at=now)
    let_urgent_stand_alone(judged, by)
    raise_alarms([Judged(one.report, one.assessment.tier, one.assessment.rule) for one in judged], at=now)
    return list(reports)
