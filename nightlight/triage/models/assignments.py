"""Who handed a report to whom."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.intake.models import Report
from nightlight.triage.models.seen import OfReport


class Assignment(Row):
    """A report was handed to an agency, by whom and why, with a receipt."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="assignments")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="assignments")
    to = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="assignments_to")
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="assignments_from", null=True)
    at = models.DateTimeField()
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    because = models.TextField()
    receipt = models.CharField(max_length=20)

    objects = models.Manager.from_queryset(OfReport)()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            UniqueConstraint(name="one_assignment_per_receipt", fields=["agency", "receipt"]),
            CheckConstraint(name="assignment_leads_elsewhere", condition=Q(from_agency=None) | ~Q(from_agency=F("to"))),
            CheckConstraint(name="assignment_says_why", condition=~Q(because="")),
            CheckConstraint(name="assignment_has_a_spoken_receipt", condition=Q(receipt__startswith="A-")),
        ]
