"""Children, by pseudonym and nothing else: no field here can hold a name.

Who may read them is a right of its own; whoever lacks it does not even learn how many there are.
Source: 18 U.S.C. 3509(d).
"""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.investigations.models import Case
from nightlight.victims.lifecycle import VictimStatus

PSEUDONYM = r"^MV[1-9][0-9]*$"


class Recency(models.TextChoices):
    """When it happened, as the announcements of operations tell it; or known from production only."""

    RECENT = "recent", "recent"
    ONGOING = "ongoing", "ongoing"
    HISTORICAL = "historical", "historical"
    PRODUCTION_ONLY = "production_only", "production only"


class Relation(models.TextChoices):
    """What the offender is to the child."""

    FAMILY = "family", "family"
    ACQUAINTANCE = "acquaintance", "acquaintance"
    POSITION_OF_TRUST = "position_of_trust", "position of trust"
    ONLINE_ONLY = "online_only", "online only"
    STRANGER = "stranger", "stranger"
    UNKNOWN = "unknown", "unknown"


class AgeBand(models.TextChoices):
    """How old the child was, in years, both ends included."""

    INFANT = "infant", "under 1"
    FROM_1_TO_5 = "1_5", "1 to 5"
    FROM_6_TO_11 = "6_11", "6 to 11"
    FROM_12_TO_14 = "12_14", "12 to 14"
    FROM_15_TO_17 = "15_17", "15 to 17"
    UNKNOWN = "unknown", "unknown"


class VictimQuerySet(SealedQuerySet["Victim"]):
    """Children in cases of the agencies that the actor sees, for those with the right to read of children."""

    def visibility(self, actor: Actor) -> Q:
        return actor.sees("agency") if actor.may("victim:read") else Q(pk__in=[])


class Victim(Row):
    """A child in a case, called MV1, MV2 and so on within it.

    Counting rule: a child is counted once in the nation, at first identification, by `identified_on`.
    `counted_first_nationally` says that this record is the one that counts; it stays true until records of the
    same child in two task forces can be recognized as such.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="victims")
    pseudonym = models.CharField(max_length=8)
    status = models.CharField(max_length=12, default=VictimStatus.UNIDENTIFIED.value)
    identified_on = models.DateField(null=True)
    identification_recorded_at = models.DateTimeField(null=True, help_text="When Nightlight came to know of it")
    recency = models.CharField(max_length=15, choices=Recency.choices, blank=True)
    relation = models.CharField(max_length=17, choices=Relation.choices, blank=True)
    age_band = models.CharField(max_length=7, choices=AgeBand.choices, blank=True)
    counted_first_nationally = models.BooleanField(default=True)

    objects = VictimQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_child_per_pseudonym", fields=["agency", "case", "pseudonym"]),
            CheckConstraint(name="a_child_is_called_by_pseudonym", condition=Q(pseudonym__regex=PSEUDONYM)),
            CheckConstraint(
                name="victim_status_is_known", condition=Q(status__in=[status.value for status in VictimStatus])
            ),
            CheckConstraint(name="victim_recency_is_known", condition=Q(recency__in=["", *Recency.values])),
            CheckConstraint(name="victim_relation_is_known", condition=Q(relation__in=["", *Relation.values])),
            CheckConstraint(name="victim_age_band_is_known", condition=Q(age_band__in=["", *AgeBand.values])),
            CheckConstraint(
                name="a_child_is_identified_with_all_that_is_asked_or_with_none",
                condition=Q(
                    status=VictimStatus.UNIDENTIFIED.value,
                    identified_on=None,
                    identification_recorded_at=None,
                    recency="",
                    relation="",
                    age_band="",
                )
                | (
                    ~Q(status=VictimStatus.UNIDENTIFIED.value)
                    & Q(identified_on__isnull=False, identification_recorded_at__isnull=False)
                    & ~Q(recency="")
                    & ~Q(relation="")
                    & ~Q(age_band="")
                ),
            ),
        ]
        indexes = [models.Index(fields=["agency", "identified_on"], name="victim_by_agency_and_day")]
