"""Who stands above whom in the tree of agencies on a date, read upwards."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from nightlight.agencies.models import Membership


def parents(*, on: date) -> dict[UUID, UUID]:
    """Return the agency directly above each agency that belongs under another on a date. One query."""
    return dict(Membership.objects.in_force(on).values_list("agency_id", "parent_id"))


def lineage(agency_id: UUID, over: Mapping[UUID, UUID]) -> list[UUID]:
    """Return an agency and everything above it, from itself upwards, in the tree that `parents` gives."""
    line = [agency_id]
    while (parent := over.get(line[-1])) is not None and parent not in line:
        line.append(parent)
    return line
