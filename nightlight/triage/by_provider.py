"""What the reports of each provider have of what makes a report actionable. Completeness is not priority."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, FilteredRelation, Q
from django.db.models.functions import Substr

from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.triage.assessment import completeness
from nightlight.triage.assessment.completeness import ListedItem, State

MOST = 50
"""How many providers are listed, those with most reports first."""


@dataclass(frozen=True, slots=True)
class OfProvider:
    """How many reports of a provider were checked, and how many of these have each item, in the list's order."""

    provider: str
    reports: int
    has: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ByProvider:
    """The checklist in force, since when it is counted, and the providers."""

    checklist_date: date
    items: Sequence[ListedItem]
    since: datetime
    providers: Sequence[OfProvider]


def completeness_by_provider(actor: Actor, *, since: datetime, on: date) -> ByProvider:
    """Return what the reports that the actor sees and that came since a moment have, by provider. One query.

    Only reports that were checked by the checklist in force on a date are counted.
    """
    checklist = completeness.policy(on)
    items = checklist.content.items
    current = FilteredRelation("assessments", condition=Q(assessments__superseded_at=None))
    reports: Any = Report.objects.visible_to(actor).filter(received_at__gte=since).annotate(current=current)
    checked = reports.filter(current__checklist_digest=checklist.digest).annotate(
        **{f"item_{place}": Substr("current__completeness", place, 1) for place in range(1, len(items) + 1)}
    )
    counted = checked.values("provider").annotate(
        reports=Count("pk"),
        **{
            f"has_{place}": Count("pk", filter=Q(**{f"item_{place}": State.HAS.value}))
            for place in range(1, len(items) + 1)
        },
    )
    rows = counted.order_by("-reports", "provider")[:MOST]
    providers = [
        OfProvider(row["provider"], row["reports"], tuple(row[f"has_{place}"] for place in range(1, len(items) + 1)))
        for row in rows
    ]
    return ByProvider(checklist.in_force_from, items, since, providers)
