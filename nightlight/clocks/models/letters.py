"""A preservation letter to a provider (18 U.S.C. 2703(f)), and its one renewal."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.models import Report, report_is_visible_to

SHA256 = r"^[0-9a-f]{64}$"


class LetterQuerySet(SealedQuerySet["PreservationLetter"]):
    """A letter is seen by whoever sees the report."""

    def visibility(self, actor: Actor) -> Q:
        return report_is_visible_to(actor)


class PreservationLetter(Row):
    """A provider was asked to keep what it has, on a day; `until` is the last day that the letter alone covers."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="preservation_letters")
    provider = models.CharField(max_length=200)
    sent_on = models.DateField()
    until = models.DateField()
    policy_date = models.DateField()
    policy_digest = models.CharField(max_length=64)
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_letter_per_provider_and_day", fields=["agency", "report", "provider", "sent_on"]
            ),
            CheckConstraint(name="letter_names_its_provider", condition=~Q(provider="")),
            CheckConstraint(name="letter_holds_after_it_was_sent", condition=Q(until__gt=F("sent_on"))),
            CheckConstraint(name="letter_names_its_dated_rule", condition=Q(policy_digest__regex=SHA256)),
        ]


class RenewalQuerySet(SealedQuerySet["LetterRenewal"]):
    """A renewal is seen by whoever sees the report."""

    def visibility(self, actor: Actor) -> Q:
        return report_is_visible_to(actor, "letter__report")


class LetterRenewal(Row):
    """The letter was renewed. There is one renewal: the key has no room for a second, and a renewal has none itself."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey(PreservationLetter, on_delete=models.CASCADE, related_name="renewals")
    sent_on = models.DateField()
    until = models.DateField()
    policy_date = models.DateField()
    policy_digest = models.CharField(max_length=64)
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = RenewalQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="a_letter_is_renewed_once", fields=["letter"]),
            CheckConstraint(name="renewal_holds_after_it_was_sent", condition=Q(until__gt=F("sent_on"))),
            CheckConstraint(name="renewal_names_its_dated_rule", condition=Q(policy_digest__regex=SHA256)),
        ]
