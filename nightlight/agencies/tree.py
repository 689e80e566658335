"""Which agencies stand under which: the tree on a date."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from nightlight.agencies.models import Membership


def within(agency_id: UUID, *, on: date) -> frozenset[UUID]:
    """Return the ids of an agency and of everything under it on a date. One query for each step down that there is."""
    found, last = {agency_id}, {agency_id}
    while last:
        under = Membership.objects.in_force(on).filter(parent__in=last).values_list("agency_id", flat=True)
        last = set(under) - found
        found |= last
    return frozenset(found)


def above(agencies: Iterable[UUID], *, on: date) -> Mapping[UUID, tuple[UUID, ...]]:
    """Return for each agency those above it on a date, the nearest first. One query."""
    parents = dict(Membership.objects.in_force(on).values_list("agency_id", "parent_id"))
    found: dict[UUID, tuple[UUID, ...]] = {}
    for agency in agencies:
        over, at = list[UUID](), parents.get(agency)
        while at is not None and at != agency and at not in over:
            over.append(at)
            at = parents.get(at)
        found[agency] = tuple(over)
    return found
