"""What triage does with reports: assess and route, assign, accept a suggestion, open."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Greatest

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency, AgencyKind, Membership
from nightlight.foundation import clock
from nightlight.foundation.acts import act, over_many
from nightlight.foundation.bulk import insert, unsaved, write_back
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import LIFECYCLE, ReportStatus
from nightlight.intake.lifting import Rows
from nightlight.intake.models import Report
from nightlight.policy import Dated
from nightlight.triage import folding_policy, priority
from nightlight.triage.alike import Found, leads_of
from nightlight.triage.assessing import Judged, judge_all
from nightlight.triage.evidence import Places
from nightlight.triage.folding import fold_by_hand, fold_by_rule, folded_into, tell_senders
from nightlight.triage.folding_policy import FoldingPolicy
from nightlight.triage.handing import hand_over, renew_interests
from nightlight.triage.lifecycle import Decided
from nightlight.triage.models import Assessment, Fold, RouteClaim, RouteDecision
from nightlight.triage.priority import Judge

ACCEPTED = "The first suggestion was accepted."
URGENT = "It is more urgent by now than the lead that stood for it."
OTHERS_WORK = "Only reports that the same agency works fold into one lead. Transfer them first"


def _judged(report: Any) -> Mapping[str, Any]:
    judged: Judged = report.judged
    said = {"tier": judged.assessment.tier, "rule": judged.assessment.rule}
    return said | {"route_rule": judged.route.rule, "decided": judged.route.decided} if judged.route else said


@over_many("report.assessed", needs=Permission.REPORT_ASSESS, each=_judged)
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
    _write(judged, by, now)
    _let_urgent_stand_alone(judged, by)
    hand_over(
        assigned, chosen, {pk: f"Rule {route.rule}: {route.because}" for pk, route in routes.items()}, by=by, at=now
    )
    _hold([report for report in reports if report.pk in routes and report.pk not in chosen], by)
    _fold_alike(assigned, by, now, tell=True)
    for one in judged:
        one.report.judged = one  # type: ignore[attr-defined]  # read by what is written down of this act
    return list(reports)


def _hold(reports: Sequence[Report], by: Actor) -> None:
    for report in reports:
        report.status = LIFECYCLE.after("hold_for_a_person", report.status)
    waiting = Report.objects.visible_to(by).filter(pk__in=[report.pk for report in reports])
    waiting.update(status=ReportStatus.WAITING_FOR_ROUTE)


def _not_before(began: str, now: datetime) -> Greatest:
    """Return now, or the moment in a row's field where a clock was set back since."""
    return Greatest(F(began), Value(now, output_field=DateTimeField()))


def _write(judged: Sequence[Judged], by: Actor, now: datetime) -> None:
    routes = [one.route for one in judged if one.route]
    claims = [claim for one in judged for claim in one.claims]
    old: Any = Assessment.objects.visible_to(by)
    old.current().filter(report__in=[one.report.pk for one in judged]).update(
        superseded_at=_not_before("assessed_at", now)
    )
    insert([one.assessment for one in judged])
    insert(routes)
    insert(claims)


def _fold_alike(reports: Sequence[Report], by: Actor, now: datetime, *, tell: bool = False) -> None:
    """Fold reports that were just assigned into the leads that the policy in force finds, each written down."""
    rules = folding_policy.policy(now.date())
    judge = Judge(priority.policy(now.date()).content)
    leads = leads_of(reports, rules.content, judge, by=by)
    alike = [report for report in reports if report.pk in leads]
    if alike:
        fold_alike(alike, by=by, leads=leads, rules=rules)
        for report in alike:
            report.folded_into_id = leads[report.pk].into
        if tell:
            tell_senders(alike, leads, by=by)
        reassess([Report(pk=pk) for pk in {found.into for found in leads.values()}], by=by)


@over_many("report.reassessed", needs=Permission.REPORT_ROUTE, each=_judged)
def reassess(reports: Sequence[Report], *, by: Actor) -> list[Report]:
    """Judge reports again where they stand, because of what is known here by now. Routes nothing."""
    now = clock.now()
    judged = judge_all(reports, to_route=frozenset(), by=by, places=None, at=now)
    _write(judged, by, now)
    for one in judged:
        one.report.judged = one  # type: ignore[attr-defined]  # read by what is written down of this act
    return list(reports)


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


