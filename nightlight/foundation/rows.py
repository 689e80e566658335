"""What every row has: a time-ordered id and the moment it was recorded."""

from collections.abc import Iterable
from functools import reduce
from operator import attrgetter, or_
from typing import Any

from django.db import models
from django.db.models import Q

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


def one_of(column: str, words: Iterable[str]) -> Q:
    """Return the condition of a constraint that a column holds one of some words.

    Use it where many rows are written: SQLite makes the list of an `IN` anew for every row that it checks, which was
    half of what a sighting cost; it compares one word after the other at once.
    """
    return reduce(or_, (Q(**{column: str(word)}) for word in words))
