"""Outlets for administrators to read: what became of what each was to send."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F

from nightlight.foundation.refusals import NotFound
from nightlight.foundation.sealed import Actor
from nightlight.notices.models import Delivery, DeliveryStatus, Outlet

NEWEST = 25


@dataclass(frozen=True, slots=True)
class OutletRead:
    """An outlet with its counts; `newest` are its latest deliveries, on its own page only."""

    outlet: Outlet
    delivered: int
    waiting: int
    given_up: int
    newest: tuple[Delivery, ...] = ()


def outlets_for(actor: Actor) -> list[OutletRead]:
    """Return the outlets that the actor sees, those in use first. Two queries."""
    rows = Outlet.objects.visible_to(actor).select_related("agency", "person")
    return _read(list(rows.order_by(F("valid_to").desc(nulls_first=True), "-valid_from", "pk")), actor)


def outlet_page(actor: Actor, pk: UUID) -> OutletRead:
    """Return one outlet with its latest deliveries. Raises NotFound where there is none that the actor may see."""
    rows = Outlet.objects.visible_to(actor).select_related("agency", "person", "set_up_by")
    found = _read(list(rows.filter(pk=pk)), actor)
    if not found:
        raise NotFound
    newest = Delivery.objects.visible_to(actor).filter(outlet=pk).select_related("notice").order_by("-pk")[:NEWEST]
    [read] = found
    return OutletRead(read.outlet, read.delivered, read.waiting, read.given_up, tuple(newest))


def _read(outlets: Sequence[Outlet], actor: Actor) -> list[OutletRead]:
    rows: Any = Delivery.objects.visible_to(actor).filter(outlet__in=outlets).order_by()
    counted = {
        (outlet, status): many
        for outlet, status, many in rows.values_list("outlet_id", "status").annotate(many=Count("pk"))
    }
    states = (DeliveryStatus.DELIVERED, DeliveryStatus.WAITING, DeliveryStatus.GIVEN_UP)
    return [OutletRead(one, *(counted.get((one.pk, state.value), 0) for state in states)) for one in outlets]
