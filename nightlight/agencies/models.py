"""Agencies, their tree, and who covers which territory: reference data, effective-dated.

Reference data is readable by everyone inside, because every page says whose data it shows and every conflict
names an agency to call. It changes by loading the data files (`loading.py`), never in passing.
"""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.foundation.rows import Row

VALID_UNTIL_AFTER_FROM = Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=F("valid_from"))


M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class InForce(models.QuerySet[M_co]):
    """Rows with `valid_from` (empty: since always) and `valid_to` (empty: still)."""

    def in_force(self, on: date) -> Self:
        """Return the rows that hold on a date."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on),
            Q(valid_to=None) | Q(valid_to__gt=on),
        )


class AgencyKind(models.TextChoices):
    """What an agency is."""

    NATIONAL = "national", "national coordinator"
    TASK_FORCE = "task_force", "task force"
    AFFILIATE = "affiliate", "affiliate"
    FEDERAL = "federal", "federal agency"
    PROVIDER = "provider", "provider"
    PARTNER = "partner", "partner"


class AgencyQuerySet(InForce["Agency"]):
    """Agencies that hold on a date."""


class Agency(Row):
    """An agency, under a code that is ours."""

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=AgencyKind.choices)
    name = models.CharField(max_length=200)
    lead_agency = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=2, blank=True, help_text="Home state; the territory may reach further")
    contact = models.CharField(max_length=100, blank=True, help_text="Who answers for a conflict")
    telephone = models.CharField(max_length=30, blank=True)
    source = models.TextField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            CheckConstraint(name="agency_kind_is_known", condition=Q(kind__in=AgencyKind.values)),
            CheckConstraint(name="agency_ends_after_it_begins", condition=VALID_UNTIL_AFTER_FROM),
            UniqueConstraint(name="only_one_national_coordinator", fields=["kind"], condition=Q(kind="national")),
        ]

    @property
    def is_national(self) -> bool:
        """Whether this is the national coordinator."""
        return self.kind == AgencyKind.NATIONAL


class MembershipQuerySet(InForce["Membership"]):
    """Memberships that hold on a date."""


class Membership(Row):
    """An agency belongs under another for a time: an affiliate under its task force, a task force under the nation."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    parent = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="members")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_open_membership_per_agency", fields=["agency"], condition=Q(valid_to=None)),
            CheckConstraint(name="membership_is_not_under_itself", condition=~Q(agency=F("parent"))),
            CheckConstraint(name="membership_ends_after_it_begins", condition=VALID_UNTIL_AFTER_FROM),
        ]


class Level(models.TextChoices):
    """What a territory row covers."""

    STATE = "state"
    COUNTY = "county"
    CITY = "city"
    ZIP = "zip", "ZIP code"


class TerritoryCertainty(models.TextChoices):
    """How sure it is that the agency covers it. Only `high` may route by itself."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class TerritoryQuerySet(InForce["Territory"]):
    """Territories that hold on a date."""


class Territory(Row):
    """An agency covers a state, a county, a city or a ZIP code, for a time, by a source.

    `fips` is the code of the state or county, or of the one in which a city or ZIP code lies; `place` is the city's
    name as `geography.names.fold` writes it, or the five digits. `attested_on` is the date of the source, not the
    beginning: `valid_from` stays empty where nobody knows it. What ends on the day it begins never held.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="territories")
    level = models.CharField(max_length=6, choices=Level.choices)
    fips = models.CharField(max_length=5)
    place = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=2)
    name = models.CharField(max_length=60)
    basis = models.CharField(max_length=30)
    certainty = models.CharField(max_length=6, choices=TerritoryCertainty.choices)
    attested_on = models.DateField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "territories"
        constraints = [
            UniqueConstraint(
                name="one_open_claim_per_agency_and_place",
                fields=["agency", "fips", "place"],
                condition=Q(valid_to=None),
            ),
            CheckConstraint(name="territory_level_is_known", condition=Q(level__in=Level.values)),
            CheckConstraint(name="territory_certainty_is_known", condition=Q(certainty__in=TerritoryCertainty.values)),
            CheckConstraint(
                name="territory_fips_fits_its_level",
                condition=Q(level="state", fips__regex=r"^[0-9]{2}$")
                | Q(level="county", fips__regex=r"^[0-9]{5}$")
                | Q(level__in=["city", "zip"], fips__regex=r"^[0-9]{2}([0-9]{3})?$"),
            ),
            CheckConstraint(
                name="territory_names_a_place_exactly_below_a_county",
                condition=Q(level__in=["state", "county"], place="")
                | (Q(level="city") & ~Q(place=""))
                | Q(level="zip", place__regex=r"^[0-9]{5}$"),
            ),
            CheckConstraint(
                name="territory_does_not_end_before_it_begins",
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]
        indexes = [models.Index(fields=["fips"], name="territory_by_fips")]
