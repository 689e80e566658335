"""What people see of notices: the bell's number, the list, and how each went out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.notices.kinds import Urgency
from nightlight.notices.models import Delivery, DeliveryStatus, Notice, Sight
from nightlight.notices.rules import delivery_on


@dataclass(frozen=True, slots=True)
class Bell:
    """How many notices one has not seen, and how many of these are urgent."""

    unseen: int
    urgent: int


@dataclass(frozen=True, slots=True)
class Sent:
    """How often a notice went out by one way, how often it waits, and how often it was given up."""

    way: str
    delivered: int
    waiting: int
    given_up: int


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """A notice as one reader sees it."""

    notice: Notice
    seen_at: datetime | None
    sent: tuple[Sent, ...]


def bell(actor: Actor) -> Bell:
    """Return what the bell says: notices of the days that the policy names, not seen and not handled. One query."""
    counted = unseen(actor).aggregate(all=Count("pk"), urgent=Count("pk", filter=Q(urgency=Urgency.URGENT.value)))
    return Bell(counted["all"], counted["urgent"])


def shown(actor: Actor) -> Any:
    """Return the notices that the actor's list shows, as one queryset."""
    since = clock.now() - timedelta(days=delivery_on(clock.today()).content.shown_for_days)
    return Notice.objects.visible_to(actor).filter(raised_at__gte=since)


def unseen(actor: Actor) -> Any:
    """Return the notices that the bell counts, as one queryset."""
    own = Sight.objects.visible_to(actor).filter(notice=OuterRef("pk"))
    return shown(actor).filter(~Exists(own), handled_at=None)


def notices_for(actor: Actor, *, only_unseen: bool = False, offset: int = 0, limit: int) -> list[NoticeRead]:
    """Return a page of notices, the newest first. Three queries."""
    rows = (unseen(actor) if only_unseen else shown(actor)).select_related("handled_by")
    notices = list(rows.order_by("-raised_at", "-pk")[offset : offset + limit])
    seen = dict(Sight.objects.visible_to(actor).filter(notice__in=notices).values_list("notice_id", "seen_at"))
    sent = _sent(notices)
    return [NoticeRead(notice, seen.get(notice.pk), sent.get(notice.pk, ())) for notice in notices]


def _sent(notices: Sequence[Notice]) -> dict[UUID, tuple[Sent, ...]]:
    rows = Delivery.objects.unscoped(because="whoever sees a notice sees by what ways it went out, not where to")
    counted: dict[tuple[UUID, str], dict[str, int]] = defaultdict(dict)
    groups = rows.filter(notice__in=notices).order_by().values_list("notice_id", "outlet__way", "status")
    for notice_id, way, status, many in groups.annotate(many=Count("pk")):
        counted[notice_id, way][status] = many
    found: dict[UUID, list[Sent]] = defaultdict(list)
    for (notice_id, way), by_status in sorted(counted.items()):
        states = (DeliveryStatus.DELIVERED, DeliveryStatus.WAITING, DeliveryStatus.GIVEN_UP)
        found[notice_id].append(Sent(way, *(by_status.get(state.value, 0) for state in states)))
    return {notice_id: tuple(ways) for notice_id, ways in found.items()}
