"""Hands reports to the agency that works them: by a person, or as the rules suggest."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency, AgencyKind, Membership
from nightlight.foundation import clock
from nightlight.foundation.acts import over_many
from nightlight.foundation.bulk import insert, unsaved
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.triage.folding.assigned import fold_what_is_alike
from nightlight.triage.folding.standing_for import folded_into
from nightlight.triage.lifecycle import Decided
from nightlight.triage.models import Assessment, RouteClaim, RouteDecision
from nightlight.triage.replacing import not_before
from nightlight.triage.routing.handing import hand_over
from nightlight.urgent.raising import Judged, raise_alarms

ACCEPTED = "The first suggestion was accepted."


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
    _hand_over(reports, chosen, because, by, now)
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
    _hand_over(reports, chosen, ACCEPTED, by, now)
    return list(reports)


def _hand_over(reports: Sequence[Report], chosen: Mapping[UUID, UUID], because: str, by: Actor, now: datetime) -> None:
    """Hand reports over, fold what is alike there, and call whoever is on call there for what is urgent."""
    rows: Any = Assessment.objects.visible_to(by)
    current = rows.current().filter(report__in=[report.pk for report in reports])
    tiers = {pk: (tier, rule) for pk, tier, rule in current.values_list("report_id", "tier", "rule")}
    hand_over(reports, chosen, dict.fromkeys(chosen, because), by=by, at=now)
    fold_what_is_alike(reports, by=by, at=now)
    raise_alarms([Judged(report, *tiers[report.pk]) for report in reports if report.pk in tiers], at=now)


def _decide(reports: Sequence[Report], chosen: Mapping[UUID, UUID], because: str, by: Actor, now: datetime) -> None:
    """Write that a person decided the routes, in place of what stood before; first, while the actor still sees them."""
    old: Any = RouteDecision.objects.visible_to(by)
    old.current().filter(report__in=[report.pk for report in reports]).update(
        superseded_at=not_before("decided_at", now)
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
