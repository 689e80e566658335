"""The pointer index, the conflicts it raises, and who was told.

No table here holds a readable identifier, its kind, or any free text: tokens, agencies, opaque record ids, moments.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.deconfliction.lifecycle import ConflictOutcome, ConflictStatus, Standing, Way
from nightlight.deconfliction.tokens import KEY_ID, TOKEN
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet

if TYPE_CHECKING:
    from nightlight.deconfliction.interests import Answer

RECORD_KIND = r"^[a-z_]+\.[a-z_]+$"
"""A record's kind is a model's label; nothing that somebody typed fits."""
NOBODY = Q(pk__in=[])


def _own(actor: Actor, permission: Permission) -> Q:
    return Q(agency=actor.agency_id) if actor.may(permission) else NOBODY


class IndexEntryQuerySet(SealedQuerySet["IndexEntry"]):
    """An agency's own entries. Not even the agency above sees them: it sees the records themselves."""

    def visibility(self, actor: Actor) -> Q:
        return _own(actor, Permission.DECONFLICT_CHECK)


class IndexEntry(Row):
    """An agency holds an interest in what a token stands for, in one of its records."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    token = models.CharField(max_length=64)
    key_id = models.CharField(max_length=16)
    standing = models.CharField(max_length=12)
    record_kind = models.CharField(max_length=60)
    record_id = models.UUIDField()

    objects = IndexEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "index entries"
        constraints = [
            UniqueConstraint(name="one_entry_per_agency_token_and_record", fields=["agency", "token", "record_id"]),
            CheckConstraint(name="entry_token_is_a_keyed_digest", condition=Q(token__regex=TOKEN)),
            CheckConstraint(name="entry_names_its_key", condition=Q(key_id__regex=KEY_ID)),
            CheckConstraint(
                name="entry_standing_is_known", condition=Q(standing__in=[standing.value for standing in Standing])
            ),
            CheckConstraint(name="entry_record_kind_is_a_label", condition=Q(record_kind__regex=RECORD_KIND)),
        ]
        indexes = [
            models.Index(fields=["token", "agency"], name="entry_by_token"),
            models.Index(fields=["record_id"], name="entry_by_record"),
        ]


class ConflictQuerySet(SealedQuerySet["Conflict"]):
    """A conflict is seen by its two agencies and by whoever stands above one of them."""

    def visibility(self, actor: Actor) -> Q:
        if not actor.may(Permission.CONFLICT_READ):
            return NOBODY
        return actor.sees("first") | actor.sees("second")

    def unsettled(self) -> "ConflictQuerySet":
        """Return the conflicts that have no outcome yet."""
        return self.exclude(status=ConflictStatus.SETTLED.value)


class Conflict(Row):
    """Two agencies hold the same identifier. The pair stands in the order of its ids, so that it is one pair."""

    number = models.CharField(max_length=13, unique=True, help_text="For the telephone; made by chance, counts nothing")
    token = models.CharField(max_length=64)
    key_id = models.CharField(max_length=16)
    first = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    second = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, default=ConflictStatus.OPEN.value)
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    outcome = models.CharField(max_length=16, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_unsettled_conflict_per_pair_and_token",
                fields=["first", "second", "token"],
                condition=~Q(status=ConflictStatus.SETTLED.value),
            ),
            CheckConstraint(name="conflict_pair_stands_in_order", condition=Q(first__lt=F("second"))),
            CheckConstraint(
                name="conflict_number_can_be_spoken", condition=Q(number__regex=r"^D-[2-9A-Z]{5}-[2-9A-Z]{5}$")
            ),
            CheckConstraint(name="conflict_token_is_a_keyed_digest", condition=Q(token__regex=TOKEN)),
            CheckConstraint(name="conflict_names_its_key", condition=Q(key_id__regex=KEY_ID)),
            CheckConstraint(
                name="conflict_status_is_known", condition=Q(status__in=[status.value for status in ConflictStatus])
            ),
            CheckConstraint(
                name="conflict_outcome_is_known",
                condition=Q(outcome__in=["", *(outcome.value for outcome in ConflictOutcome)]),
            ),
            CheckConstraint(
                name="conflict_is_settled_exactly_when_it_has_an_outcome",
                condition=(
                    Q(status=ConflictStatus.SETTLED.value, settled_at__isnull=False, settled_by__isnull=False)
                    & ~Q(outcome="")
                )
                | (~Q(status=ConflictStatus.SETTLED.value) & Q(settled_at=None, settled_by=None, outcome="")),
            ),
            CheckConstraint(
                name="conflict_is_settled_after_it_was_raised",
                condition=Q(settled_at=None) | Q(settled_at__gte=F("raised_at")),
            ),
        ]


class ConflictSideQuerySet(SealedQuerySet["ConflictSide"]):
    """A side is seen by its own agency and nobody else: it points to the record."""

    def visibility(self, actor: Actor) -> Q:
        return _own(actor, Permission.CONFLICT_READ)


class ConflictSide(Row):
    """One agency's side of a conflict: the record it holds the identifier in, and whether it has acknowledged."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    conflict = models.ForeignKey(Conflict, on_delete=models.PROTECT, related_name="sides", db_index=False)
    is_first = models.BooleanField(help_text="Whether this is the side of the conflict's first agency")
    record_kind = models.CharField(max_length=60)
    record_id = models.UUIDField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)

    objects = ConflictSideQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_side_per_agency", fields=["agency", "conflict"]),
            UniqueConstraint(name="a_conflict_has_two_sides_at_most", fields=["conflict", "is_first"]),
            CheckConstraint(name="side_record_kind_is_a_label", condition=Q(record_kind__regex=RECORD_KIND)),
            CheckConstraint(
                name="side_is_acknowledged_by_somebody_at_some_time_or_not_at_all",
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
            ),
        ]


