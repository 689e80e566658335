"""Judges a batch of reports by the policies in force: rows to be written, nothing written yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nightlight.clocks.running import begin
from nightlight.foundation.bulk import unsaved
from nightlight.foundation.sealed import Actor
from nightlight.geography import states
from nightlight.intake.lifting import Rows
from nightlight.intake.models import Report
from nightlight.triage.assessed import Read
from nightlight.triage.assessment import completeness
from nightlight.triage.assessment.contents import Contents, contents_of
from nightlight.triage.grounds import Grounds
from nightlight.triage.lifecycle import Decided
from nightlight.triage.models import Assessment, RouteClaim, RouteDecision
from nightlight.triage.routing import policy as routing_policy
from nightlight.triage.routing.deciding import Decision, Router
from nightlight.triage.routing.evidence import Places, Pointer
from nightlight.triage.routing.policy import Outcome


@dataclass(frozen=True, slots=True)
class Judged:
    """One report with its new assessment, and its route where one was asked for."""

    report: Report
    assessment: Assessment
    route: RouteDecision | None
    claims: tuple[RouteClaim, ...]


def judge_all(
    reports: Sequence[Report],
    *,
    to_route: frozenset[UUID],
    by: Actor,
    places: Places | None,
    at: datetime,
    grounds: Grounds | None = None,
    lifted: Rows | None = None,
) -> list[Judged]:
    """Return an assessment of every report, and a route of those in `to_route`. A fixed number of queries.

    By `grounds` of that day where the caller has read them, else by what stands at this moment. `places` says where
    things point; only a route asks. A route comes first: a report is judged by the rules of the agency that it goes
    to. So do its clocks, because rules may ask how many days are left: they are set on the object.
    """
    on = at.date()
    grounds = grounds or Grounds(by, on)
    roads, checklist = routing_policy.policy(on), completeness.policy(on)
    routing = None
    if places and to_route:
        routing = Router(roads.content, grounds.territories), Pointer(places, grounds.networks)
    contents = contents_of(reports, by=by, lists_are_here=grounds.lists_are_here, lifted=lifted)
    read = [(Read.of(each, checklist), each) for each in contents]
    decided = (
        {each.report.pk: _decision(*routing, each) for _, each in read if each.report.pk in to_route} if routing else {}
    )
    holders = {found.report.pk: _holder(found.report, decided.get(found.report.pk)) for found, _ in read}
    routed = [found.report for found, _ in read if found.report.pk in decided]
    seen = lifted.sightings if lifted else None
    begin(routed, by=by, on=on, holders=holders, retained=grounds.retained, sightings=seen)
    grounds.rules.look_up(frozenset(holders.values()))
    judged = []
    for found, _ in read:
        report = found.report
        assessment = found.judged(grounds.rules.of(holders[report.pk]), at=at)
        if routing is None or report.pk not in decided:
            judged.append(Judged(report, assessment, None, ()))
            continue
        decision = decided[report.pk]
        report.state, report.desk = _state(decision), decision.desk
        route = _route(report, decision, routing[0], at)
        route.policy_date, route.policy_digest = roads.in_force_from, roads.digest
        judged.append(Judged(report, assessment, route, _claims(route, decision)))
    return judged


def _holder(report: Report, decision: Decision | None) -> UUID:
    """Return by whose rules a report is judged: the agency that holds it or to which it goes, else where it waits."""
    return (decision and decision.agency_id) or report.assigned_to_id or report.agency_id


def _decision(router: Router, pointer: Pointer, contents: Contents) -> Decision:
    report = contents.report
    return router.decide(
        report.agency_id,
        pointer.evidence_of(contents),
        on=report.received_at.date(),
        hints=pointer.hints_of(contents),
        childs=pointer.childs_evidence_of(contents),
    )


def _state(decision: Decision) -> str:
    """Return the state in which the deciding evidence points, or nothing where it names none of ours."""
    state = decision.evidence.pointing.state if decision.evidence else ""
    return state if states.by_code(state) else ""


def _route(report: Report, decision: Decision, router: Router, at: datetime) -> RouteDecision:
    if decision.agency_id:
        decided = Decided.BY_RULE
    else:
        decided = Decided.SUGGESTED if decision.rule.outcome is Outcome.SUGGESTS else Decided.HELD
    evidence = decision.evidence
    return unsaved(
        RouteDecision,
        agency_id=report.agency_id,
        report_id=report.pk,
        decided=decided.value,
        rule=decision.rule.id,
        because=decision.because,
        chosen_id=decision.agency_id,
        evidence=decision.evidence_words,
        certainty=router.certainty(evidence).name.lower() if evidence else "",
        childs_evidence=decision.childs_words,
        desk=decision.desk,
        county=evidence.pointing.county if evidence else "",
        asn=evidence.network.asn if evidence and evidence.network else None,
        sighting_id=evidence.sighting_id if evidence else None,
        place_id=evidence.place_id if evidence else None,
        decided_at=at,
    )


def _claims(route: RouteDecision, decision: Decision) -> tuple[RouteClaim, ...]:
    return tuple(
        unsaved(
            RouteClaim,
            route_id=route.pk,
            agency_id=ranked.agency_id,
            rank=rank,
            certainty=ranked.claim.certainty,
            words=ranked.words,
            of_a_child=ranked.evidence.of_a_child,
        )
        for rank, ranked in enumerate(decision.ranked, start=1)
    )
