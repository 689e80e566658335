"""Cases, and the reports they were opened from."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.intake.models import Report
from nightlight.investigations.lifecycle import CaseStatus
from nightlight.investigations.models.seen import CaseRows


class Origin(models.TextChoices):
    """What a case began with: a complaint, or the agency's own work."""

    REACTIVE = "reactive"
    PROACTIVE = "proactive"


class CaseDisposition(models.TextChoices):
    """How a case ended (measure 6 of the catalogue)."""

    ARREST_MADE = "arrest_made", "arrest made"
    REFERRED = "referred", "referred"
    UNFOUNDED = "unfounded", "unfounded"
    INSUFFICIENT = "insufficient", "insufficient information"
    DECLINED = "declined", "prosecution declined"
    EXHAUSTED = "exhausted", "leads exhausted"


class CaseQuerySet(CaseRows["Case"]):
    """Cases of the agencies that the actor sees."""


class Case(Row):
    """An investigation. It has a short administrative title and no narrative: that stays in the agency's own file."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="cases")
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=120, blank=True)
    origin = models.CharField(max_length=9, choices=Origin.choices)
    status = models.CharField(max_length=6, default=CaseStatus.OPEN.value)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    disposition = models.CharField(max_length=12, choices=CaseDisposition.choices, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_case_per_number", fields=["agency", "number"]),
            CheckConstraint(name="case_origin_is_known", condition=Q(origin__in=Origin.values)),
            CheckConstraint(
                name="case_status_is_known", condition=Q(status__in=[status.value for status in CaseStatus])
            ),
            CheckConstraint(
                name="case_disposition_is_known", condition=Q(disposition__in=["", *CaseDisposition.values])
            ),
            CheckConstraint(
                name="case_is_closed_exactly_when_it_has_a_time_and_disposition",
                condition=(Q(status=CaseStatus.CLOSED.value, closed_at__isnull=False) & ~Q(disposition=""))
                | (~Q(status=CaseStatus.CLOSED.value) & Q(closed_at=None, disposition="")),
            ),
            CheckConstraint(
                name="case_closes_after_it_was_opened", condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at"))
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "opened_at"], name="case_by_agency_and_opening"),
            models.Index(fields=["opened_at"], name="case_by_opening"),
        ]


class CaseReportQuerySet(CaseRows["CaseReport"]):
    """Which reports the cases were opened from that the actor sees."""


class CaseReport(Row):
    """A report joined a case. A report belongs to one case, so that no complaint is investigated twice."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="case_reports")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="case_reports")

    objects = CaseReportQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(name="one_case_per_report", fields=["agency", "report"])]
