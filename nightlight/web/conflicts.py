"""Conflicts: that a match exists, whom to call, and how it ended. Pointer only: no page here tells of a record."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.deconfliction import actions
from nightlight.deconfliction.lifecycle import LIFECYCLE, ConflictOutcome
from nightlight.deconfliction.models import Conflict
from nightlight.deconfliction.reading import PAGE, conflict_page, conflicts_for
from nightlight.web.access import Request, page
from nightlight.web.conflict_sides import OUTCOMES, sides, tag, where_it_stands
from nightlight.web.frame import zone_of
from nightlight.web.paging import pager, place
from nightlight.web.pressing import found, pressed

NO_SIDE = "Say for which of the two sides you answer; nothing was changed."
NOT_CHOSEN = "Choose how it ended; nothing was changed."


class SideForm(forms.Form):
    """The side that somebody answers for."""

    side = forms.ModelChoiceField(queryset=Agency.objects.all())


class SettleForm(forms.Form):
    """How a conflict ended."""

    outcome = forms.TypedChoiceField(
        choices=[(outcome.value, words) for outcome, (words, _) in OUTCOMES.items()], coerce=ConflictOutcome
    )


@page(needs=Permission.CONFLICT_READ)
@require_GET
def conflicts(request: Request) -> HttpResponse:
    """Show the reader's conflicts, 50 at a time: unsettled ones first, then the newest."""
    offset = place(request)
    listed = conflicts_for(request.user, offset=offset, limit=PAGE)
    total = Conflict.objects.visible_to(request.user).count()
    shown = {
        "lines": [(conflict, *tag(conflict)) for conflict in listed],
        "total": total,
        "pager": pager(request, offset=offset, here=len(listed), total=total, noun="conflicts", size=PAGE),
        "from_above": request.user.agency.is_national,
    }
    return render(request, "web/conflicts.html", shown)


@page(needs=Permission.CONFLICT_READ)
@require_GET
def conflict(request: Request, pk: UUID) -> HttpResponse:
    """Show one conflict: both sides, where it stands, and how it may end."""
    read = conflict_page(request.user, pk)
    words, tone = tag(read)
    shown = {
        "conflict": read,
        "words": words,
        "tone": tone,
        "sides": sides(request.user, read),
        "items": where_it_stands(read, zone_of(request.user.agency)),
        "outcomes": [
            {"value": outcome.value, "label": label, "hint": hint} for outcome, (label, hint) in OUTCOMES.items()
        ],
        "may_settle": request.user.may(Permission.CONFLICT_ANSWER) and not read.settled_at,
        "is_open_to_settle": LIFECYCLE.allows("settle", read.status),
    }
    return render(request, "web/conflict.html", shown)


@page(needs=Permission.CONFLICT_ANSWER)
@require_POST
def acknowledge(request: Request, pk: UUID) -> HttpResponse:
    """Acknowledge a conflict for one's own side, or from above for one of the two."""
    conflict, form = found(Conflict, request, pk), SideForm(request.POST)
    if not form.is_valid():
        messages.error(request, NO_SIDE)
        return redirect("conflict", pk)
    agency: Agency = form.cleaned_data["side"]
    return pressed(
        request,
        lambda: actions.acknowledge(conflict, by=request.user, on_behalf_of=agency),
        f"Conflict {conflict.number} is acknowledged for {agency.name}.",
        "conflict",
        pk,
    )


@page(needs=Permission.CONFLICT_ANSWER)
@require_POST
def settle(request: Request, pk: UUID) -> HttpResponse:
    """Record how a conflict ended."""
    conflict, form = found(Conflict, request, pk), SettleForm(request.POST)
    if not form.is_valid():
        messages.error(request, NOT_CHOSEN)
        return redirect("conflict", pk)
    return pressed(
        request,
        lambda: actions.settle(conflict, by=request.user, outcome=form.cleaned_data["outcome"]),
        f"Conflict {conflict.number} is settled.",
        "conflict",
        pk,
    )
