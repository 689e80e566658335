"""Which agencies stand under which: the tree on a date."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from nightlight.agencies.models import Membership


def within(agency_id: UUID, *, on: date) -> frozenset[UUID]:
    """Return the ids of an agency and of everything under it on a date. One query."""
    children: dict[UUID, list[UUID]] = defaultdict(list)
    for child, parent in Membership.objects.in_force(on).values_list("agency_id", "parent_id"):
        children[parent].append(child)
    found, waiting = {agency_id}, [agency_id]
    while waiting:
        for child in children[waiting.pop()]:
            if child not in found:
                found.add(child)
                waiting.append(child)
    return frozenset(found)
