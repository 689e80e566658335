"""What a list lists: one file as its source describes it, by digests only."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Exists, F, Max, OuterRef, Q, UniqueConstraint

from nightlight.foundation import clock
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.hashes.formats.fields import EMPTY
from nightlight.hashes.formats.values import Media, Victim
from nightlight.hashes.models.deconfirmed import Deconfirmation
from nightlight.hashes.models.imports import HashImport
from nightlight.hashes.models.lists import HashList
from nightlight.identifiers.kinds import Kind

HEX = {"md5": r"^[0-9a-f]{32}$", "sha1": r"^[0-9a-f]{40}$", "sha256": r"^[0-9a-f]{64}$", "pdq": r"^[0-9a-f]{64}$"}
_STATED = Q(list__withdrawn_at=None) & (Q(first_import__withdrawn_at=None) | Q(last_import__withdrawn_at=None))
_NOT_TAKEN_BACK = Q(withdrawn_at=None) | Q(withdrawn_by__withdrawn_at__isnull=False)


class ListedHashQuerySet(SealedQuerySet["ListedHash"]):
    """An entry is seen by whoever sees its list."""

    def visibility(self, actor: Actor) -> Q:
        return Q(list__in=HashList.objects.visible_to(actor))

    def standing(self) -> Self:
        """Return the entries that hold now: stated by an import that stands, and taken back by none that stands.

        Withdrawing a list or an import changes one row, and every entry answers otherwise from that moment on; what a
        withdrawn import had replaced or taken back holds again.
        """
        return self.filter(_STATED, _NOT_TAKEN_BACK)

    def might_hold(self) -> Self:
        """Return the entries that hold now or can hold again: an index must know them."""
        return self.filter(_STATED, Q(withdrawn_at=None) | Q(withdrawn_by__isnull=False))

    def undisputed(self) -> Self:
        """Return the entries none of whose digests was deconfirmed."""
        return self.exclude(Exists(_against(OuterRef)))

    def moment_after(self) -> datetime:
        """Return now, but no moment before these entries came: clocks of machines differ, and are put back."""
        newest = self.aggregate(newest=Max("recorded_at"))["newest"]
        return max(clock.now(), newest) if newest else clock.now()


def _against(outer: type[OuterRef]) -> models.QuerySet[Deconfirmation]:
    """Return the deconfirmations that speak of one of the digests of an outer entry."""
    every = Deconfirmation.objects.unscoped(because="what was wrongly listed is no match, for whomever is asking")
    same = Q()
    for kind in HEX:
        same |= Q(kind=kind, digest=outer(kind))
    return every.filter(same, taken_back_at=None)


class ListedHash(Row):
    """One entry of a list. What its code means, the scheme says: the same number differs between schemes.

    `number` is the entry's place in the numbering of the whole house, and what the index knows of it. `canonical` is
    the entry that stands for the file of which this is a copy or near-copy; it may be this entry itself.
    """

    list = models.ForeignKey(HashList, on_delete=models.PROTECT, db_index=False, related_name="entries")
    first_import = models.ForeignKey(HashImport, on_delete=models.PROTECT, db_index=False, related_name="brought")
    last_import = models.ForeignKey(HashImport, on_delete=models.PROTECT, db_index=False, related_name="restated")
    number = models.PositiveBigIntegerField()
    canonical = models.ForeignKey("self", on_delete=models.PROTECT, related_name="copies")
    source_id = models.CharField(max_length=120)
    media = models.CharField(max_length=7, choices=[(media.value, media.value) for media in Media])
    md5 = models.CharField(max_length=32, null=True)
    sha1 = models.CharField(max_length=40, null=True)
    sha256 = models.CharField(max_length=64, null=True)
    pdq = models.CharField(max_length=64, null=True)
    scheme = models.CharField(max_length=40)
    code = models.CharField(max_length=40, blank=True, help_text="Empty: the source gives no classification")
    series = models.CharField(max_length=200, blank=True)
    victim = models.CharField(max_length=7, choices=[(victim.value, victim.value) for victim in Victim])
    added_at = models.DateTimeField(null=True, help_text="When the source listed it; empty: not stated")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        HashImport, on_delete=models.PROTECT, db_index=False, related_name="took_back", null=True
    )

    objects = ListedHashQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "listed hashes"
        constraints = [
            UniqueConstraint(name="one_listed_hash_per_number", fields=["number"]),
            UniqueConstraint(name="one_listed_hash_per_import_and_source_id", fields=["first_import", "source_id"]),
            CheckConstraint(
                name="listed_hash_has_a_digest",
                condition=Q(md5__isnull=False) | Q(sha1__isnull=False) | Q(sha256__isnull=False) | Q(pdq__isnull=False),
            ),
            *(
                CheckConstraint(
                    name=f"listed_hash_{kind}_is_hexadecimal",
                    condition=Q(**{kind: None}) | Q(**{f"{kind}__regex": shape}),
                )
                for kind, shape in HEX.items()
            ),
            CheckConstraint(
                name="listed_hash_is_not_that_of_an_empty_file",
                condition=~Q(md5__isnull=False, md5=EMPTY[Kind.MD5])
                & ~Q(sha1__isnull=False, sha1=EMPTY[Kind.SHA1])
                & ~Q(sha256__isnull=False, sha256=EMPTY[Kind.SHA256]),
            ),
            CheckConstraint(name="listed_hash_has_a_source_id", condition=~Q(source_id="")),
            CheckConstraint(name="listed_hash_names_its_scheme", condition=~Q(scheme="")),
            CheckConstraint(name="listed_hash_media_is_known", condition=Q(media__in=[media.value for media in Media])),
            CheckConstraint(
                name="listed_hash_victim_is_known", condition=Q(victim__in=[victim.value for victim in Victim])
            ),
            CheckConstraint(name="listed_hash_number_starts_at_one", condition=Q(number__gte=1)),
            CheckConstraint(
                name="listed_hash_names_who_took_it_back_only_when_it_was",
                condition=Q(withdrawn_by=None) | Q(withdrawn_at__isnull=False),
            ),
            CheckConstraint(
                name="listed_hash_is_withdrawn_after_it_came",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("recorded_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["list", "source_id"], name="listed_hash_by_source_id"),
            # few of many: counting what holds in a list of millions must not look at each
            models.Index(fields=["list"], name="listed_hash_withdrawn", condition=Q(withdrawn_at__isnull=False)),
        ]
