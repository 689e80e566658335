"""The negative bank: digests that were wrongly listed, with the reason and who says so."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet


class DigestKind(models.TextChoices):
    """The kinds of digest that are looked up."""

    MD5 = "md5", "MD5"
    SHA1 = "sha1", "SHA-1"
    SHA256 = "sha256", "SHA-256"
    PDQ = "pdq", "PDQ"


class DeconfirmationQuerySet(SealedQuerySet["Deconfirmation"]):
    """It wins over every list and for everybody, so everybody who may look up sees it, with author and reason."""

    def visibility(self, actor: Actor) -> Q:
        return Q(pk__isnull=False) if actor.may("hash:read") else Q(pk__in=[])


class Deconfirmation(Row):
    """Somebody says that a digest was wrongly listed. It holds until it is taken back."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="deconfirmations")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deconfirmations")
    kind = models.CharField(max_length=6, choices=DigestKind.choices)
    digest = models.CharField(max_length=64)
    because = models.CharField(max_length=300)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_because = models.CharField(max_length=300, blank=True)

    objects = DeconfirmationQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_standing_deconfirmation_per_agency_and_digest",
                fields=["agency", "kind", "digest"],
                condition=Q(taken_back_at=None),
            ),
            CheckConstraint(name="deconfirmation_says_why", condition=~Q(because="")),
            CheckConstraint(
                name="deconfirmed_digest_fits_its_kind",
                condition=Q(kind="md5", digest__regex=r"^[0-9a-f]{32}$")
                | Q(kind="sha1", digest__regex=r"^[0-9a-f]{40}$")
                | Q(kind__in=["sha256", "pdq"], digest__regex=r"^[0-9a-f]{64}$"),
            ),
            CheckConstraint(
                name="deconfirmation_is_taken_back_exactly_when_it_says_why",
                condition=Q(taken_back_at=None, taken_back_because="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_because="")),
            ),
        ]
        indexes = [models.Index(fields=["digest"], name="deconfirmation_by_digest")]
