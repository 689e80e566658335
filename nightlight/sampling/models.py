"""Reports that were drawn for a person to look at, and what the person said."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.models import Report, report_is_visible_to
from nightlight.sampling.verdicts import Verdict

SHA256 = r"^[0-9a-f]{64}$"


class SampledReportQuerySet(SealedQuerySet["SampledReport"]):
    """Samples of the reports that the actor sees."""

    def visibility(self, actor: Actor) -> Q:
        return report_is_visible_to(actor)

    def waiting(self) -> "SampledReportQuerySet":
        """Return the samples that nobody has looked at yet."""
        return self.filter(reviewed_at=None)


class SampledReport(Row):
    """A report of a low tier that the draw of a dated policy sent to a person, with tier and rule at that time.

    There is no row for a report that was not drawn: whether one is drawn follows from its id (`drawing`).
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="samples")
    policy_date = models.DateField()
    policy_digest = models.CharField(max_length=64)
    tier = models.PositiveSmallIntegerField()
    tier_words = models.CharField(max_length=30)
    rule = models.CharField(max_length=20)
    drawn_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    verdict = models.CharField(max_length=14, choices=Verdict.choices, blank=True)
    belongs_in = models.PositiveSmallIntegerField(null=True, help_text="The tier in which the person would put it")
    because = models.CharField(max_length=200, blank=True)

    objects = SampledReportQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_sample_per_report_and_policy", fields=["agency", "report", "policy_date"]),
            CheckConstraint(name="sample_digest_is_sha256", condition=Q(policy_digest__regex=SHA256)),
            CheckConstraint(
                name="sample_is_of_a_ruled_tier_that_is_not_urgent", condition=Q(tier__gte=2) & ~Q(rule="")
            ),
            CheckConstraint(
                name="sample_is_reviewed_whole_or_not_at_all",
                condition=Q(reviewed_at=None, reviewed_by=None, verdict="", because="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(verdict="") & ~Q(because="")),
            ),
            CheckConstraint(name="sample_verdict_is_known", condition=Q(verdict__in=["", *Verdict.values])),
            CheckConstraint(
                name="sample_names_a_higher_tier_exactly_when_it_belongs_there",
                condition=Q(
                    verdict=Verdict.BELONGS_HIGHER,
                    belongs_in__isnull=False,
                    belongs_in__gte=1,
                    belongs_in__lt=F("tier"),
                )
                | (~Q(verdict=Verdict.BELONGS_HIGHER) & Q(belongs_in=None)),
            ),
            CheckConstraint(
                name="sample_is_reviewed_after_it_was_drawn",
                condition=Q(reviewed_at=None) | Q(reviewed_at__gte=F("drawn_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["drawn_at"], name="sample_waiting", condition=Q(reviewed_at=None)),
            models.Index(fields=["drawn_at", "tier"], name="sample_by_time"),
        ]
