"""Which agencies stand in one line of the tree, and so are not in conflict with each other."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from nightlight.agencies.models import Membership


class Kinship:
    """The tree on a date, read from below. One query."""

    def __init__(self, *, on: date) -> None:
        self._parents: dict[UUID, list[UUID]] = defaultdict(list)
        for child, parent in Membership.objects.in_force(on).values_list("agency_id", "parent_id"):
            self._parents[child].append(parent)

    def in_one_line(self, one: UUID, other: UUID) -> bool:
        """Say whether one of the two stands under the other, at any depth: an affiliate and its task force do.

        Two affiliates of one task force do not: neither sees the other's records, so they must learn of each other.
        """
        return other in self._above(one) or one in self._above(other)

    def _above(self, agency_id: UUID) -> set[UUID]:
        found: set[UUID] = set()
        waiting = [agency_id]
        while waiting:
            fresh = [parent for parent in self._parents.get(waiting.pop(), ()) if parent not in found]
            found.update(fresh)
            waiting += fresh
        return found
