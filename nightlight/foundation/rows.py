"""What every row has: a time-ordered id and the moment it was recorded."""

from operator import attrgetter
from typing import Any

from django.db import models

from nightlight.foundation import clock, ids


class Identified(models.Model):
    """A row with a UUIDv7."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)

    pk: Any = property(attrgetter("id"), lambda row, value: setattr(row, "id", value))
    """Its id: Django asks the model each time which field that is, and intake asks some ninety times for a report."""

    class Meta:
        abstract = True


class Row(Identified):
    """A row with a UUIDv7 and the moment (UTC) at which Nightlight came to know it."""

    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True
