"""The queue: the open reports in the order in which they are to be looked at, and the chosen one beside them."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_POST

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.desk import visits
from nightlight.desk.models import SavedView
from nightlight.desk.reading import view_of, views_of
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotFound
from nightlight.intake.lifecycle import LIFECYCLE, ReportStatus
from nightlight.triage.queue import filters, orders
from nightlight.triage.queue.counting import counts, news
from nightlight.triage.queue.glance import glance
from nightlight.triage.queue.listing import Row, page_of, rows_of
from nightlight.triage.report_page import known
from nightlight.web import clock_words, gate_words, nexus, queue_form, report_words
from nightlight.web.access import Request, page
from nightlight.web.frame import zone_of
from nightlight.web.queue_acts import offered
from nightlight.web.queue_lists import AXES, COLUMNS, LISTS, OPEN, Asking, asking, counted, lists_of
from nightlight.web.queue_rows import Addresses, line
from nightlight.web.queue_undo import strip
from nightlight.web.queue_views import SaveForm, removed
from nightlight.web.report_forms import AssignForm
from nightlight.web.templatetags.words import count

PAGE = 50


@page(needs=Permission.REPORT_READ)
@require_GET
def queue(request: Request) -> HttpResponse:
    """Show the open reports, 50 at a time, and what is known at a glance about the chosen one."""
    user, now = request.user, clock.now()
    since = visits.came(user)
    asked, by = _asking(request), filters.Asking(user, visits.unread_since(user, since))
    part = page_of(user, asked.asked, asked.stretch, asking=by, limit=PAGE)
    current, chosen = _current(part.rows, request.GET.get("at", ""))
    if current and chosen:
        visits.read(user, [current.id])
    views = views_of(user)
    numbers = counts(user, counted(asked, user, views), asking=by)
    user.__dict__["open_leads"] = numbers[OPEN]
    unread = visits.unread_among(user, since, [row.report for row in part.rows])
    acts, zone, leads = offered(user), zone_of(user.agency), Addresses(_at(asked.address(), request.GET))
    shown = {
        "asking": asked,
        "lines": [
            line(row, asked.columns, leads, unread=row.id in unread, since=since, zone=zone) for row in part.rows
        ],
        "heads": [(name, COLUMNS[name], "" if name in AXES else "words-cell") for name in asked.columns],
        "wide": sum(name not in AXES for name in asked.columns) > 1,
        "current": current,
        "beside": _beside(part.rows, current),
        "total": numbers["shown"],
        "unread": numbers["unread"],
        "folded": numbers["folded"] if asked.show == OPEN and not asked.beyond.values else 0,
        "since": since,
        "now": now,
        "acts": acts,
        "offers": any(act.name == "transfer" for act in acts),
        "strips": [one for one in (strip(request), removed(request)) if one],
        "save_form": SaveForm(auto_id="save_%s"),
        **_narrowing(user, asked, is_open="narrow" in request.GET),
        **_neighbours(asked, part.earlier, part.later),
        **_places(asked, user, views, numbers),
        **(_detail(user, current) if current else {}),
    }
    return render(request, "web/queue.html", shown)


@page(needs=Permission.REPORT_READ)
@require_GET
def pane(request: Request, pk: UUID) -> HttpResponse:
    """Give what stands beside the list about one report: for whoever moves through it by keyboard."""
    found = rows_of(request.user, [pk])
    if not found:
        raise NotFound
    return render(request, "web/queue_detail.html", {"current": found[0], **_detail(request.user, found[0])})


@page(needs=Permission.REPORT_READ)
@require_GET
def changes(request: Request) -> JsonResponse:
    """Say how many reports came into a list since a moment, and of how many others there was news. Moves nothing."""
    since = parse_datetime(request.GET.get("since", "").replace(" ", "+"))
    if since is None or since.tzinfo is None:
        return JsonResponse({"message": "Say since when: an ISO 8601 moment with its zone."}, status=400)
    found = news(request.user, _asking(request).asked, since=since)
    return JsonResponse({"new": found.new, "changed": found.changed})


@page(needs=Permission.REPORT_READ)
@require_POST
def seen(request: Request, pk: UUID) -> HttpResponse:
    """Note that the reader has seen a report, or that they want it to stand out again."""
    if not rows_of(request.user, [pk]):
        raise NotFound
    if request.POST.get("unread"):
        visits.mark_unread(request.user, pk)
    else:
        visits.saw(request.user, [pk])
    return HttpResponse(status=204)


def _asking(request: Request) -> Asking:
    """Read the address. A view that is not there and one that is not the reader's are the same: not found."""
    named = request.GET.get("view", "")
    view = view_of(request.user, named) if named else None
    if named and view is None:
        raise NotFound
    return asking(request.GET, request.user, view)


