"""Whoever sees a report sees what was decided about it."""

from django.db import models
from django.db.models import Q

from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.models import report_is_visible_to


class OfReport(SealedQuerySet[models.Model]):
    """Whatever was decided about a report is seen by whoever sees the report."""

    def visibility(self, actor: Actor) -> Q:
        return report_is_visible_to(actor)

    def current(self) -> "OfReport":
        """Return the rows that nothing has replaced."""
        return self.filter(superseded_at=None)
