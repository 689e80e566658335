"""Networks that an agency added, and territories that a person claimed for somebody: each dated, by whom and why."""

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency, Territory
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.geography.networks import NetworkKind, NetworkSureness

REASON_LETTERS = 300
MAY_SEE = ("report:read", "routing:manage")


class OfEverybody(SealedQuerySet[models.Model]):
    """Routing asks these for everybody; whoever reads reports or manages routing may see why."""

    def visibility(self, actor: Actor) -> Q:
        return Q(pk__isnull=False) if any(actor.may(right) for right in MAY_SEE) else Q(pk__in=[])

    def in_force(self, on: date) -> "OfEverybody":
        """Return the rows that hold on a date."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)


class AddedNetwork(Row):
    """Somebody says what a network is, by its number or by a range, from a day on."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    asn = models.PositiveBigIntegerField(null=True)
    prefix = models.CharField(max_length=50, blank=True)
    kind = models.CharField(max_length=12)
    sureness = models.CharField(max_length=6)
    because = models.CharField(max_length=REASON_LETTERS)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    ended_because = models.CharField(max_length=REASON_LETTERS, blank=True)

    objects = models.Manager.from_queryset(OfEverybody)()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_open_word_of_an_agency_on_a_number",
                fields=["agency", "asn"],
                condition=Q(valid_to=None, asn__isnull=False),
            ),
            UniqueConstraint(
                name="one_open_word_of_an_agency_on_a_range",
                fields=["agency", "prefix"],
                condition=Q(valid_to=None) & ~Q(prefix=""),
            ),
            CheckConstraint(
                name="added_network_is_named_once",
                condition=Q(asn=None) & ~Q(prefix="") | Q(asn__isnull=False, prefix=""),
            ),
            CheckConstraint(
                name="added_network_kind_is_known", condition=Q(kind__in=[kind.value for kind in NetworkKind])
            ),
            CheckConstraint(
                name="added_network_sureness_is_known",
                condition=Q(sureness__in=[sure.value for sure in NetworkSureness]),
            ),
            CheckConstraint(name="added_network_says_why", condition=~Q(because="")),
            CheckConstraint(
                name="added_network_does_not_end_before_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            CheckConstraint(
                name="added_network_ends_by_somebody_for_a_reason_or_holds",
                condition=Q(valid_to=None, ended_by=None, ended_because="")
                | (Q(valid_to__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
            ),
        ]


class TerritoryClaim(Row):
    """A person claimed a territory for an agency, perhaps in another's place; it can be undone."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", help_text="The author's")
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="claims")
    replaced = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="replaced_by", null=True)
    at = models.DateTimeField()
    because = models.CharField(max_length=REASON_LETTERS)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    undone_because = models.CharField(max_length=REASON_LETTERS, blank=True)

    objects = models.Manager.from_queryset(OfEverybody)()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_claim_per_territory", fields=["agency", "territory"]),
            CheckConstraint(name="territory_claim_says_why", condition=~Q(because="")),
            CheckConstraint(
                name="territory_is_claimed_in_anothers_place", condition=Q(replaced=None) | ~Q(replaced=F("territory"))
            ),
            CheckConstraint(
                name="territory_claim_is_undone_by_somebody_for_a_reason_or_holds",
                condition=Q(undone_at=None, undone_by=None, undone_because="")
                | (Q(undone_at__gte=F("at"), undone_by__isnull=False) & ~Q(undone_because="")),
            ),
        ]
