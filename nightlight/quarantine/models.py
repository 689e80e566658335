"""What became of a submission in quarantine. One without an ending waits."""

from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.models import Submission
from nightlight.quarantine.lifecycle import QuarantineState

ENDS = [state.value for state in QuarantineState if state != QuarantineState.WAITING]
REASON_LETTERS = 200


class EndingQuerySet(SealedQuerySet["Ending"]):
    """An ending is seen by whoever may read the submission."""

    def visibility(self, actor: Actor) -> Q:
        if not actor.may("submission:read"):
            return Q(pk__in=[])
        return Q(Exists(Submission.objects.visible_to(actor).filter(pk=OuterRef("submission"))))

    def current(self) -> "EndingQuerySet":
        """Return the endings that hold: a rejected submission that is mended later has an ending that held before."""
        return self.filter(superseded_at=None)


class Ending(Row):
    """That somebody mended, read again or rejected a quarantined submission, with a receipt."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="endings")
    state = models.CharField(max_length=8)
    receipt = models.CharField(max_length=20)
    at = models.DateTimeField()
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=REASON_LETTERS, blank=True)
    was_wrong = models.TextField(help_text="What stood against the bytes until then, as the sender was told")
    mended_as = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="mends", null=True)
    superseded_at = models.DateTimeField(null=True)

    objects = EndingQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_ending_of_a_quarantine_holds",
                fields=["agency", "submission"],
                condition=Q(superseded_at=None),
            ),
            UniqueConstraint(name="one_ending_per_receipt", fields=["agency", "receipt"]),
            CheckConstraint(name="ending_state_is_known", condition=Q(state__in=ENDS)),
            CheckConstraint(
                name="ending_says_why_unless_it_was_only_read_again",
                condition=(Q(state=QuarantineState.REPLAYED.value) & Q(because=""))
                | (~Q(state=QuarantineState.REPLAYED.value) & ~Q(because="")),
            ),
            CheckConstraint(
                name="ending_points_to_the_mended_bytes_exactly_when_mended",
                condition=(Q(state=QuarantineState.MENDED.value) & Q(mended_as__isnull=False))
                | (~Q(state=QuarantineState.MENDED.value) & Q(mended_as=None)),
            ),
            CheckConstraint(
                name="mended_bytes_are_another_submission",
                condition=Q(mended_as=None) | ~Q(mended_as=F("submission")),
            ),
            CheckConstraint(
                name="only_a_rejection_is_superseded",
                condition=Q(superseded_at=None) | Q(state=QuarantineState.REJECTED.value),
            ),
            CheckConstraint(
                name="ending_is_superseded_after_it_was_made",
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("at")),
            ),
        ]
