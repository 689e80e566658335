"""How many reports each list of the queue has: in one pass over the index that the lists are read from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from nightlight.agencies.models import Agency
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Lane, Report
from nightlight.triage.queue.filters import Asked, Asking, Values
from nightlight.triage.queue.listing import worked_by

Key = tuple[tuple[str, Values], ...]
"""The filters of a list with their values."""


def counts(
    actor: Actor, lists: Mapping[str, Asked], *, agency: Agency | None = None, asking: Asking | None = None
) -> dict[str, int]:
    """Return how many reports each of the lists has, by its name. One query for each lane, whatever is asked.

    The condition is the list's own, so a count and its list cannot differ. Lists that ask the same are counted once.
    """
    asking = asking or Asking(actor)
    found: dict[str, int] = {}
    for lane in Lane:
        alike: dict[Key, list[str]] = {}
        for name, one in lists.items():
            if one.lane is lane:
                alike.setdefault(tuple(one.values.items()), []).append(name)
        rows = worked_by(Report.objects.visible_to(actor).in_lane(lane), agency).order_by()
        wanted = {f"list_{at}": lists[names[0]].within_lane(asking) for at, names in enumerate(alike.values())}
        numbers = rows.aggregate(**{name: Count("lane", filter=one or None) for name, one in wanted.items()})
        for number, names in zip(numbers.values(), alike.values(), strict=True):
            found |= dict.fromkeys(names, number)
    return found


@dataclass(frozen=True, slots=True)
class News:
    """How many reports of a list came in since a moment, and of how many others there was news."""

    new: int
    changed: int


def news(actor: Actor, asked: Asked, *, since: datetime) -> News:
    """Return what there is new in a list since a moment (aware). One query over the same index; nothing is written."""
    fresh = Report.objects.visible_to(actor).filter(asked.condition(Asking(actor)), changed_at__gt=since)
    found = fresh.order_by().aggregate(every=Count("lane"), new=Count("lane", filter=Q(received_at__gt=since)))
    return News(found["new"], found["every"] - found["new"])
