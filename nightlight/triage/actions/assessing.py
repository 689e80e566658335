"""Assesses reports and routes those that nobody has routed."""

from collections.abc import Sequence
from typing import Any

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.acts import over_many
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import LIFECYCLE, ReportStatus
from nightlight.intake.lifting import Rows
from nightlight.intake.models import Report
from nightlight.triage.actions.folding import unfold
from nightlight.triage.assessing import Judged, judge_all
from nightlight.triage.folding import policy as folding_policy
from nightlight.triage.folding.assigned import fold_what_is_alike
from nightlight.triage.models import Assessment
from nightlight.triage.replacing import as_judged, put_in_place
from nightlight.triage.routing.evidence import Places
from nightlight.triage.routing.handing import hand_over, renew_interests
from nightlight.urgent import raising as urgent

URGENT = "It is more urgent by now than the lead that stood for it."


@over_many("report.assessed", needs=Permission.REPORT_ASSESS, each=as_judged)
def assess(reports: Sequence[Report], *, by: Actor, places: Places, lifted: Rows | None = None) -> list[Report]:
    """Judge reports by the policies in force; route those that nobody has routed; return them as they now stand.

    A rule assigns only what its policy lets route by itself; the rest waits for a person. A report that was routed
    before is assessed anew and stays where it is, and what it says by now is registered. `lifted` may hold the rows of
    exactly these reports, where the caller has just written them. Raises RuleRefusal for a closed report.
    """
    if any(report.status == ReportStatus.CLOSED for report in reports):
        raise RuleRefusal("A closed report is not assessed again. Leave it out of the selection; nothing was changed.")
    now = clock.now()
    new = frozenset(report.pk for report in reports if report.status == ReportStatus.RECEIVED)
    judged = judge_all(reports, to_route=new, by=by, places=places, at=now, lifted=lifted)
    renew_interests([report for report in reports if report.pk not in new], by=by)
    routes = {one.report.pk: one.route for one in judged if one.route}
    chosen = {pk: route.chosen_id for pk, route in routes.items() if route.chosen_id}
    assigned = [report for report in reports if report.pk in chosen]
    put_in_place(judged, by=by, at=now)
    _let_urgent_stand_alone(judged, by)
    hand_over(
        assigned, chosen, {pk: f"Rule {route.rule}: {route.because}" for pk, route in routes.items()}, by=by, at=now
    )
    _hold([report for report in reports if report.pk in routes and report.pk not in chosen], by)
    fold_what_is_alike(assigned, by=by, at=now, tell=True)
    urgent.raise_alarms([urgent.Judged(one.report, one.assessment.tier, one.assessment.rule) for one in judged], at=now)
    return list(reports)


def _hold(reports: Sequence[Report], by: Actor) -> None:
    for report in reports:
        report.status = LIFECYCLE.after("hold_for_a_person", report.status)
    waiting = Report.objects.visible_to(by).filter(pk__in=[report.pk for report in reports])
    waiting.update(status=ReportStatus.WAITING_FOR_ROUTE)


def _let_urgent_stand_alone(judged: Sequence[Judged], by: Actor) -> None:
    """Undo the folds of reports that a later version made more urgent than their lead, or never to be folded."""
    folded = [one for one in judged if one.report.folded_into_id]
    if not folded:
        return
    never = folding_policy.policy(clock.today()).content.never_tiers
    assessed: Any = Assessment.objects.visible_to(by).current()
    leads = assessed.filter(report__in={one.report.folded_into_id for one in folded})
    tiers = dict(leads.values_list("report_id", "tier"))
    urgent = [
        one.report
        for one in folded
        if one.assessment.tier in never or one.assessment.tier < tiers.get(one.report.folded_into_id, 0)
    ]
    if urgent:
        unfold(urgent, by=by, because=URGENT)
        for report in urgent:
            report.folded_into_id = None
