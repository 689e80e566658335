"""The list of cases, and the page of one case."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.investigations.lifecycle import CaseStatus, SubjectStatus
from nightlight.investigations.reading import PAGE, CaseList, CasePage, case_page, cases_for
from nightlight.investigations.timeline import Event, Happening
from nightlight.victims.reading import children_of
from nightlight.web.access import Request, page
from nightlight.web.frame import zone_of
from nightlight.web.paging import pager, place
from nightlight.web.templatetags.words import count, day, when

TABS: dict[str, tuple[str, CaseStatus | None]] = {
    "open": ("Open", CaseStatus.OPEN),
    "closed": ("Closed", CaseStatus.CLOSED),
    "all": ("All", None),
}
OF_A_PERSON = {Event.SUBJECT_ADDED, Event.ARREST}


@page(needs=Permission.CASE_READ)
@require_GET
def cases(request: Request) -> HttpResponse:
    """Show the reader's cases, 50 at a time: the open ones, the closed ones, or all."""
    asked = request.GET.get("show", "")
    chosen, offset = asked if asked in TABS else "open", place(request)
    listed = cases_for(request.user, status=TABS[chosen][1], offset=offset, limit=PAGE)
    shown = {
        "listed": listed,
        "chosen": chosen,
        "tabs": _tabs(request.user, chosen, listed),
        "pager": pager(request, offset=offset, here=len(listed.lines), total=listed.total, noun="cases", size=PAGE),
        "sees_several": request.user.agency.is_national or len(request.user.agencies_seen) > 1,
    }
    return render(request, "web/cases.html", shown)


@page(needs=Permission.CASE_READ)
@require_GET
def case(request: Request, pk: UUID) -> HttpResponse:
    """Show one case with everything that belongs to it and that the reader may know."""
    read = case_page(request.user, pk)
    shown = {
        "read": read,
        "case": read.case,
        "is_open": read.case.status == CaseStatus.OPEN,
        "charges": [(arrest.arrest, charge) for arrest in read.arrests for charge in arrest.charges],
        "children": children_of(read.case, request.user),
        "items": _items(read, zone_of(request.user.agency)),
        "rights": request.user.permissions,
    }
    return render(request, "web/case.html", shown)


def _tabs(user: User, chosen: str, listed: CaseList) -> list[dict[str, Any]]:
    """Return the tabs, each with the count of the list that it opens."""
    return [
        {
            "words": words,
            "count": count(listed.total if name == chosen else cases_for(user, status=status, limit=0).total),
            "href": f"{reverse('cases')}?show={name}",
            "current": name == chosen,
        }
        for name, (words, status) in TABS.items()
    ]


def _items(read: CasePage, zone: str) -> list[dict[str, str]]:
    """Return what happened, as the timeline component wants it. Whoever is named is alleged, unless cleared."""
    cleared = {subject.name_as_given for subject in read.subjects if subject.status == SubjectStatus.CLEARED}

    def about(one: Happening) -> str:
        if not one.about or one.event not in OF_A_PERSON:
            return one.about
        return f"{one.about} ({'cleared' if one.about in cleared else 'alleged'})"

    return [
        {
            "time": when(one.at, zone) if one.at else day(one.on),
            "event": one.event.value,
            "detail": about(one),
        }
        for one in read.timeline
    ]
