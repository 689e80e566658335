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
from nightlight.notices.reading import bell
from nightlight.quarantine.reading import waiting_count
from nightlight.transfers.reading import incoming
from nightlight.triage.queue.listing import open_leads
from nightlight.urgent.reading import calls_me, is_on_call
from nightlight.urgent.reading import waiting_count as urgent_count
from nightlight.web.made_once import part
from nightlight.web.templatetags.words import NATIONAL_ZONE


@dataclass(frozen=True, slots=True)
class Room:
    """An entry of the rail: who may use it, where it leads, the letter after `g`, and what it counts."""

    name: str
    url_name: str
    icon: str
    key: str
    needs: Permission
    group: str
    """The title under which it stands; the first group has none."""
    count: Callable[[User], int] | None = None
    holds: tuple[str, ...] = ()
    """Beginnings of further addresses that belong to it."""


def open_lead_count(user: User) -> int:
    """Return how many open leads somebody sees; counted once for a request, which the queue does for its tabs."""
    return _once(user, "open_leads", lambda: open_leads(user).count())


def alarm_count(user: User) -> int:
    """Return how many alarms wait that somebody sees; counted once for a request."""
    return _once(user, "alarms_waiting", lambda: urgent_count(user))


def _once(user: User, name: str, counted: Callable[[], int]) -> int:
    if name not in user.__dict__:
        user.__dict__[name] = counted()
    return int(user.__dict__[name])


P = Permission
WORK, INTAKE, RULES = "", "Intake", "Rules and lists"

RAIL = (
    Room("Queue", "queue", "queue", "q", P.REPORT_READ, WORK, count=open_lead_count, holds=("/reports",)),
    Room("Urgent lane", "urgent", "clock", "r", P.REPORT_READ, WORK, count=alarm_count),
    Room("Transfers", "transfers", "send", "t", P.REPORT_READ, WORK, count=lambda user: incoming(user).count()),
    Room("Cases", "cases", "case", "s", P.CASE_READ, WORK),
    Room("Conflicts", "conflicts", "conflict", "c", P.CONFLICT_READ, WORK, count=open_count),
    Room("Operations", "operations", "operation", "o", P.OPERATION_READ, WORK),
    Room("Priority list", "suspects", "people", "y", P.SUSPECT_READ, WORK),
    Room("Load", "load", "people", "l", P.REPORT_READ, WORK),
    Room("How triage does", "learning", "chart", "a", P.REPORT_READ, WORK),
    Room("Quarantine", "quarantine", "warning", "u", P.SUBMISSION_READ, INTAKE, count=waiting_count),
    Room("What came in", "submissions", "document", "i", P.SUBMISSION_READ, INTAKE),
    Room("Hand in", "hand-in", "send", "h", P.SUBMISSION_SEND, INTAKE),
    Room("Priorities", "priorities", "filter", "p", P.REPORT_READ, RULES),
    Room("Routing", "territories", "globe", "g", P.REPORT_READ, RULES),
    Room("Networks", "networks", "key", "m", P.ROUTING_MANAGE, RULES),
    Room("Warrant rules", "gate-rules", "lock", "w", P.REPORT_READ, RULES),
    Room("Log retention", "retention", "clock", "e", P.REPORT_READ, RULES),
    Room("Known hashes", "hashes", "list", "k", P.HASH_READ, RULES),
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
        "may_type": user.may(P.SUBMISSION_SEND),
        **(_alarm(user) if user.may(P.REPORT_READ) else {}),
        "bell": _bell(request, user) if user.may(P.NOTICE_READ) else None,
        "rail": [_item(request, user, room) for room in RAIL if user.may(room.needs)],
    }


def _alarm(user: User) -> dict[str, Any]:
    """Return what calls the person now (nothing where no alarm waits), and whether their page should keep asking."""
    alarms = calls_me(user) if alarm_count(user) else []
    return {"alarms": alarms, "keeps_asking": bool(alarms) or is_on_call(user)}


def _bell(request: HttpRequest, user: User) -> dict[str, Any]:
    counted, url = bell(user), reverse("notices")
    return {"url": url, "unseen": counted.unseen, "urgent": counted.urgent, "current": request.path.startswith(url)}


def _item(request: HttpRequest, user: User, room: Room) -> dict[str, Any]:
    url = reverse(room.url_name)
    return {
        "name": room.name,
        "group": room.group,
        "url": url,
        "icon": part("icon", name=room.icon),
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
