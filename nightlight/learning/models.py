"""What those who worked a report say it was worth. Outcomes are read where they are recorded, and not kept here."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.models import Report, report_is_visible_to
from nightlight.learning.usability import Usability


class FeedbackQuerySet(SealedQuerySet["Feedback"]):
    """Feedback on the reports that the actor sees."""

    def visibility(self, actor: Actor) -> Q:
        return report_is_visible_to(actor)


class Feedback(Row):
    """Whether a report could be used, or the one thing that stood against it most. Said anew, it replaces itself."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="feedback")
    usability = models.CharField(max_length=13, choices=Usability.choices)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_feedback_per_report", fields=["agency", "report"]),
            CheckConstraint(name="feedback_usability_is_known", condition=Q(usability__in=Usability.values)),
        ]
