"""Whom a case is about. Everyone here is alleged."""

from django.db import models
from django.db.models import CheckConstraint, Q

from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.investigations.lifecycle import SubjectStatus
from nightlight.investigations.models.cases import Case
from nightlight.investigations.models.seen import CaseRows


class Finding(models.TextChoices):
    """What an examination found about a subject, beyond the complaint (measures 23 and 24 of the catalogue)."""

    NONE = "none", "none"
    PRODUCED = "produced", "produced material"
    ABUSED = "abused", "abused a child"
    PRODUCED_AND_ABUSED = "produced_and_abused", "produced material and abused a child"


class SubjectQuerySet(CaseRows["Subject"]):
    """Subjects of the cases that the actor sees."""


class Subject(Row):
    """A person whom a case is about, by the name given; without a name while nobody knows it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="subjects")
    name_as_given = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=7)
    finding = models.CharField(max_length=19, choices=Finding.choices, default=Finding.NONE)
    found_on = models.DateField(null=True)
    finding_recorded_at = models.DateTimeField(null=True, help_text="When Nightlight came to know the finding")

    objects = SubjectQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(
                name="subject_status_is_known", condition=Q(status__in=[status.value for status in SubjectStatus])
            ),
            CheckConstraint(
                name="subject_is_unknown_exactly_when_unnamed",
                condition=(Q(status=SubjectStatus.KNOWN.value) & ~Q(name_as_given=""))
                | Q(status=SubjectStatus.UNKNOWN.value, name_as_given="")
                | ~Q(status__in=[SubjectStatus.KNOWN.value, SubjectStatus.UNKNOWN.value]),
            ),
            CheckConstraint(name="subject_finding_is_known", condition=Q(finding__in=Finding.values)),
            CheckConstraint(
                name="subject_has_a_finding_exactly_when_it_has_its_dates",
                condition=Q(finding=Finding.NONE, found_on=None, finding_recorded_at=None)
                | (~Q(finding=Finding.NONE) & Q(found_on__isnull=False, finding_recorded_at__isnull=False)),
            ),
            CheckConstraint(
                name="a_cleared_subject_has_no_finding",
                condition=~Q(status=SubjectStatus.CLEARED.value) | Q(finding=Finding.NONE),
            ),
        ]
        indexes = [models.Index(fields=["agency", "found_on"], name="subject_by_agency_and_finding")]
