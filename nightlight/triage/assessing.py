"""Judges a batch of reports by the policies in force: rows to be written, nothing written yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nightlight.foundation.bulk import unsaved
from nightlight.foundation.sealed import Actor
from nightlight.geography import states
from nightlight.intake.lifting import Rows
from nightlight.intake.models import Report
from nightlight.policy import Dated
from nightlight.triage.assessment import axes, priority
from nightlight.triage.assessment.axes import AxesPolicy
from nightlight.triage.assessment.contents import Contents, contents_of
from nightlight.triage.assessment.finding import find
from nightlight.triage.assessment.priority import Judge, PriorityPolicy
from nightlight.triage.lifecycle import Decided
from nightlight.triage.models import Assessment, RouteClaim, RouteDecision
from nightlight.triage.routing import policy as routing_policy
from nightlight.triage.routing.deciding import Decision, Router
from nightlight.triage.routing.evidence import Places, Pointer
from nightlight.triage.routing.policy import Outcome
from nightlight.triage.routing.territories import TerritoryMap


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
    lifted: Rows | None = None,
) -> list[Judged]:
    """Return an assessment of every report, and a route of those in `to_route`. A fixed number of queries.

    `places` says where things point; only a route asks.
    """
    on = at.date()
    tiers, words, roads = priority.policy(on), axes.policy(on), routing_policy.policy(on)
    judge = Judge(tiers.content)
    routing = (Router(roads.content, TerritoryMap()), Pointer(places)) if places and to_route else None
    judged = []
    for contents in contents_of(reports, by=by, lifted=lifted):
        assessment = _assessment(contents, judge, tiers, words, at)
        if routing is None or contents.report.pk not in to_route:
            judged.append(Judged(contents.report, assessment, None, ()))
            continue
        router, pointer = routing
        decision = _decision(router, pointer, contents)
        contents.report.state = _state(decision)
        route = _route(contents.report, decision, router, at)
        route.policy_date, route.policy_digest = roads.in_force_from, roads.digest
        judged.append(Judged(contents.report, assessment, route, _claims(route, decision)))
    return judged


def _assessment(
    contents: Contents, judge: Judge, tiers: Dated[PriorityPolicy], words: Dated[AxesPolicy], at: datetime
) -> Assessment:
    sheet = find(contents)
    judgement = judge.judge(sheet)
    four = axes.four_words(words.content, sheet, at=at)
    return unsaved(
        Assessment,
        agency_id=contents.report.agency_id,
        report_id=contents.report.pk,
        tier=judgement.rule.tier,
        tier_words=judgement.tier_words,
        rule=judgement.rule.id,
        policy=tiers.name,
        policy_date=tiers.in_force_from,
        policy_digest=tiers.digest,
        axes_date=words.in_force_from,
        axes_digest=words.digest,
        because=judgement.rule.because,
        short=judgement.rule.short,
        would_move_up=list(judgement.would_move_up),
        not_known=list(judgement.not_known),
        facts=sheet.remembered(),
        victim=four.victim.value,
        offender=four.offender.value,
        solvable=four.solvable.value,
        severity=four.severity.value,
        assessed_at=at,
    )


def _decision(router: Router, pointer: Pointer, contents: Contents) -> Decision:
    report = contents.report
    return router.decide(report.agency_id, pointer.evidence_of(contents), on=report.received_at.date())


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
        )
        for rank, ranked in enumerate(decision.ranked, start=1)
    )
