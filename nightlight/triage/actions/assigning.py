"""Hands reports to the agency that works them: by a person, or as the rules suggest."""

from collections.abc import Mapping, Sequence
from typing import Any

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency, AgencyKind
from nightlight.foundation import clock
from nightlight.foundation.acts import over_many
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.triage.lifecycle import Decided
from nightlight.triage.models import RouteClaim, RouteDecision
from nightlight.triage.routing import by_person
from nightlight.triage.routing import policy as routing_policy
from nightlight.triage.routing.relations import relations, require_at_once

ACCEPTED = "The first suggestion was accepted."
MEANWHILE = "A report of the selection was assigned meanwhile. Look who has it now; nothing was changed."


def _assigned(report: Any) -> Mapping[str, Any]:
    return {"to": str(report.assigned_to_id)}


@over_many("report.assigned", needs=Permission.REPORT_ASSIGN)
def assign(
    reports: Sequence[Report], *, to: Agency, by: Actor, because: str, held_by: str | None = None
) -> list[Report]:
    """Hand reports to a task force, to an affiliate of the agency that holds them, or to a recipient of their desk.

    `held_by` is the id of the agency that held them when the actor looked, or empty for nobody: what somebody else
    assigned meanwhile is not taken away unseen. None asks nothing.

    Overrides a rule's decision and a suggestion. Raises RuleRefusal without a reason, for another kind of agency, for
    somebody else's affiliate, for a report that is there already, and where the policy of handing on has the receiver
    asked first (`transfers`); IllegalMove for one that is being worked.
    """
    if not because.strip():
        raise RuleRefusal("An assignment needs a reason. Say why in a sentence; nothing was changed.")
    if any(report.assigned_to_id == to.pk for report in reports):
        raise RuleRefusal("A report of the selection is there already. Leave it out; nothing was changed.")
    if held_by is not None and any(str(report.assigned_to_id or "") != held_by for report in reports):
        raise RuleRefusal(MEANWHILE)
    _require_receiver(reports, to, by)
    by_person.require_whole_leads(reports, by=by)
    by_person.hand_on(reports, dict.fromkeys((report.pk for report in reports), to.pk), because, by=by, at=clock.now())
    return list(reports)


def _require_receiver(reports: Sequence[Report], to: Agency, by: Actor) -> None:
    if to.kind == AgencyKind.FEDERAL:
        _require_recipient(reports, to, by)
    elif to.kind not in {AgencyKind.TASK_FORCE, AgencyKind.AFFILIATE}:
        raise RuleRefusal("Reports are assigned to task forces and their affiliates only; nothing was changed.")
    else:
        require_at_once(relations(reports, to, by=by))


def _require_recipient(reports: Sequence[Report], to: Agency, by: Actor) -> None:
    """Refuse a federal agency unless every report waits at a desk that may hand over to it."""
    routes: Any = RouteDecision.objects.visible_to(by)
    at = dict(routes.current().filter(report__in=[report.pk for report in reports]).values_list("report_id", "desk"))
    rules = routing_policy.policy(clock.today()).content
    desks = [rules.desk(at.get(report.pk, "")) for report in reports]
    if any(desk is None or to.code not in desk.recipients for desk in desks):
        raise RuleRefusal(
            "A federal agency gets only what waits at a desk that may hand over to it. Choose a task force, or look at "
            "the desk; nothing was changed."
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
    if any(report.assigned_to_id and report.pk not in chosen for report in reports):
        raise RuleRefusal(
            "A report of the selection is with an agency already, and nothing is suggested. Look who has it now; "
            "nothing was changed."
        )
    if len(chosen) != len(reports):
        raise RuleRefusal(
            "For a report of the selection nothing is suggested. Assign it to a task force with a reason; nothing was "
            "changed."
        )
    by_person.hand_on(reports, chosen, ACCEPTED, by=by, at=now)
    return list(reports)
