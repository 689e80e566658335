"""What waits at each desk for a person: how many, since when, and which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min

from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import ReportStatus
from nightlight.triage.models import RouteDecision
from nightlight.triage.routing import policy as routing_policy
from nightlight.triage.routing.policy import Desk

PAGE = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """One desk: how many leads wait there, and since when the oldest does."""

    desk: Desk
    number: int
    oldest: datetime | None


def desks(actor: Actor, *, on: date) -> list[Waiting]:
    """Return every desk of the policy in force, in its order, and those of older ones where something still waits."""
    rows = _waiting(actor).order_by().values_list("desk").annotate(Count("pk"), Min("report__received_at"))
    counted: Mapping[str, tuple[int, datetime]] = {desk: (number, oldest) for desk, number, oldest in rows}
    named = routing_policy.policy(on).content.desks
    gone = counted.keys() - {desk.id for desk in named}
    older = [Desk(id=desk, name=desk.replace("_", " "), recipients=(), because="An older policy.") for desk in gone]
    return [
        Waiting(desk, *counted.get(desk.id, (0, None))) for desk in (*named, *sorted(older, key=lambda each: each.id))
    ]


def at_desk(actor: Actor, desk: str, *, offset: int = 0) -> Sequence[RouteDecision]:
    """Return the routes of the leads that wait at a desk, the oldest report first, 50 from `offset` on. One query."""
    rows = _waiting(actor).filter(desk=desk).select_related("report").order_by("report__received_at", "pk")
    return list(rows[offset : offset + PAGE])


def _waiting(actor: Actor) -> Any:
    rows: Any = RouteDecision.objects.visible_to(actor).current().exclude(desk="")
    return rows.filter(report__status=ReportStatus.WAITING_FOR_ROUTE.value, report__folded_into=None)
