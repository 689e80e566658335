"""What every page needs to know: whose data, who is here, what the rail holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency, AgencyKind
from nightlight.deconfliction.reading import open_count
from nightlight.foundation import clock
from nightlight.geography import states
from nightlight.quarantine.reading import waiting_count
from nightlight.triage.queue.listing import open_leads
from nightlight.web.templatetags.words import NATIONAL_ZONE


@dataclass(frozen=True, slots=True)
class Room:
    """An entry of the rail: who may use it, where it leads, the letter after `g`, and what it counts."""

    name: str
    url_name: str
    icon: str
    key: str
    needs: Permission
    count: Callable[[User], int] | None = None
    holds: tuple[str, ...] = ()
    """Beginnings of further addresses that belong to it."""


RAIL = (
    Room(
        "Queue",
        "queue",
        "queue",
        "q",
        Permission.REPORT_READ,
        count=lambda user: open_leads(user).count(),
        holds=("/reports",),
    ),
    Room("Conflicts", "conflicts", "conflict", "c", Permission.CONFLICT_READ, count=open_count),
    Room("Cases", "cases", "case", "s", Permission.CASE_READ),
    Room("Operations", "operations", "operation", "o", Permission.OPERATION_READ),
    Room("Quarantine", "quarantine", "warning", "u", Permission.SUBMISSION_READ, count=waiting_count),
    Room("What came in", "submissions", "document", "i", Permission.SUBMISSION_READ),
    Room("Hand in", "hand-in", "send", "h", Permission.SUBMISSION_SEND),
    Room("How triage does", "learning", "chart", "w", Permission.REPORT_READ),
    Room("Known hashes", "hashes", "list", "k", Permission.HASH_READ),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's context: a fixed number of queries, whatever the page."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"practice": settings.PRACTICE}
    return {
        "practice": settings.PRACTICE,
        "theme": user.theme,
        "person_name": user.name,
        "initials": user.initials,
        "whose_data": whose_data(user.agency),
        "marking": f"{user.agency.name} record, law enforcement sensitive",
        "zone": zone_of(user.agency),
        "may_type": user.may(Permission.SUBMISSION_SEND),
        "rail": [_item(request, user, room) for room in RAIL if user.may(room.needs)],
    }


def _item(request: HttpRequest, user: User, room: Room) -> dict[str, Any]:
    url = reverse(room.url_name)
    return {
        "name": room.name,
        "url": url,
        "icon": room.icon,
        "key": room.key,
        "count": f"{room.count(user):,}" if room.count else "",
        "current": request.path.startswith((url, *room.holds)),
    }


def whose_data(agency: Agency) -> str:
    """Return whose records a page of this agency shows."""
    if agency.kind != AgencyKind.NATIONAL:
        return agency.name
    task_forces = Agency.objects.filter(kind=AgencyKind.TASK_FORCE).in_force(clock.today()).count()
    return f"{agency.name}: {task_forces} task forces"


def zone_of(agency: Agency) -> str:
    """Return the time zone in which an agency reads its clocks."""
    state = states.by_code(agency.state) if agency.state else None
    return state.time_zone if state else NATIONAL_ZONE
