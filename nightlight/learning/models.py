"""What those who worked a report say it was worth, and figures as they were counted at a moment."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

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


class CensusQuerySet(SealedQuerySet["KeptCensus"]):
    """What was counted for whoever sees just what the actor sees: of the same agency, with the same rights."""

    def visibility(self, actor: Actor) -> Q:
        return Q(
            agency=actor.agency_id, reads_cases=actor.may("case:read"), reads_children=actor.may("victim:read")
        ) & (Q() if actor.may("report:read") else Q(pk__in=[]))


class KeptCensus(Row):
    """The past reports of a period as they were at a moment, for those of one agency who have the same rights.

    Made in the background, because reading a nation's reports takes longer than somebody waits; outcomes stay where
    they are recorded, and a census that nobody looks at any more is thrown away.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    reads_cases = models.BooleanField()
    reads_children = models.BooleanField()
    of = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+", help_text="Its reports; or all")
    first_day = models.DateField()
    last_day = models.DateField()
    looked_at = models.DateTimeField(help_text="When somebody last asked for it and it was not fresh")
    is_wanted = models.BooleanField(default=True, help_text="Whether it is to be taken, or taken anew")
    taken_at = models.DateTimeField(null=True)
    content = models.TextField(blank=True, help_text="Ids and numbers, as `learning.census` writes them")

    objects = CensusQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_census_per_period_and_kind_of_reader",
                fields=["agency", "of", "first_day", "last_day", "reads_cases", "reads_children"],
            ),
            CheckConstraint(
                name="census_period_does_not_end_before_it_begins", condition=Q(last_day__gte=F("first_day"))
            ),
            CheckConstraint(
                name="census_has_its_moment_exactly_when_it_was_taken",
                condition=Q(taken_at=None, content="") | (Q(taken_at__isnull=False) & ~Q(content="")),
            ),
            CheckConstraint(
                name="census_that_was_never_taken_is_wanted", condition=Q(taken_at__isnull=False) | Q(is_wanted=True)
            ),
        ]
        indexes = [
            models.Index(fields=["looked_at"], name="census_wanted", condition=Q(is_wanted=True)),
        ]
