"""What an address of the queue asks for: list, filters, order and columns; and the addresses of its neighbours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.desk.models import SavedView
from nightlight.desk.reading import asked_by, order_of
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.nexus import Nexus
from nightlight.triage.queue.filters import FOLDED, ME, Asked, read
from nightlight.triage.queue.orders import Order, Stretch

OPEN = "open"
LISTS: dict[str, tuple[str, Asked]] = {
    OPEN: ("All open", Asked()),
    "mine": ("Mine", Asked({"person": (ME,)})),
    "new": ("Not taken up", Asked({"status": (ReportStatus.ASSIGNED.value,)})),
    "waiting": ("Waiting for a route", Asked({"status": (ReportStatus.WAITING_FOR_ROUTE.value,)})),
    "working": ("Under investigation", Asked({"status": (ReportStatus.UNDER_INVESTIGATION.value,)})),
    "held": ("Held back from the index", Asked({"nexus": (Nexus.UNKNOWN.value, Nexus.NO.value)})),
}
"""The lists that everybody has, by the word in their address. What is held back may not stand in the national index."""
NEEDS = {"mine": Permission.REPORT_WORK, "waiting": Permission.REPORT_ROUTE}
"""The right without which a list concerns nobody."""

AXES = ("victim", "offender", "solvable", "severity")
COLUMNS = {
    "victim": "Victim",
    "offender": "Offender",
    "solvable": "Solvable",
    "severity": "Severity",
    "received": "Received",
    "provider": "Provider",
    "status": "Status",
    "holder": "With",
    "person": "Person",
    "channel": "Came by",
    "state": "Place",
}
"""The columns that can be chosen. Tier, number and clock cannot be taken away."""
MOST_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Asking:
    """A list of the queue as an address asks for it."""

    show: str
    view: SavedView | None
    own: Asked
    """The filters that the address itself names."""
    order: Order
    columns: tuple[str, ...]
    after: UUID | None = None
    before: UUID | None = None

    @property
    def asked(self) -> Asked:
        """Every filter that holds: the address before the view before the list."""
        kept = asked_by(self.view) if self.view else Asked()
        return self.own.joined(kept).joined(LISTS[self.show][1])

    @property
    def beyond(self) -> Asked:
        """The filters beyond those of the list that everybody has: what the chips show and a view keeps."""
        return self.own.joined(asked_by(self.view)) if self.view else self.own

    @property
    def stretch(self) -> Stretch:
        """The part of the list that is shown."""
        return Stretch(self.order, self.after, self.before)

    def address(self, **changes: str) -> str:
        """Return the address of the same list, with some parts of it given anew; empty ones are left out."""
        parts: list[tuple[str, str]] = [("show", "" if self.show == OPEN else self.show)]
        if self.view:
            parts.append(("view", str(self.view.pk)))
        parts += [(name, value) for name, values in self.own.values.items() for value in values]
        parts += [("order", "" if self.order == self._usual_order else self.order.value)]
        parts += [("columns", "" if self.columns == self._usual_columns else ",".join(self.columns))]
        kept = [(name, value) for name, value in parts if name not in changes]
        query = urlencode([(name, value) for name, value in [*kept, *changes.items()] if value])
        return f"{reverse('queue')}?{query}" if query else reverse("queue")

    def without(self, name: str) -> str:
        """Return the address of the list without one filter. A view's other filters then stand in the address."""
        left = {one: values for one, values in self.beyond.values.items() if one != name}
        return replace(self, view=None, own=Asked(left)).address()

    def anew(self) -> str:
        """Return the address of the list with no filter beyond its own."""
        return replace(self, view=None, own=Asked()).address()

    @property
    def _usual_order(self) -> Order:
        return order_of(self.view) if self.view else Order.TIER

    @property
    def _usual_columns(self) -> tuple[str, ...]:
        return columns_of(self.view.columns) if self.view else AXES


def asking(given: QueryDict, user: User, view: SavedView | None) -> Asking:
    """Read an address. What names nothing that is there falls back to the usual."""
    show = given.get("show", OPEN)
    order = given.get("order", "")
    # the form names every column in a parameter of its own, an address all of them in one
    columns = [name for text in given.getlist("columns") for name in text.split(",")]
    return Asking(
        show=show if show in lists_of(user) else OPEN,
        view=view,
        own=read(dict(given.lists())),
        order=Order(order) if order in list(Order) else order_of(view) if view else Order.TIER,
        columns=columns_of(columns or (view.columns if view else ())),
        after=_id(given.get("after", "")),
        before=_id(given.get("before", "")),
    )


def columns_of(names: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that there are among some names, in the order of the table; the axes where there are none."""
    asked = set(names) if isinstance(names, list | tuple) else set()
    known = tuple(name for name in COLUMNS if name in asked)
    return known[:MOST_COLUMNS] or AXES


def lists_of(user: User) -> list[str]:
    """Return the lists that a person has."""
    return [name for name in LISTS if name not in NEEDS or user.may(NEEDS[name])]


def counted(asking: Asking, user: User, views: Sequence[SavedView]) -> Mapping[str, Asked]:
    """Return every list whose number the page says, by a name: the tabs, the views, and the one that is shown."""
    lists = {name: LISTS[name][1] for name in lists_of(user)}
    kept = {str(view.pk): asked_by(view) for view in views}
    lists["folded"] = read({"stands": [FOLDED]})
    return {**lists, **kept, "shown": asking.asked, "unread": Asked({"unread": ("yes",)}).joined(asking.asked)}


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
