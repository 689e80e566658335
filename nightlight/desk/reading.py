"""Which views somebody has, and what a view asks for."""

from uuid import UUID

from django.db.models import Case, When

from nightlight.desk.models import SavedView
from nightlight.foundation.sealed import Actor
from nightlight.triage.queue.filters import Asked, read
from nightlight.triage.queue.orders import Order

SHOWN = 20
"""How many views the rail lists and counts; the others are found by their names."""


def views_of(actor: Actor) -> list[SavedView]:
    """Return the views that stand and that the actor sees, their own first. One query."""
    own_first = Case(When(owner=actor.pk, then=0), default=1)
    views = SavedView.objects.visible_to(actor).standing()
    return list(views.order_by(own_first, "name", "pk")[:SHOWN])


def view_of(actor: Actor, asked: str) -> SavedView | None:
    """Return the view that an address names by its id, or that a command names; one's own before a colleague's."""
    views = SavedView.objects.visible_to(actor).standing().select_related("owner")
    try:
        return views.filter(pk=UUID(asked)).first()
    except ValueError:
        found = list(views.filter(name__iexact=asked.strip()))
        return min(found, key=lambda view: view.owner_id != actor.pk, default=None)


def asked_by(view: SavedView) -> Asked:
    """Return the filters of a view; what a view of an older release holds and nobody knows any more is a misfit."""
    return read(view.filters if isinstance(view.filters, dict) else {})


def order_of(view: SavedView) -> Order:
    """Return the order of a view."""
    return Order(view.order)
