"""That something happened, for an agency or one of its people; and who has seen it."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.notices.kinds import SENTENCES, NoticeKind, Urgency, words

RECORD_KIND = r"^[a-z_]+\.[a-z_]+$"
"""A record's kind is a model's label; nothing that somebody typed fits."""


class NoticeQuerySet(SealedQuerySet["Notice"]):
    """What one's own agency was told, as far as one holds the right to it; what another person was told, never."""

    def visibility(self, actor: Actor) -> Q:
        kinds = [kind.value for kind, sentence in SENTENCES.items() if actor.may(sentence.needs)]
        return Q(agency=actor.agency_id, kind__in=kinds) & (Q(person=None) | Q(person=actor.pk))


class Notice(Row):
    """Something happened to `count` records; `about` is the one, or what they have in common. No word is stored."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    kind = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=60)
    about_id = models.UUIDField()
    count = models.PositiveIntegerField(default=1)
    urgency = models.CharField(max_length=7, default=Urgency.ROUTINE.value)
    raised_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(name="notice_kind_is_known", condition=Q(kind__in=[kind.value for kind in NoticeKind])),
            CheckConstraint(name="notice_names_its_record_by_a_label", condition=Q(about_kind__regex=RECORD_KIND)),
            CheckConstraint(name="notice_is_about_one_record_or_more", condition=Q(count__gte=1)),
            CheckConstraint(
                name="notice_urgency_is_known", condition=Q(urgency__in=[urgency.value for urgency in Urgency])
            ),
            CheckConstraint(
                name="notice_is_handled_by_somebody_after_it_was_raised_or_not_at_all",
                condition=Q(handled_at=None, handled_by=None)
                | Q(handled_at__isnull=False, handled_at__gte=F("raised_at"), handled_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "raised_at"], name="notice_by_agency"),
            models.Index(fields=["about_id"], name="notice_by_record"),
        ]

    @property
    def words(self) -> str:
        """What it says."""
        return words(self.kind, self.count)

    @property
    def is_urgent(self) -> bool:
        """Whether it cannot wait."""
        return self.urgency == Urgency.URGENT


class SightQuerySet(SealedQuerySet["Sight"]):
    """What one has seen oneself."""

    def visibility(self, actor: Actor) -> Q:
        return Q(person=actor.pk)


class Sight(Row):
    """A person has seen a notice."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="sights")
    seen_at = models.DateTimeField()

    objects = SightQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(name="a_person_sees_a_notice_once", fields=["person", "notice"])]
