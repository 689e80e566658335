"""Who sees a case and what belongs to it."""

from django.db.models import Q

from nightlight.foundation.sealed import Actor, M_co, SealedQuerySet


class CaseRows(SealedQuerySet[M_co]):
    """Rows of the agencies that the actor sees, for those who may read cases.

    Whatever belongs to a case carries the case's agency, so that it is never seen more widely than the case.
    """

    def visibility(self, actor: Actor) -> Q:
        return actor.sees("agency") if actor.may("case:read") else Q(pk__in=[])
