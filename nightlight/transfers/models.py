"""An agency offers a report to another, with a clock, and what became of it."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.models import Report
from nightlight.transfers.lifecycle import Ground, TransferState

REASON_LETTERS = 300
STANDING = Q(state=TransferState.STANDING.value)
REFUSED = Q(state=TransferState.REFUSED.value)
GROUNDS = [ground.value for ground in Ground]


class TransferQuerySet(SealedQuerySet["Transfer"]):
    """A transfer is seen by both sides, also after the report has gone over: it says only the number they both saw."""

    def visibility(self, actor: Actor) -> Q:
        return (actor.sees("agency") | actor.sees("to")) if actor.may("report:read") else Q(pk__in=[])

    def standing(self) -> "TransferQuerySet":
        """Return the offers that wait for an answer."""
        return self.filter(STANDING)


class Transfer(Row):
    """An offer of one report. `agency` sends it and holds it until `to` accepts."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="transfers_out")
    to = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="transfers_in")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="transfers")
    number = models.CharField(max_length=40, blank=True, help_text="Of the report, as both sides saw it")
    state = models.CharField(max_length=10, default=TransferState.STANDING.value)
    ground = models.CharField(max_length=20)
    because = models.CharField(max_length=REASON_LETTERS)
    receipt = models.CharField(max_length=20)
    offered_at = models.DateTimeField()
    due_at = models.DateTimeField()
    told_late_at = models.DateTimeField(null=True, help_text="When both sides were told that its time was over")
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    policy_date = models.DateField()
    policy_digest = models.CharField(max_length=64)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    answer_ground = models.CharField(max_length=20, blank=True)
    answer_because = models.CharField(max_length=REASON_LETTERS, blank=True)
    rule = models.CharField(max_length=20, blank=True, help_text="By which the report had come to the sender")
    county = models.CharField(max_length=5, blank=True, help_text="Of the evidence by which it had come")
    asn = models.PositiveBigIntegerField(null=True, help_text="Of the evidence by which it had come")

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["offered_at", "pk"]
        constraints = [
            UniqueConstraint(name="one_standing_transfer_per_report", fields=["agency", "report"], condition=STANDING),
            UniqueConstraint(name="one_transfer_per_receipt", fields=["agency", "receipt"]),
            CheckConstraint(
                name="transfer_state_is_known", condition=Q(state__in=[state.value for state in TransferState])
            ),
            CheckConstraint(name="transfer_leads_elsewhere", condition=~Q(agency=F("to"))),
            CheckConstraint(name="transfer_says_why", condition=Q(ground__in=GROUNDS) & ~Q(because="")),
            CheckConstraint(name="transfer_has_a_spoken_receipt", condition=Q(receipt__startswith="T-")),
            CheckConstraint(name="transfer_is_due_after_it_was_offered", condition=Q(due_at__gt=F("offered_at"))),
            CheckConstraint(
                name="transfer_is_told_to_be_late_when_it_is",
                condition=Q(told_late_at=None) | Q(told_late_at__gte=F("due_at")),
            ),
            CheckConstraint(
                name="transfer_remembers_the_policy_of_its_clock", condition=Q(policy_digest__regex=r"^[0-9a-f]{64}$")
            ),
            CheckConstraint(
                name="transfer_stands_or_ends_by_somebody_later",
                condition=(STANDING & Q(answered_at=None, answered_by=None))
                | (~STANDING & Q(answered_at__gte=F("offered_at"), answered_by__isnull=False)),
            ),
            CheckConstraint(
                name="transfer_is_refused_for_a_reason",
                condition=(REFUSED & Q(answer_ground__in=GROUNDS) & ~Q(answer_because=""))
                | (~REFUSED & Q(answer_ground="")),
            ),
        ]
        indexes = [
            models.Index(fields=["to", "due_at"], name="transfer_standing_to", condition=STANDING),
            models.Index(fields=["due_at"], name="transfer_to_be_told_of", condition=STANDING & Q(told_late_at=None)),
            models.Index(fields=["agency", "offered_at"], name="transfer_by_sender"),
            models.Index(fields=["county", "agency"], name="transfer_by_county"),
        ]
