"""How far each change of the lists was followed to the reports that are here, and which are judged otherwise."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.hashes.models import ListChange
from nightlight.intake.models import Report, report_is_visible_to


class Step(models.TextChoices):
    """What is being done: reports with an equal digest, those with one alike, or every report with a digest."""

    EQUAL = "equal", "equal digests"
    NEAR = "near", "near-copies"
    EVERYTHING = "everything", "every report with a digest"
    DONE = "done", "done"


class RematchingQuerySet(SealedQuerySet["Rematching"]):
    """Whoever sees the change sees how far it was followed."""

    def visibility(self, actor: Actor) -> Q:
        return Q(change__in=ListChange.objects.visible_to(actor))


class Rematching(Row):
    """One change of the lists, followed. `cursor` says where the step goes on; the lease, whether somebody is at it."""

    change = models.OneToOneField(ListChange, on_delete=models.PROTECT, related_name="rematching")
    step = models.CharField(max_length=10, choices=Step.choices)
    cursor = models.CharField(max_length=200, blank=True)
    held_until = models.DateTimeField(null=True)
    entries = models.PositiveBigIntegerField(default=0, help_text="Entries that the change touches")
    entries_done = models.PositiveBigIntegerField(default=0)
    judged = models.PositiveBigIntegerField(default=0, help_text="Reports that were judged anew")
    changed = models.PositiveBigIntegerField(default=0, help_text="Open reports whose assessment was replaced")
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = RematchingQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(name="rematching_step_is_known", condition=Q(step__in=Step.values)),
            CheckConstraint(
                name="rematching_is_done_exactly_when_it_has_finished",
                condition=Q(step="done", finished_at__isnull=False, held_until=None)
                | (~Q(step="done") & Q(finished_at=None, held_until__isnull=False)),
            ),
            CheckConstraint(
                name="rematching_finishes_after_it_began",
                condition=Q(finished_at=None) | Q(finished_at__gte=F("began_at")),
            ),
            CheckConstraint(name="rematching_changes_no_more_than_it_judged", condition=Q(changed__lte=F("judged"))),
        ]


class RematchedQuerySet(SealedQuerySet["Rematched"]):
    """Whoever sees the report sees that it is judged otherwise."""

    def visibility(self, actor: Actor) -> Q:
        return report_is_visible_to(actor)


class Rematched(Row):
    """A report is judged otherwise, or, closed, would be. `agency` holds it and is told."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    rematching = models.ForeignKey(Rematching, on_delete=models.PROTECT, related_name="reports", db_index=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="rematched")
    was_tier = models.PositiveSmallIntegerField()
    was_rule = models.CharField(max_length=20)
    tier = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=20)
    is_closed = models.BooleanField(default=False)
    is_urgent = models.BooleanField(default=False, help_text="It came into the top tier; its agency was told at once")

    objects = RematchedQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="a_report_is_rematched_once_per_change", fields=["agency", "rematching", "report"]),
            CheckConstraint(name="rematched_tiers_start_at_one", condition=Q(tier__gte=1, was_tier__gte=1)),
            CheckConstraint(
                name="a_rematched_report_is_urgent_only_in_the_top_tier_and_open",
                condition=Q(is_urgent=False) | Q(tier=1, was_tier__gt=1, is_closed=False),
            ),
        ]
        indexes = [models.Index(fields=["rematching", "tier"], name="rematched_by_change")]
