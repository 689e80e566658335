"""What the queue says of one report beside the list: its account's length, who claims it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import Length

from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Passage
from nightlight.triage.models import RouteClaim


@dataclass(frozen=True, slots=True)
class Glance:
    """Numbers about one report; none of its words."""

    letters: int
    """How long the account in words is, all passages together."""
    claims: Sequence[RouteClaim]


def glance(actor: Actor, report: UUID) -> Glance:
    """Return what stands beside the list about a report that the actor sees. Two queries."""
    passages: Any = Passage.objects.visible_to(actor)
    claims = RouteClaim.objects.visible_to(actor).filter(route__report=report, route__superseded_at=None)
    letters = passages.filter(report=report).aggregate(letters=Sum(Length("text")))
    return Glance(letters=letters["letters"] or 0, claims=list(claims.select_related("agency")))
