"""Arrests, the charges that follow, and what became of them."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.investigations.categories import Category
from nightlight.investigations.models.cases import Case
from nightlight.investigations.models.seen import CaseRows
from nightlight.investigations.models.subjects import Subject

CATEGORIES = [category.value for category in Category]


class Jurisdiction(models.TextChoices):
    """Under whose law a charge is brought."""

    STATE = "state"
    FEDERAL = "federal"


class ChargeDisposition(models.TextChoices):
    """What became of a charge (measures 31 to 34 of the catalogue)."""

    PLEADED_GUILTY = "pleaded_guilty", "pleaded guilty"
    CONVICTED = "convicted", "convicted"
    ACQUITTED = "acquitted", "acquitted"
    DISMISSED = "dismissed", "dismissed"
    DECLINED = "declined", "declined"


class ArrestQuerySet(CaseRows["Arrest"]):
    """Arrests of the cases that the actor sees."""


class Arrest(Row):
    """One person, arrested on one day: what is counted as an arrest.

    National totals count by the primary category; `category_set` is the date of the set whose wording it has.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="arrests")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="arrests")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="arrests")
    arrested_on = models.DateField()
    category = models.CharField(max_length=1)
    category_set = models.DateField()

    objects = ArrestQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_arrest_per_person_and_day", fields=["agency", "subject", "arrested_on"]),
            CheckConstraint(name="arrest_category_is_known", condition=Q(category__in=CATEGORIES)),
        ]
        indexes = [models.Index(fields=["agency", "arrested_on"], name="arrest_by_agency_and_day")]


class ArrestCategoryQuerySet(CaseRows["ArrestCategory"]):
    """Further categories of the arrests that the actor sees."""


class ArrestCategory(Row):
    """A category that an arrest falls under besides its primary one. It adds nothing to a total of persons."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    arrest = models.ForeignKey(Arrest, on_delete=models.PROTECT, related_name="further_categories")
    category = models.CharField(max_length=1)

    objects = ArrestCategoryQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_row_per_further_category", fields=["agency", "arrest", "category"]),
            CheckConstraint(name="further_category_is_known", condition=Q(category__in=CATEGORIES)),
        ]


class ChargeQuerySet(CaseRows["Charge"]):
    """Charges of the arrests that the actor sees."""


class Charge(Row):
    """A charge that followed an arrest. Its category is its own: empty for a statute outside the four."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    arrest = models.ForeignKey(Arrest, on_delete=models.PROTECT, related_name="charges")
    statute = models.CharField(max_length=120)
    jurisdiction = models.CharField(max_length=7, choices=Jurisdiction.choices)
    counts = models.PositiveIntegerField()
    category = models.CharField(max_length=1, blank=True)
    disposition = models.CharField(max_length=14, choices=ChargeDisposition.choices, blank=True)
    disposition_on = models.DateField(null=True)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(name="charge_names_a_statute", condition=~Q(statute="")),
            CheckConstraint(name="charge_jurisdiction_is_known", condition=Q(jurisdiction__in=Jurisdiction.values)),
            CheckConstraint(name="charge_has_one_count_or_more", condition=Q(counts__gte=1)),
            CheckConstraint(name="charge_category_is_known", condition=Q(category__in=["", *CATEGORIES])),
            CheckConstraint(
                name="charge_disposition_is_known", condition=Q(disposition__in=["", *ChargeDisposition.values])
            ),
            CheckConstraint(
                name="charge_is_disposed_of_exactly_when_it_has_a_date",
                condition=Q(disposition="", disposition_on=None)
                | (~Q(disposition="") & Q(disposition_on__isnull=False)),
            ),
        ]
