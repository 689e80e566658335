"""Receipts of runs, and disseminations of names: only ever added to."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.suspects.models.nominations import REASON_LETTERS, Nomination
from nightlight.suspects.models.runs import Run, RunRecipient


class ReceiptKind(models.TextChoices):
    """What happened to a run at a recipient."""

    DELIVERED = "delivered", "delivered"
    OPENED = "opened", "opened"


class RunReceiptQuerySet(SealedQuerySet["RunReceipt"]):
    """Whoever sees a run sees whether its recipients have it."""

    def visibility(self, actor: Actor) -> Q:
        return Q(recipient__run__in=Run.objects.visible_to(actor))


class RunReceipt(Row):
    """A run lay ready for a recipient, or a person there opened it for the first time."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(RunRecipient, on_delete=models.PROTECT, related_name="receipts")
    kind = models.CharField(max_length=9, choices=ReceiptKind.choices)
    at = models.DateTimeField()
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    objects = RunReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            UniqueConstraint(
                name="a_run_is_delivered_once",
                fields=["agency", "recipient"],
                condition=Q(kind=ReceiptKind.DELIVERED),
            ),
            UniqueConstraint(
                name="one_receipt_per_reader", fields=["agency", "recipient", "by_user"], condition=Q(kind="opened")
            ),
            CheckConstraint(name="receipt_kind_is_known", condition=Q(kind__in=ReceiptKind.values)),
            CheckConstraint(
                name="receipt_names_a_reader_exactly_when_opened",
                condition=Q(kind=ReceiptKind.OPENED, by_user__isnull=False)
                | (~Q(kind=ReceiptKind.OPENED) & Q(by_user=None)),
            ),
        ]


class DisseminationQuerySet(SealedQuerySet["Dissemination"]):
    """Seen by the agency that nominated and by the one that asked, for those who may nominate or review."""

    def visibility(self, actor: Actor) -> Q:
        may = actor.may("suspect:nominate") or actor.may("suspect:review")
        return actor.sees("agency") | actor.sees("to") if may else Q(pk__in=[])


class Dissemination(Row):
    """A name was opened: by whom, of which agency, when, for what reason and case (28 CFR 23.20(g)). Never the name."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", help_text="That nominated")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="disseminations")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    because = models.CharField(max_length=REASON_LETTERS)
    for_case = models.CharField(max_length=60)

    objects = DisseminationQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            CheckConstraint(
                name="dissemination_says_for_what_and_for_which_case", condition=~Q(because="") & ~Q(for_case="")
            )
        ]
        indexes = [models.Index(fields=["nomination", "at"], name="dissemination_by_nomination")]
