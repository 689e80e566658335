"""How an agency reads the columns of a table: saved under a name, so that the next table takes no thought."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet


class MappingQuerySet(SealedQuerySet["ColumnMapping"]):
    """Mappings of the agencies that the actor sees, for those who hand in."""

    def visibility(self, actor: Actor) -> Q:
        return actor.sees("agency") if actor.may("submission:send") else Q(pk__in=[])


class ColumnMapping(Row):
    """What each column of a table means: column heads, each with the field that it fills."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="column_mappings")
    name = models.CharField(max_length=80)
    columns = models.JSONField(help_text="Column head to field")

    objects = MappingQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_column_mapping_per_name", fields=["agency", "name"]),
            CheckConstraint(name="column_mapping_has_a_name", condition=~Q(name="")),
            CheckConstraint(name="column_mapping_says_what_a_column_means", condition=~Q(columns={})),
        ]
