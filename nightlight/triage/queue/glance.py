"""What the queue says of one report beside the list: its files in numbers, its account's length, who claims it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.db.models.functions import Length

from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Passage, ReportedFile
from nightlight.triage.models import RouteClaim


@dataclass(frozen=True, slots=True)
class Glance:
    """Numbers about one report; none of its words."""

    files: int
    viewed: int
    """How many of the files the provider says it viewed. What is not stated counts as not viewed."""
    letters: int
    """How long the account in words is, all passages together."""
    claims: Sequence[RouteClaim]

    @property
    def not_viewed(self) -> int:
        """How many files the provider did not view, or does not say so."""
        return self.files - self.viewed


def glance(actor: Actor, report: UUID) -> Glance:
    """Return what stands beside the list about a report that the actor sees. Three queries."""
    files: Any = ReportedFile.objects.visible_to(actor)
    passages: Any = Passage.objects.visible_to(actor)
    claims = RouteClaim.objects.visible_to(actor).filter(route__report=report, route__superseded_at=None)
    counted = files.filter(report=report).aggregate(
        files=Count("pk"), viewed=Count("pk", filter=Q(viewed_by_provider=True))
    )
    letters = passages.filter(report=report).aggregate(letters=Sum(Length("text")))
    return Glance(**counted, letters=letters["letters"] or 0, claims=list(claims.select_related("agency")))