def _at(here: str, given: QueryDict) -> str:
    """Return the address of the part of the list that is shown, up to the id of the report that it is opened at."""
    place = [(name, given[name]) for name in ("after", "before") if given.get(name)]
    return f"{here}{'&' if '?' in here else '?'}{urlencode([*place, ('at', '')])}"


def _narrowing(user: User, asked: Asking, *, is_open: bool) -> dict[str, Any]:
    """Return the chips, the form where it was asked for, and what of the address fitted no filter."""
    return {
        "chips": queue_form.chips(user, asked),
        "form": queue_form.form(user, asked) if is_open else None,
        "narrow": asked.address(narrow="1"),
        "misfits": asked.own.misfits,
        "order_words": orders.WORDS[asked.order],
    }


def _neighbours(asked: Asking, earlier: UUID | None, later: UUID | None) -> dict[str, str]:
    return {
        "here": asked.address(),
        "earlier": asked.address(before=str(earlier)) if earlier else "",
        "later": asked.address(after=str(later)) if later else "",
        "anew": asked.anew(),
    }


def _places(asked: Asking, user: User, views: Sequence[SavedView], numbers: Mapping[str, int]) -> dict[str, Any]:
    """Return the tabs, and the saved views of the rail, each with the number of its list."""
    beginning = reverse("queue")
    tabs = [
        {
            "words": LISTS[name][0],
            "count": count(numbers[name]),
            "href": f"{beginning}?show={name}",
            "current": name == asked.show and not asked.view,
        }
        for name in lists_of(user)
    ]
    kept = [
        {
            "name": view.name if view.owner_id == user.pk else f"Shared: {view.name}",
            "url": f"{beginning}?view={view.pk}",
            "count": count(numbers[str(view.pk)]),
            "current": asked.view is not None and asked.view.pk == view.pk,
        }
        for view in views
    ]
    if asked.view:
        shown = {"words": asked.view.name, "count": count(numbers["shown"]), "href": asked.address(), "current": True}
        tabs.append(shown)
    may_change = asked.view is not None and asked.view.may_be_changed_by(user)
    return {"tabs": tabs, "views": kept, "may_change_view": may_change}


def _current(rows: Sequence[Row], asked: str) -> tuple[Row | None, bool]:
    """Return the row that the address chooses, or the first; and whether the address chose it."""
    chosen: dict[str, Row] = {str(row.id): row for row in rows}
    found = chosen.get(asked.lower())
    return (found, True) if found else (next(iter(rows), None), False)


def _beside(rows: Sequence[Row], current: Row | None) -> Row | None:
    """Return the row below the chosen one, or above it where it is the last: what it is compared with."""
    if current is None or len(rows) == 1:
        return None
    at = rows.index(current)
    return rows[at + 1] if at + 1 < len(rows) else rows[at - 1]


def _detail(user: User, row: Row) -> dict[str, Any]:
    """Return what the pane beside the list says about a report. No account in words is unfolded there."""
    words, tone = report_words.STATUS[ReportStatus(row.status)]
    may_assign = user.may(Permission.REPORT_ASSIGN) and LIFECYCLE.allows("assign", row.status) and not row.folded_into
    read = glance(user, row)
    return {
        "glance": read,
        "why": read.judgement,
        "gate_note": gate_words.summary(read.gate),
        "clocks": clock_words.lines(read.clocks, clock.today()),
        "nexus": nexus.shown(user, row.report),
        "axes": report_words.axes(row.axes) if row.axes else (),
        "reasons": [fact for fact in known(read.judgement.facts) if fact.value],
        "status_words": words,
        "status_tone": tone,
        "may_accept": user.may(Permission.REPORT_ROUTE),
        "assign_form": AssignForm(user, auto_id="assign_%s", initial={"held_by": row.report.assigned_to_id or ""})
        if may_assign
        else None,
    }