class NoticeQuerySet(SealedQuerySet["Notice"]):
    """An agency's own notices."""

    def visibility(self, actor: Actor) -> Q:
        return _own(actor, Permission.CONFLICT_READ)


class Notice(Row):
    """An agency was told of a conflict."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    conflict = models.ForeignKey(Conflict, on_delete=models.PROTECT, related_name="notices")
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_notice_per_side", fields=["agency", "conflict"]),
            CheckConstraint(
                name="notice_is_read_after_it_was_given", condition=Q(read_at=None) | Q(read_at__gte=F("told_at"))
            ),
        ]


class PointerQueryQuerySet(SealedQuerySet["PointerQuery"]):
    """One's own queries; for those who may read the audit log, those of the agencies they see."""

    def visibility(self, actor: Actor) -> Q:
        own = Q(asked_by=actor.pk)
        return own | actor.sees("agency") if actor.may(Permission.AUDIT_READ) else own


class PointerQuery(Row):
    """The index was asked: by whom, how, and how many; never what. The reason stands in the audit log."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=12)
    identifiers = models.PositiveIntegerField(help_text="How many were looked up")
    entries = models.PositiveIntegerField(default=0, help_text="How many entries this wrote into the index")
    matches = models.PositiveIntegerField(help_text="A check: identifiers that others hold; else conflicts raised")

    objects = PointerQueryQuerySet.as_manager()

    answers: "tuple[Answer, ...]" = ()
    """What a check answered: for whoever asked, at once; not a column, because it holds the identifiers."""

    class Meta:
        verbose_name_plural = "pointer queries"
        constraints = [
            CheckConstraint(name="query_way_is_known", condition=Q(way__in=[way.value for way in Way])),
            CheckConstraint(name="a_check_writes_no_entries", condition=Q(way=Way.REGISTRATION.value) | Q(entries=0)),
            CheckConstraint(
                name="a_check_matches_no_more_than_it_asked",
                condition=Q(way=Way.REGISTRATION.value) | Q(matches__lte=F("identifiers")),
            ),
        ]
