"""Where a report was routed, and why, for whoever may see it."""

from typing import Any
from uuid import UUID

from nightlight.foundation.sealed import Actor
from nightlight.triage.models import RouteDecision


def current_route(report: UUID, *, by: Actor) -> RouteDecision | None:
    """Return the route decision that holds for a report, or None where there is none that `by` sees."""
    rows: Any = RouteDecision.objects.visible_to(by).filter(report=report)
    return rows.current().select_related("chosen").first()  # type: ignore[no-any-return]
