"""What arrived, and its bytes as received: the truth from which all else is lifted."""

from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, UniqueConstraint

from nightlight.agencies.models import Agency
from nightlight.foundation import ids
from nightlight.foundation.rows import Row, one_of
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.lifecycle import SubmissionStatus

SHA256 = r"^[0-9a-f]{64}$"


class Channel(models.TextChoices):
    """By which door a submission came."""

    API = "api"
    CLIENT = "client", "a provider's reporting client"
    FILE = "file"
    WATCH = "watch", "the watched folder"
    TYPED = "typed", "typed in by hand"
    FORM = "form", "the public form"


class SubmissionQuerySet(SealedQuerySet["Submission"]):
    """Submissions to the actor's agencies, and those the actor's own agency sent."""

    def visibility(self, actor: Actor) -> Q:
        if actor.may("submission:read"):
            return actor.sees("agency") | Q(sent_by=actor.agency_id)
        return Q(sent_by=actor.agency_id) if actor.may("submission:send") else Q(pk__in=[])


class Submission(Row):
    """Something that arrived: when, from whom, by which door, its digest, and how it ended."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="submissions")
    sent_by = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sent", null=True)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    source = models.CharField(max_length=300, help_text="The file's name, or the door")
    receipt = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    container_sha256 = models.CharField(
        max_length=64, null=True, help_text="Digest of the bundle or PDF that it came in, whose bytes are not kept"
    )
    beside = models.JSONField(
        default=list, help_text="Where no report of its bundle could be read: the other files, with their digests"
    )
    size_bytes = models.PositiveBigIntegerField()
    format = models.CharField(max_length=30, blank=True)
    status = models.CharField(max_length=12)
    reason = models.CharField(max_length=12, blank=True, help_text="One word for machines")
    message = models.TextField(blank=True, help_text="What, where, and what to do; for people")
    received_at = models.DateTimeField()

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_submission_per_digest", fields=["agency", "sha256"]),
            UniqueConstraint(name="one_submission_per_receipt", fields=["agency", "receipt"]),
            CheckConstraint(name="submission_digest_is_sha256", condition=Q(sha256__regex=SHA256)),
            CheckConstraint(
                name="submission_container_digest_is_sha256",
                condition=Q(container_sha256=None) | Q(container_sha256__regex=SHA256),
            ),
            CheckConstraint(
                name="submission_has_files_beside_it_only_in_a_bundle",
                condition=Q(beside=[]) | Q(container_sha256__isnull=False),
            ),
            CheckConstraint(name="submission_channel_is_known", condition=one_of("channel", Channel)),
            CheckConstraint(name="submission_status_is_known", condition=one_of("status", SubmissionStatus)),
            CheckConstraint(
                name="submission_says_why_exactly_when_it_was_not_received",
                condition=Q(status=SubmissionStatus.RECEIVED.value, reason="", message="")
                | (~Q(status=SubmissionStatus.RECEIVED.value) & ~Q(reason="") & ~Q(message="")),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "received_at"], name="submission_by_status"),
            models.Index(fields=["received_at"], name="submission_by_arrival"),
        ]


class PartQuerySet(SealedQuerySet["SubmissionPart"]):
    """A part is seen by whoever may read its submission."""

    def visibility(self, actor: Actor) -> Q:
        if not actor.may("submission:read"):
            return Q(pk__in=[])
        return Q(Exists(Submission.objects.visible_to(actor).filter(pk=OuterRef("submission"))))


class SubmissionPart(models.Model):
    """One document of a submission, its bytes as received, deflated.

    Text only: imagery is refused before this table is reached. What was refused has no part, only its digest.
    """

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="parts")
    position = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    deflated = models.BinaryField()

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_part_per_place_in_a_submission", fields=["submission", "position"]),
            CheckConstraint(name="part_digest_is_sha256", condition=Q(sha256__regex=SHA256)),
        ]
