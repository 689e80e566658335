"""The tier of a report, its facts and its axes, with the dated rule that put it there."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row, one_of
from nightlight.intake.models import Report
from nightlight.triage.assessment.axes import Solvable, Word
from nightlight.triage.assessment.priority import ROW
from nightlight.triage.models.seen import OfReport

SHA256 = r"^[0-9a-f]{64}$"


class Assessment(Row):
    """The tier of a report, the facts and the dated rule that put it there, and the four axes. Advice, not a score."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="assessments")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="assessments")
    tier = models.PositiveSmallIntegerField()
    tier_words = models.CharField(max_length=30)
    rule = models.CharField(max_length=20)
    policy = models.CharField(max_length=60)
    policy_date = models.DateField()
    policy_digest = models.CharField(max_length=64)
    policy_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", null=True, db_index=False, help_text="NULL: the house's own"
    )
    axes_date = models.DateField()
    axes_digest = models.CharField(max_length=64)
    axes_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", null=True, db_index=False, help_text="NULL: the house's own"
    )
    completeness = models.CharField(max_length=20, blank=True, help_text="H, L or N for each item of the checklist")
    checklist_date = models.DateField(null=True)
    checklist_digest = models.CharField(max_length=64, blank=True)
    because = models.TextField()
    short = models.CharField(max_length=ROW)
    would_move_up = models.JSONField(default=list)
    not_known = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    newest_address_at = models.DateTimeField(null=True, help_text="NULL too in rows from before December 2026")
    events_on = models.DateField(null=True, help_text="The day of the events (UTC), as it was known then")
    clock_on = models.DateField(null=True, help_text="The last day of the clock that ran out first, as of then")
    turns_on = models.DateField(null=True, help_text="When another rule decides, if nothing but time passes")
    true_facts = models.TextField(default=",", help_text="The true ones of `facts` as one line: ,fact,fact,")
    victim = models.CharField(max_length=9)
    offender = models.CharField(max_length=9)
    solvable = models.CharField(max_length=9)
    severity = models.CharField(max_length=9)
    assessed_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(OfReport)()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_current_assessment_per_report", fields=["agency", "report"], condition=Q(superseded_at=None)
            ),
            CheckConstraint(name="assessment_tier_starts_at_one", condition=Q(tier__gte=1)),
            CheckConstraint(
                name="assessment_digests_are_sha256",
                condition=Q(policy_digest__regex=SHA256) & Q(axes_digest__regex=SHA256),
            ),
            CheckConstraint(
                name="assessment_names_the_checklist_that_it_was_checked_by",
                condition=Q(completeness="", checklist_date=None, checklist_digest="")
                | Q(completeness__regex=r"^[HLN]+$", checklist_date__isnull=False, checklist_digest__regex=SHA256),
            ),
            CheckConstraint(name="assessment_says_why", condition=~Q(because="") & ~Q(short="") & ~Q(rule="")),
            CheckConstraint(
                name="assessment_axes_have_known_words",
                condition=one_of("victim", Word)
                & one_of("offender", Word)
                & one_of("severity", Word)
                & one_of("solvable", Solvable),
            ),
            CheckConstraint(
                name="assessment_lists_its_true_facts_between_commas",
                condition=Q(true_facts__regex=r"^,([a-z0-9_]+,)*$"),
            ),
            CheckConstraint(
                name="assessment_turns_after_the_day_it_was_made",
                condition=Q(turns_on=None) | Q(turns_on__gt=F("assessed_at")),
            ),
            CheckConstraint(
                name="assessment_is_replaced_after_it_was_made",
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("assessed_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["tier", "report"], name="assessment_by_tier", condition=Q(superseded_at=None)),
        ]
