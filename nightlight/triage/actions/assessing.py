"""Assesses reports and routes those that nobody has routed."""

from collections.abc import Sequence

from nightlight.accounts.permissions import Permission
from nightlight.clocks.running import COLUMNS as CLOCKS
from nightlight.clocks.running import renew
from nightlight.foundation import clock
from nightlight.foundation.acts import over_many
from nightlight.foundation.bulk import write_back
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import LIFECYCLE, ReportStatus
from nightlight.intake.lifting import Rows
from nightlight.intake.models import Report
from nightlight.triage.assessing import judge_all
from nightlight.triage.folding import assigned as just_assigned
from nightlight.triage.folding.urgent import let_urgent_stand_alone
from nightlight.triage.grounds import Grounds
from nightlight.triage.queue import keys
from nightlight.triage.replacing import as_judged, put_in_place
from nightlight.triage.routing.evidence import Places
from nightlight.triage.routing.handing import hand_over, renew_interests
from nightlight.urgent import raising as urgent


@over_many("report.assessed", needs=Permission.REPORT_ASSESS, each=as_judged)
def assess(
    reports: Sequence[Report],
    *,
    by: Actor,
    places: Places,
    lifted: Rows | None = None,
    grounds: Grounds | None = None,
) -> list[Report]:
    """Judge reports by the policies in force; route those that nobody has routed; return them as they now stand.

    A rule assigns only what its policy lets route by itself; the rest waits for a person. A report that was routed
    before is assessed anew and stays where it is, and what it says by now is registered. `lifted` may hold the rows of
    exactly these reports, where the caller has just written them, and `grounds` by what they are judged, where the
    caller has read that. Raises RuleRefusal for a closed report.
    """
    if any(report.status == ReportStatus.CLOSED for report in reports):
        raise RuleRefusal("A closed report is not assessed again. Leave it out of the selection; nothing was changed.")
    now = clock.now()
    new = frozenset(report.pk for report in reports if report.status == ReportStatus.RECEIVED)
    here = [report for report in reports if report.pk not in new]
    if here:
        renew(here, by=by, on=now.date())
    if grounds is None or grounds.on != now.date():  # read before midnight
        grounds = Grounds(by, now.date())
    judged = judge_all(reports, to_route=new, by=by, places=places, at=now, grounds=grounds, lifted=lifted)
    renew_interests(here, by=by)
    routes = {one.report.pk: one.route for one in judged if one.route}
    chosen = {pk: route.chosen_id for pk, route in routes.items() if route.chosen_id}
    assigned = [report for report in reports if report.pk in chosen]
    waiting = [report for report in reports if report.pk in routes and report.pk not in chosen]
    put_in_place(judged, by=by, at=now, moving=routes, first=new)
    let_urgent_stand_alone(judged, by)
    reasons = {pk: f"Rule {route.rule}: {route.because}" for pk, route in routes.items()}
    hand_over(assigned, chosen, reasons, by=by, at=now, besides=keys.NAMES, lifted=lifted)
    _hold(waiting)
    just_assigned.fold_what_is_alike(assigned, grounds.rules, by=by, at=now, tell=True)
    urgent.raise_alarms([urgent.Judged(one.report, one.assessment.tier, one.assessment.rule) for one in judged], at=now)
    return list(reports)


def _hold(reports: Sequence[Report]) -> None:
    for report in reports:
        report.status = LIFECYCLE.after("hold_for_a_person", report.status)
    write_back(reports, *dict.fromkeys(("status", *keys.NAMES, *CLOCKS)))
