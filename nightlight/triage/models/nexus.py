"""That a person decided whether a report involves the use of the Internet."""

from django.db import models
from django.db.models import CheckConstraint, Q

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.intake.models import Report
from nightlight.intake.nexus import Nexus
from nightlight.triage.models.seen import OfReport

KNOWN = [nexus.value for nexus in Nexus]


class NexusDecision(Row):
    """A person's answer in place of what stood before, with the reason. The newest is the report's own."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="nexus_decisions")
    was = models.CharField(max_length=7)
    nexus = models.CharField(max_length=7)
    because = models.CharField(max_length=300)
    decided_at = models.DateTimeField()
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager.from_queryset(OfReport)()

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            CheckConstraint(name="nexus_decision_has_known_words", condition=Q(was__in=KNOWN, nexus__in=KNOWN)),
            CheckConstraint(name="nexus_decision_says_why", condition=~Q(because="")),
        ]
