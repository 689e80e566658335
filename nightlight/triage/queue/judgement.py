"""Why reports were judged as they were, and by which route they went: what stands in words behind a list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from nightlight.triage.models import Assessment, RouteDecision
from nightlight.triage.queue.listing import Row

WHY = ("report", "facts", "would_move_up", "not_known", "because")


@dataclass(frozen=True, slots=True)
class Judgement:
    """The facts and reasons of the assessment that holds, and the route; empty where nobody has looked at it yet."""

    facts: dict[str, Any] = field(default_factory=dict)
    would_move_up: Sequence[str] = ()
    not_known: Sequence[str] = ()
    because: str = ""
    route: RouteDecision | None = None


def judgements(rows: Sequence[Row]) -> dict[UUID, Judgement]:
    """Return how each report of a list, read as such that the reader sees, was judged, by its id. Two queries."""
    reports = [row.id for row in rows]
    routed = {row.report_id: row for row in _current(RouteDecision, reports).select_related("chosen")}
    judged = {row.report_id: row for row in _current(Assessment, reports).only(*WHY)}
    return {pk: _of(judged.get(pk), routed.get(pk)) for pk in reports}


def _current(model: Any, reports: Sequence[UUID]) -> Any:
    rows = model.objects.unscoped(because="its report stands in a list that was read as one that the reader sees")
    return rows.current().filter(report__in=reports)


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