def _folded(report: Any) -> Mapping[str, Any]:
    return {"into": str(report.folded_into_id)}


@over_many("report.folded_by_rule", needs=Permission.REPORT_ROUTE, each=_folded)
def fold_alike(
    reports: Sequence[Report], *, by: Actor, leads: Mapping[UUID, Found], rules: Dated[FoldingPolicy]
) -> list[Report]:
    """Fold reports into the leads that a rule of the policy in force found for them."""
    fold_by_rule(reports, leads, rules, by=by, at=clock.now())
    return list(reports)


@over_many("report.folded", needs=Permission.REPORT_ASSIGN, each=_folded)
def fold(reports: Sequence[Report], *, into: Report, by: Actor, because: str) -> list[Report]:
    """Fold reports into one lead that stands for them; all are kept, and each fold can be undone.

    Raises RuleRefusal without a reason, for reports of another agency than the lead's, for closed ones, for one that
    is folded or stands for others itself, and for one of a tier that is never folded; NotFound for a lead that the
    actor does not see.
    """
    lead = _lead(into, by)
    _require_foldable(reports, lead, because, by)
    fold_by_hand(reports, lead, because, by=by, at=clock.now())
    return list(reports)


@over_many("report.unfolded", needs=Permission.REPORT_ASSIGN)
def unfold(reports: Sequence[Report], *, by: Actor, because: str) -> list[Report]:
    """Let folded reports stand by themselves again. Raises RuleRefusal without a reason, and for one not folded."""
    if not because.strip():
        raise RuleRefusal("Undoing a fold needs a reason. Say why in a sentence; nothing was changed.")
    if any(report.folded_into_id is None for report in reports):
        raise RuleRefusal("A report of the selection is not folded. Leave it out; nothing was changed.")
    holding: Any = Fold.objects.visible_to(by).filter(undone_at=None)
    holding.filter(report__in=[report.pk for report in reports]).update(
        undone_at=_not_before("folded_at", clock.now()), undone_because=because.strip()
    )
    for report in reports:
        report.folded_into_id = None
    write_back(reports, "folded_into")
    return list(reports)


def _lead(into: Report, by: Actor) -> Report:
    found: Any = Report.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=into.pk).first()
    if found is None:
        raise NotFound
    return found  # type: ignore[no-any-return]


def _require_foldable(reports: Sequence[Report], lead: Report, because: str, by: Actor) -> None:
    rules = folding_policy.policy(clock.today()).content
    standing: Any = Report.objects.visible_to(by).filter(folded_into__in=[report.pk for report in reports])
    tiers: Any = Assessment.objects.visible_to(by)
    urgent = tiers.current().filter(report__in=[report.pk for report in reports], tier__in=rules.never_tiers)
    closed = any(report.status == ReportStatus.CLOSED for report in (*reports, lead))
    for stands_against, words in (
        (not because.strip(), "Folding needs a reason. Say why in a sentence"),
        (any(report.pk == lead.pk for report in reports), "A report is not folded into itself. Choose another lead"),
        (closed, "A closed report is not folded, and nothing folds into one. Leave it out"),
        (lead.folded_into_id is not None, "This lead is folded into another. Choose that one"),
        (any(report.folded_into_id for report in reports), "A report of the selection is folded already. Leave it out"),
        (any(report.assigned_to_id != lead.assigned_to_id for report in reports), OTHERS_WORK),
        (standing.exists(), "A report of the selection stands for others. Undo their folds first"),
        (urgent.exists(), "A report of immediate risk always stands by itself. Leave it out"),
    ):
        if stands_against:
            raise RuleRefusal(f"{words}; nothing was changed.")


def _assigned(report: Any) -> Mapping[str, Any]:
    return {"to": str(report.assigned_to_id)}


