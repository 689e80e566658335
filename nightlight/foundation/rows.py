"""What every row has: a time-ordered id and the moment it was recorded."""

from django.db import models

from nightlight.foundation import clock, ids


class Row(models.Model):
    """A row with a UUIDv7 and the moment (UTC) at which Nightlight came to know it."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True
