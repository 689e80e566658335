"""Imports: one file, or the pages of one, brought into a list. A stopped one goes on; a wrong one leaves as a whole."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.hashes.models.lists import HashList

SHA256 = r"^[0-9a-f]{64}$"


class ImportStatus(models.TextChoices):
    """Whether an import is complete. Withdrawn is a moment, not a status: also a half one can be withdrawn."""

    RUNNING = "running", "not complete"
    COMPLETE = "complete", "complete"


class HashImportQuerySet(SealedQuerySet["HashImport"]):
    """An import is seen by whoever sees its list."""

    def visibility(self, actor: Actor) -> Q:
        return Q(list__in=HashList.objects.visible_to(actor))


class HashImport(Row):
    """What was brought into a list at once. `position` counts the records that are dealt with: there it goes on."""

    list = models.ForeignKey(HashList, on_delete=models.PROTECT, related_name="imports")
    number = models.PositiveIntegerField(help_text="1, 2, 3 within its list: how people name it")
    source = models.CharField(max_length=300, help_text="The name of the file")
    sha256 = models.CharField(max_length=64)
    format = models.CharField(max_length=20)
    scheme = models.CharField(max_length=40, help_text="What the codes in the file mean")
    version = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=8, choices=ImportStatus.choices, default=ImportStatus.RUNNING)
    records = models.PositiveBigIntegerField(help_text="Records in the file, as the first reading counted them")
    position = models.PositiveBigIntegerField(default=0)
    added = models.PositiveBigIntegerField(default=0)
    changed = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0)
    taken_back = models.PositiveBigIntegerField(default=0)
    left_out = models.PositiveBigIntegerField(default=0)
    findings = models.JSONField(default=dict, help_text="What was found wanting: words, how often, where first")
    finished_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = HashImportQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_hash_import_per_number", fields=["list", "number"]),
            UniqueConstraint(
                name="one_standing_hash_import_per_file", fields=["list", "sha256"], condition=Q(withdrawn_at=None)
            ),
            CheckConstraint(name="hash_import_digest_is_sha256", condition=Q(sha256__regex=SHA256)),
            CheckConstraint(name="hash_import_names_its_scheme", condition=~Q(scheme="")),
            CheckConstraint(name="hash_import_status_is_known", condition=Q(status__in=ImportStatus.values)),
            CheckConstraint(
                name="hash_import_is_complete_exactly_when_it_has_a_time",
                condition=Q(status="running", finished_at=None) | Q(status="complete", finished_at__isnull=False),
            ),
            CheckConstraint(
                name="hash_import_is_withdrawn_exactly_when_it_says_why",
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
            ),
            CheckConstraint(
                name="hash_import_position_is_within_its_records", condition=Q(position__lte=models.F("records"))
            ),
        ]
