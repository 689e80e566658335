"""That the same bytes were handed in again: when, by which door, and by whom."""

from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q

from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.models.submissions import Channel, Submission


class RepeatQuerySet(SealedQuerySet["Repeat"]):
    """A repeat is seen by whoever may read the submission that it repeats."""

    def visibility(self, actor: Actor) -> Q:
        if not actor.may("submission:read"):
            return Q(pk__in=[])
        return Q(Exists(Submission.objects.visible_to(actor).filter(pk=OuterRef("submission"))))


class Repeat(Row):
    """One more arrival of bytes that were here before. It ended as a duplicate: the first receipt stands."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="repeats")
    sent_by = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", null=True)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    at = models.DateTimeField()

    objects = RepeatQuerySet.as_manager()

    class Meta:
        constraints = [CheckConstraint(name="repeat_channel_is_known", condition=Q(channel__in=Channel.values))]
