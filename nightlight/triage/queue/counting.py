"""How many reports each list of the queue has: in one pass over the index that the lists are read from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from nightlight.agencies.models import Agency
from nightlight.foundation.sealed import Actor
from nightlight.triage.queue.filters import Asked, Asking
from nightlight.triage.queue.listing import open_reports, worked_by


def counts(actor: Actor, lists: Mapping[str, Asked], *, agency: Agency | None = None, unread: Q | None = None) -> Any:
    """Return how many reports each of the lists has, by its name. One query, whatever is asked.

    The condition is the list's own, so a count and its list cannot differ.
    """
    if not lists:
        return {}
    asking = Asking(actor) if unread is None else Asking(actor, unread)
    asked = worked_by(open_reports(actor), agency)
    numbered = {f"list_{at}": Count("pk", filter=one.condition(asking)) for at, one in enumerate(lists.values())}
    found = asked.order_by().aggregate(**numbered)
    return dict(zip(lists, (found[name] for name in numbered), strict=True))


@dataclass(frozen=True, slots=True)
class News:
    """How many reports of a list came in since a moment, and of how many others there was news."""

    new: int
    changed: int


def news(actor: Actor, asked: Asked, *, since: datetime) -> News:
    """Return what there is new in a list since a moment (aware). One query over the same index; nothing is written."""
    fresh = open_reports(actor).filter(asked.condition(Asking(actor)), changed_at__gt=since)
    found = fresh.order_by().aggregate(every=Count("pk"), new=Count("pk", filter=Q(received_at__gt=since)))
    return News(found["new"], found["every"] - found["new"])
