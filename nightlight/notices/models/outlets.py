"""Outlets: the mail addresses and webhooks by which notices leave the house, each set up by an administrator."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet

MAIL = r"^[^@ ,;<>]+@[^@ ,;<>]+$"
WEBHOOK = r"^(https://[^/ @]+|http://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?)(/[^ ]*)?$"
"""Over HTTPS, or without it to this very machine, where a relay of one's own may listen. No password in the address."""


class Way(models.TextChoices):
    """How a notice leaves the house."""

    MAIL = "mail", "mail"
    WEBHOOK = "webhook", "webhook"


class OutletQuerySet(SealedQuerySet["Outlet"]):
    """The outlets of the agencies that the actor sees, for those who set them up."""

    def visibility(self, actor: Actor) -> Q:
        return actor.sees("agency") if actor.may(Permission.NOTICE_CONFIGURE) else Q(pk__in=[])

    def open(self, at: datetime) -> "OutletQuerySet":
        """Return the outlets that are in use at a moment."""
        return self.filter(valid_from__lte=at).exclude(valid_to__lte=at)


class Outlet(Row):
    """Where notices go besides the page: what an agency is told, or with a person, what that person is told."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="outlets")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="outlets", null=True)
    way = models.CharField(max_length=7, choices=Way.choices)
    target = models.CharField(max_length=300, help_text="A mail address, or the address of a webhook")
    only_urgent = models.BooleanField(default=False)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    set_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )

    objects = OutletQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_open_outlet_of_an_agency_per_target",
                fields=["agency", "way", "target"],
                condition=Q(valid_to=None, person=None),
            ),
            UniqueConstraint(
                name="one_open_outlet_of_a_person_per_target",
                fields=["agency", "person", "way", "target"],
                condition=Q(valid_to=None, person__isnull=False),
            ),
            CheckConstraint(name="outlet_way_is_known", condition=Q(way__in=Way.values)),
            CheckConstraint(
                name="outlet_target_fits_its_way",
                condition=Q(way="mail", target__regex=MAIL) | Q(way="webhook", target__regex=WEBHOOK),
            ),
            CheckConstraint(
                name="outlet_is_ended_by_somebody_after_it_began_or_is_open",
                condition=Q(valid_to=None, ended_by=None)
                | Q(valid_to__isnull=False, valid_to__gte=F("valid_from"), ended_by__isnull=False),
            ),
        ]
