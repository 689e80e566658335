"""How long a provider, or whoever runs a network, keeps the logs that tell who had an address: where that is known."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency, InForce
from nightlight.foundation.rows import Row


class OfWhom(models.TextChoices):
    """Whose logs they are."""

    PROVIDER = "provider", "provider, by its name"
    NETWORK = "network", "network, by its addresses"


class Sureness(models.TextChoices):
    """How sure we are of it."""

    IN_WRITING = "in_writing", "told in writing"
    SEEN = "seen", "seen in returns"
    UNCERTAIN = "uncertain", "uncertain"


class RetentionQuerySet(InForce["LogRetention"]):
    """What holds on a date."""


class LogRetention(Row):
    """Logs of addresses are kept for so many days, as an agency knows it, from a day on, from a source.

    `name` is the provider's name folded to lower case, or a network such as 198.51.100.0/24. The national
    coordinator's rows count for everybody who has none of their own.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    of_whom = models.CharField(max_length=8, choices=OfWhom.choices)
    name = models.CharField(max_length=200)
    days = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    sureness = models.CharField(max_length=10, choices=Sureness.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    because = models.TextField()

    objects = RetentionQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_retention_holds_per_name", fields=["agency", "of_whom", "name"], condition=Q(valid_to=None)
            ),
            CheckConstraint(name="retention_is_of_a_known_kind", condition=Q(of_whom__in=OfWhom.values)),
            CheckConstraint(name="retention_sureness_is_known", condition=Q(sureness__in=Sureness.values)),
            CheckConstraint(name="retention_lasts_a_day_at_least", condition=Q(days__gte=1)),
            CheckConstraint(
                name="retention_names_whom_its_source_and_why", condition=~Q(name="") & ~Q(source="") & ~Q(because="")
            ),
            CheckConstraint(
                name="retention_ends_not_before_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]
