"""The versions of a report: a later submission under its number is a new one, and every one before it stays."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.models.reports import Report, report_is_visible_to
from nightlight.intake.models.submissions import Submission


class VersionQuerySet(SealedQuerySet["ReportVersion"]):
    """A version is seen by whoever sees the report."""

    def visibility(self, actor: Actor) -> Q:
        return report_is_visible_to(actor)


class ReportVersion(Row):
    """That a submission is the second or a later version of a report, and what kind of incident it declares.

    The first version is the report's own submission. What an earlier version said is read from its bytes again.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="later_versions")
    position = models.PositiveSmallIntegerField()
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="versions")
    incident_type = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_version_per_place_in_a_report", fields=["agency", "report", "position"]),
            UniqueConstraint(name="one_version_per_submission", fields=["agency", "submission"]),
            CheckConstraint(name="later_version_is_not_the_first", condition=Q(position__gte=2)),
        ]