@over_many("report.assigned", needs=Permission.REPORT_ASSIGN)
def assign(reports: Sequence[Report], *, to: Agency, by: Actor, because: str) -> list[Report]:
    """Hand reports to a task force, or to an affiliate of the agency that holds them or that acts.

    Overrides a rule's decision and a suggestion. Raises RuleRefusal without a reason, for another kind of agency, for
    somebody else's affiliate and for a report that is there already; IllegalMove for one that is being worked.
    """
    if not because.strip():
        raise RuleRefusal("An assignment needs a reason. Say why in a sentence; nothing was changed.")
    _require_receiver(reports, to, by)
    if any(report.assigned_to_id == to.pk for report in reports):
        raise RuleRefusal("A report of the selection is there already. Leave it out; nothing was changed.")
    _require_whole_leads(reports, by)
    now = clock.now()
    chosen = {report.pk: to.pk for report in reports}
    _decide(reports, chosen, because, by, now)
    hand_over(reports, chosen, dict.fromkeys(chosen, because), by=by, at=now)
    _fold_alike(reports, by, now)
    return list(reports)


def _require_whole_leads(reports: Sequence[Report], by: Actor) -> None:
    """Refuse to part a lead from the reports that are folded into it."""
    chosen = {report.pk for report in reports}
    left = [report for report in folded_into(reports, by=by) if report.pk not in chosen]
    if left or any(report.folded_into_id and report.folded_into_id not in chosen for report in reports):
        raise RuleRefusal(
            "A lead and the reports folded into it go together. Choose all of them, or undo the fold first; nothing "
            "was changed."
        )


def _require_receiver(reports: Sequence[Report], to: Agency, by: Actor) -> None:
    if to.kind == AgencyKind.TASK_FORCE:
        return
    if to.kind != AgencyKind.AFFILIATE:
        raise RuleRefusal("Reports are assigned to task forces and their affiliates only; nothing was changed.")
    holders = {report.assigned_to_id or by.agency_id for report in reports}
    over: dict[UUID, set[UUID]] = {agency: {agency} for agency in {to.pk, *holders}}
    for agency, parent in (
        Membership.objects.in_force(clock.today()).filter(agency__in=over).values_list("agency_id", "parent_id")
    ):
        over[agency].add(parent)
    if any(not over[holder] & (over[to.pk] - {to.pk}) for holder in holders):
        raise RuleRefusal(
            "This affiliate is not one of the task force that holds the report. Assign it to the affiliate's own task "
            "force; nothing was changed."
        )


@over_many("report.route_accepted", needs=Permission.REPORT_ROUTE, each=_assigned)
def accept_suggestions(reports: Sequence[Report], *, by: Actor) -> list[Report]:
    """Assign each report to the agency that was suggested first. Raises RuleRefusal where nothing is suggested."""
    now = clock.now()
    first: Any = RouteClaim.objects.visible_to(by).filter(
        rank=1,
        route__report__in=[report.pk for report in reports],
        route__superseded_at=None,
        route__decided=Decided.SUGGESTED,
    )
    chosen = dict(first.values_list("route__report_id", "agency_id"))
    if len(chosen) != len(reports):
        raise RuleRefusal(
            "For a report of the selection nothing is suggested. Assign it to a task force with a reason; nothing was "
            "changed."
        )
    _decide(reports, chosen, ACCEPTED, by, now)
    hand_over(reports, chosen, dict.fromkeys(chosen, ACCEPTED), by=by, at=now)
    _fold_alike(reports, by, now)
    return list(reports)


def _decide(reports: Sequence[Report], chosen: Mapping[UUID, UUID], because: str, by: Actor, now: datetime) -> None:
    """Write that a person decided the routes, in place of what stood before; first, while the actor still sees them."""
    old: Any = RouteDecision.objects.visible_to(by)
    old.current().filter(report__in=[report.pk for report in reports]).update(
        superseded_at=_not_before("decided_at", now)
    )
    insert(
        [
            unsaved(
                RouteDecision,
                agency_id=report.agency_id,
                report_id=report.pk,
                decided=Decided.BY_PERSON.value,
                because=because,
                chosen_id=chosen[report.pk],
                decided_at=now,
            )
            for report in reports
        ]
    )


@act("report.viewed", needs=Permission.REPORT_READ)
def viewed(report: Report, *, by: Actor) -> Report:
    """Write down that somebody opened a report. Changes nothing."""
    del by
    return report


@act("report.account_read", needs=Permission.REPORT_READ)
def account_read(report: Report, *, by: Actor) -> Report:
    """Write down that somebody read a report's account in words. Changes nothing."""
    del by
    return report
