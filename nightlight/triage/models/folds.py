"""Reports that stand under another."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.intake.models import Report
from nightlight.triage.models.seen import OfReport

SHA256 = r"^[0-9a-f]{64}$"


class Fold(Row):
    """A report was folded into another that stands for it, by a dated rule or a person; or that was undone again."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="folds")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="folds")
    into = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="folds_into")
    rule = models.CharField(max_length=20, blank=True)
    policy_date = models.DateField(null=True)
    policy_digest = models.CharField(max_length=64, blank=True)
    because = models.TextField()
    folded_at = models.DateTimeField()
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_because = models.TextField(blank=True)

    objects = models.Manager.from_queryset(OfReport)()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_fold_holds_per_report", fields=["agency", "report"], condition=Q(undone_at=None)
            ),
            CheckConstraint(name="fold_is_into_another_report", condition=~Q(report=F("into"))),
            CheckConstraint(name="fold_says_why", condition=~Q(because="")),
            CheckConstraint(
                name="fold_by_rule_names_the_dated_rule",
                condition=Q(rule="", policy_date=None, policy_digest="")
                | (~Q(rule="") & Q(policy_date__isnull=False) & Q(policy_digest__regex=SHA256)),
            ),
            CheckConstraint(
                name="fold_is_undone_with_a_reason_or_holds",
                condition=Q(undone_at=None, undone_because="")
                | (Q(undone_at__isnull=False, undone_at__gte=F("folded_at")) & ~Q(undone_because="")),
            ),
        ]
