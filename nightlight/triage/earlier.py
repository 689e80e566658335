"""Earlier reports that hold the same identifiers: what the reader may see of them, and nothing of others."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from nightlight.foundation.sealed import Actor
from nightlight.identifiers.kinds import Identifier
from nightlight.intake.formats.values import Role
from nightlight.intake.models import Report, Sighting

MOST = 10
"""How many are listed, the newest first."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A report that holds one of the identifiers at least, and which of them, as it has them."""

    report: Report
    holds: tuple[str, ...]


def earlier_reports(identifiers: Collection[Identifier], *, by: Actor) -> list[Earlier]:
    """Return the newest reports that `by` sees and that hold one of the identifiers. Two queries.

    A name without a service matches the same name anywhere. A child's and a reporter's own identifiers match nothing.
    """
    if not identifiers:
        return []
    sightings: Any = Sighting.objects.visible_to(by).filter(_any_of(identifiers))
    sightings = sightings.exclude(person__role__in=[Role.VICTIM, Role.REPORTER]).order_by("-report")
    held: dict[UUID, dict[str, None]] = defaultdict(dict)
    for report, value in sightings.values_list("report", "value").distinct()[: MOST * MOST]:
        held[report][value] = None
    reports: Any = Report.objects.visible_to(by).filter(pk__in=list(held)).select_related("assigned_to")
    newest = reports.order_by("-received_at", "-pk")[:MOST]
    return [Earlier(report, tuple(held[report.pk])) for report in newest]


def _any_of(identifiers: Collection[Identifier]) -> Q:
    asked = Q(pk__in=[])
    for one in identifiers:
        same = Q(kind=one.kind.value, value=one.value)
        asked |= same & Q(realm__in=[one.realm, ""]) if one.realm else same
    return asked
