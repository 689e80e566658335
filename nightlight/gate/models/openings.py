"""Who opened which file, elsewhere, on what authority. Nightlight holds no file."""

from django.db import models
from django.db.models import CheckConstraint, F, Q

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.gate.judging import Ground
from nightlight.gate.models.rules import ForumRule
from nightlight.gate.models.warrants import WarrantFile
from nightlight.intake.models import Report, report_is_visible_to


class OpeningQuerySet(SealedQuerySet["Opening"]):
    """An opening is seen by whoever sees the report."""

    def visibility(self, actor: Actor) -> Q:
        return report_is_visible_to(actor)


class Opening(Row):
    """That a file was opened where it is held: by whom, when, and on what authority.

    The authority is a warrant that covers the file (`covered_by`; the file is the one that stands there), or the
    rule that held then, with its ground (`rule`, `ground`, `key`). There is no third way, and no field for one.
    `under` keeps what every forum said at the time.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="openings")
    key = models.CharField(max_length=120, blank=True)
    also = models.JSONField(default=list)
    place = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=120)
    covered_by = models.ForeignKey(WarrantFile, on_delete=models.RESTRICT, related_name="openings", null=True)
    rule = models.ForeignKey(ForumRule, on_delete=models.PROTECT, related_name="openings", null=True)
    ground = models.CharField(max_length=14, blank=True)
    because = models.TextField()
    under = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OpeningQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(
                name="opening_rests_on_a_warrant_or_on_a_rule_that_opens",
                condition=Q(covered_by__isnull=False, rule=None, ground="", key="")
                | (Q(covered_by=None, rule__isnull=False, ground__in=[ground.value for ground in Ground]) & ~Q(key="")),
            ),
            CheckConstraint(name="opening_says_who_and_why", condition=~Q(opened_by="") & ~Q(because="")),
            CheckConstraint(name="opening_is_recorded_after_it_happened", condition=Q(opened_at__lte=F("recorded_at"))),
            CheckConstraint(name="opening_place_starts_at_one", condition=Q(place__gte=1)),
        ]

    @property
    def keys(self) -> frozenset[str]:
        """Every key under which its file is known again."""
        covered = self.covered_by
        return frozenset({covered.key, *covered.also} if covered else {self.key, *self.also})
