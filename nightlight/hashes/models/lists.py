"""Lists of known hashes: whose they are, what for, how far they may be shown, how much they are trusted."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet


class Trust(models.TextChoices):
    """How much a match with the list is worth, as whoever brought it in says."""

    HIGH = "high", "high: several trained people looked at each file"
    MEDIUM = "medium", "medium: one trained person looked at each file"
    LOW = "low", "low: nobody says that each file was looked at"
    NOT_STATED = "not_stated", "not stated"


class Licence(models.TextChoices):
    """How far the owner lets the list be shown. What nobody stated stays with the agency that brought it in."""

    OWN_AGENCY = "own_agency", "the agency that holds it, and whoever stands above it"
    THIS_INSTALLATION = "this_installation", "every agency of this installation"
    ANYBODY = "anybody", "every agency here, and it may be handed on"


class HashListQuerySet(SealedQuerySet["HashList"]):
    """Lists that the actor's agencies hold, and those that may be shown to every agency here."""

    def visibility(self, actor: Actor) -> Q:
        if not actor.may("hash:read"):
            return Q(pk__in=[])
        return actor.sees("agency") | Q(licence__in=[Licence.THIS_INSTALLATION.value, Licence.ANYBODY.value])

    def standing(self) -> "HashListQuerySet":
        """Return the lists that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def shown_to_every_agency(self) -> "HashListQuerySet":
        """Return the lists whose owner lets every agency here see them."""
        return self.filter(licence__in=[Licence.THIS_INSTALLATION.value, Licence.ANYBODY.value])


class HashList(Row):
    """A list of known hashes. `agency` holds it here; `owner` made it. `scheme` is what its codes mean by default."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="hash_lists")
    name = models.CharField(max_length=120)
    owner = models.CharField(max_length=200, blank=True, help_text="Who made it; empty: not stated")
    purpose = models.CharField(max_length=300, blank=True, help_text="What for; empty: not stated")
    trust = models.CharField(max_length=10, choices=Trust.choices, default=Trust.NOT_STATED)
    licence = models.CharField(max_length=17, choices=Licence.choices, default=Licence.OWN_AGENCY)
    scheme = models.CharField(max_length=40)
    version = models.CharField(max_length=60, blank=True, help_text="The owner's word for the newest version here")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = HashListQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_hash_list_per_name", fields=["agency", "name"]),
            CheckConstraint(name="hash_list_has_a_name", condition=~Q(name="")),
            CheckConstraint(name="hash_list_names_its_scheme", condition=~Q(scheme="")),
            CheckConstraint(name="hash_list_trust_is_known", condition=Q(trust__in=Trust.values)),
            CheckConstraint(name="hash_list_licence_is_known", condition=Q(licence__in=Licence.values)),
            CheckConstraint(
                name="hash_list_is_withdrawn_exactly_when_it_says_why",
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
            ),
        ]
