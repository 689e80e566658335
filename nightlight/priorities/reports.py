"""The reports that an agency's rules judge: those it holds, and those that wait where it received them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from nightlight.agencies import tree
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.bulk import unsaved
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report


def held_by(agency: Agency, *, by: Actor) -> Any:
    """Return the reports that an agency and those under it hold, in the order of their ids, as one queryset."""
    under = tree.within(agency.pk, on=clock.today())
    reports: Any = Report.objects.visible_to(by)
    return reports.filter(Q(assigned_to__in=under) | Q(assigned_to=None, agency__in=under)).order_by("pk")


def open_held_by(agency: Agency, *, by: Actor) -> Any:
    """Return those of them that nobody has closed."""
    return held_by(agency, by=by).exclude(status="closed")


def received_since(agency: Agency, since: datetime, *, by: Actor) -> Any:
    """Return those of them that came since a moment."""
    return held_by(agency, by=by).filter(received_at__gte=since)


def next_batch(reports: Any, cursor: UUID, size: int) -> Sequence[Report]:
    """Return the next reports after the last one that was done: their ids, and who holds them, and nothing else."""
    found = reports.filter(pk__gt=cursor).values_list("pk", "agency_id", "assigned_to_id")[:size]
    return [unsaved(Report, id=pk, agency_id=agency, assigned_to_id=holder) for pk, agency, holder in found]
