"""Why reports were judged as they were, and by which route they went: what stands in words behind a list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from nightlight.foundation.sealed import Actor
from nightlight.triage.models import Assessment, RouteDecision

WHY = ("report", "facts", "would_move_up", "not_known", "because")


@dataclass(frozen=True, slots=True)
class Judgement:
    """The facts and reasons of the assessment that holds, and the route; empty where nobody has looked at it yet."""

    facts: dict[str, Any] = field(default_factory=dict)
    would_move_up: Sequence[str] = ()
    not_known: Sequence[str] = ()
    because: str = ""
    route: RouteDecision | None = None


def judgements(actor: Actor, reports: Sequence[UUID]) -> dict[UUID, Judgement]:
    """Return how each of some reports that the actor sees was judged, by its id. Two queries."""
    routed = {row.report_id: row for row in _current(RouteDecision, reports, actor).select_related("chosen")}
    judged = {row.report_id: row for row in _current(Assessment, reports, actor).only(*WHY)}
    return {pk: _of(judged.get(pk), routed.get(pk)) for pk in reports}


def _current(model: Any, reports: Sequence[UUID], actor: Actor) -> Any:
    return model.objects.visible_to(actor).current().filter(report__in=reports)


def _of(assessment: Assessment | None, route: RouteDecision | None) -> Judgement:
    if assessment is None:
        return Judgement(route=route)
    return Judgement(
        facts=assessment.facts,
        would_move_up=assessment.would_move_up,
        not_known=assessment.not_known,
        because=assessment.because,
        route=route,
    )
