"""What the rules suggest to the person at the desk."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from nightlight.foundation.sealed import Actor
from nightlight.triage.lifecycle import Decided
from nightlight.triage.models import RouteClaim


def first_suggestions(reports: Iterable[UUID], *, by: Actor) -> dict[UUID, str]:
    """Return the code of the agency suggested first, by report; reports without a suggestion are left out."""
    first: Any = RouteClaim.objects.visible_to(by).filter(
        rank=1,
        route__report__in=list(reports),
        route__superseded_at=None,
        route__decided=Decided.SUGGESTED,
    )
    return dict(first.values_list("route__report_id", "agency__code"))
