"""Reports that a provider's client hands in piece by piece, before they are reports."""

from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, UniqueConstraint

from nightlight.agencies.models import Agency
from nightlight.foundation import ids
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.filings.lifecycle import FilingStatus
from nightlight.intake.models.submissions import SHA256, Submission

LARGEST_NUMBER = 2**53 - 1
"""An xs:long that every client can hold, those too whose numbers are all floating-point."""

OPEN, FINISHED = FilingStatus.OPEN.value, FilingStatus.FINISHED.value
_DIGITS = {"md5": 32, "sha1": 40, "sha256": 64}


class FilingQuerySet(SealedQuerySet["Filing"]):
    """A provider sees its own filings; whoever reads submissions, those to the agencies they see."""

    def visibility(self, actor: Actor) -> Q:
        if actor.may("submission:read"):
            return actor.sees("agency") | Q(sent_by=actor.agency_id)
        return Q(sent_by=actor.agency_id) if actor.may("submission:send") else Q(pk__in=[])

    def open(self) -> "FilingQuerySet":
        """Return the filings that have not ended."""
        return self.filter(status=OPEN)


class Filing(Row):
    """A report that a provider's client is handing in. `number` is the report number that it was given.

    The report document is kept while the filing is open, and only then: at the end it is in the submission, or gone.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="filings")
    sent_by = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="filings_sent")
    number = models.BigIntegerField()
    status = models.CharField(max_length=9, default=OPEN)
    sha256 = models.CharField(max_length=64)
    deflated = models.BinaryField(null=True)
    documents_bytes = models.PositiveBigIntegerField(help_text="Of the report document and all file details")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="filings", null=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_filing_per_number", fields=["agency", "number"]),
            UniqueConstraint(name="one_filing_per_submission", fields=["agency", "submission"]),
            CheckConstraint(
                name="filing_number_is_a_number_for_every_client",
                condition=Q(number__gte=1, number__lte=LARGEST_NUMBER),
            ),
            CheckConstraint(
                name="filing_status_is_known", condition=Q(status__in=[status.value for status in FilingStatus])
            ),
            CheckConstraint(name="filing_digest_is_sha256", condition=Q(sha256__regex=SHA256)),
            CheckConstraint(
                name="filing_holds_its_document_exactly_while_it_is_open",
                condition=Q(status=OPEN, ended_at=None, deflated__isnull=False)
                | (~Q(status=OPEN) & Q(ended_at__isnull=False, deflated=None)),
            ),
            CheckConstraint(
                name="filing_is_a_submission_exactly_when_it_is_finished",
                condition=Q(status=FINISHED, submission__isnull=False) | (~Q(status=FINISHED) & Q(submission=None)),
            ),
            CheckConstraint(
                name="filing_is_opened_then_changed_then_ended",
                condition=Q(changed_at__gte=F("opened_at")) & (Q(ended_at=None) | Q(ended_at__gte=F("changed_at"))),
            ),
        ]
        indexes = [
            models.Index(fields=["sent_by", "status", "opened_at"], name="filing_by_sender"),
            models.Index(fields=["status", "opened_at"], name="filing_by_status"),
        ]


class FiledFileQuerySet(SealedQuerySet["FiledFile"]):
    """A file is seen by whoever sees its filing."""

    def visibility(self, actor: Actor) -> Q:
        return Q(Exists(Filing.objects.visible_to(actor).filter(pk=OuterRef("filing"))))


class FiledFile(models.Model):
    """A file that was uploaded to a filing: what passed by, and the details that the client sent. Never a byte of it.

    The details document is kept while the filing is open, and only then.
    """

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    file_id = models.CharField(max_length=32)
    name = models.CharField(max_length=255, blank=True)
    declared_type = models.CharField(max_length=100, blank=True)
    size_bytes = models.PositiveBigIntegerField()
    md5 = models.CharField(max_length=32)
    sha1 = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    pdq = models.CharField(max_length=64, blank=True)
    pdq_quality = models.PositiveSmallIntegerField(null=True)
    details_deflated = models.BinaryField(null=True)
    details_bytes = models.PositiveBigIntegerField(default=0)
    uploaded_at = models.DateTimeField()

    objects = FiledFileQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_filed_file_per_id", fields=["filing", "file_id"]),
            UniqueConstraint(name="one_filed_file_per_place", fields=["filing", "position"]),
            CheckConstraint(
                name="filed_file_id_is_32_digits_and_begins_with_a_letter",
                condition=Q(file_id__regex=r"^[a-f][0-9a-f]{31}$"),
            ),
            *(
                CheckConstraint(
                    name=f"filed_file_{kind}_has_{digits}_digits",
                    condition=Q(**{f"{kind}__regex": rf"^[0-9a-f]{{{digits}}}$"}),
                )
                for kind, digits in _DIGITS.items()
            ),
            CheckConstraint(
                name="filed_file_has_pdq_and_quality_or_neither",
                condition=Q(pdq="", pdq_quality=None)
                | Q(pdq__regex=SHA256, pdq_quality__isnull=False, pdq_quality__gte=0, pdq_quality__lte=100),
            ),
        ]
