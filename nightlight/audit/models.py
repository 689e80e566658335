"""The record of acts: one hash chain per agency, only ever added to.

An entry holds who, what, on which record, when, how it ended, and ids; never the contents of a record. Each
entry's digest covers the one before it, so an entry that was changed, taken out, moved or slipped in shows
(`nightlight audit verify`). Triggers in both databases refuse every change and every removal.
"""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet

GENESIS = "0" * 64
HEX_DIGEST = r"^[0-9a-f]{64}$"


class Outcome(models.TextChoices):
    """How an act ended."""

    DONE = "done"
    REFUSED = "refused"


class ChainHead(models.Model):
    """Where an agency's chain stands; its row is the lock that puts entries in order. Reference data: no contents."""

    agency_id = models.UUIDField(primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        constraints = [
            CheckConstraint(name="chain_head_digest_is_sha256", condition=Q(digest__regex=HEX_DIGEST)),
        ]


class EntryQuerySet(SealedQuerySet["Entry"]):
    """Entries of the agencies that the actor sees, for those who may read the audit log."""

    def visibility(self, actor: Actor) -> Q:
        return actor.sees("agency_id") if actor.may("audit:read") else Q(pk__in=[])


class Entry(Row):
    """One act or one refusal."""

    agency_id = models.UUIDField()
    position = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_id = models.UUIDField()
    act = models.CharField(max_length=60)
    on_kind = models.CharField(max_length=60, blank=True)
    on_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_entry_per_place_in_a_chain", fields=["agency_id", "position"]),
            CheckConstraint(name="entry_outcome_is_known", condition=Q(outcome__in=Outcome.values)),
            CheckConstraint(name="entry_position_starts_at_one", condition=Q(position__gte=1)),
            CheckConstraint(
                name="entry_digests_are_sha256", condition=Q(digest__regex=HEX_DIGEST) & Q(previous__regex=HEX_DIGEST)
            ),
            CheckConstraint(
                name="entry_names_kind_and_record_or_neither",
                condition=Q(on_kind="", on_id=None) | (~Q(on_kind="") & Q(on_id__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["on_id"], name="audit_entry_by_record")]
