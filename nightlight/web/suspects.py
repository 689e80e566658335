"""High-priority suspects: the current list with its clock, the runs, one run, and making one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.suspects.actions import expire, make_run, open_run
from nightlight.suspects.models import Due
from nightlight.suspects.reading import PAGE, entries_of, lapsed, run_of, run_page, runs_for
from nightlight.suspects.standing import Standing, standing
from nightlight.web.access import Request, page
from nightlight.web.paging import pager, place
from nightlight.web.templatetags.words import count, day

STATES = {Due.IN_TIME: "runs", Due.SOON: "soon", Due.OVERDUE: "over"}


@page(needs=Permission.SUSPECT_READ)
@require_GET
def suspects(request: Request) -> HttpResponse:
    """Show the list of the last run, and how long until the next one is due."""
    stands = standing(request.user)
    if stands.latest:
        open_run(stands.latest, by=request.user)
    shown = {
        "run": stands.latest,
        "entries": entries_of(request.user, stands.latest) if stands.latest else (),
        "countdown": countdown(stands),
        "beat": stands.beat,
        "due": stands.due,
        "tabs": tabs(request.user, "suspects"),
        "rights": request.user.permissions,
    }
    return render(request, "web/suspects.html", shown)


@page(needs=Permission.SUSPECT_READ)
@require_GET
def runs(request: Request) -> HttpResponse:
    """Show the runs that the reader's agency made or received, 50 at a time, the latest first."""
    offset = place(request)
    listed, total = runs_for(request.user, offset=offset)
    shown = {
        "listed": listed,
        "tabs": tabs(request.user, "suspect-runs"),
        "pager": pager(request, offset=offset, here=len(listed), total=total, noun="runs", size=PAGE),
    }
    return render(request, "web/suspect_runs.html", shown)


@page(needs=Permission.SUSPECT_READ)
@require_GET
def run(request: Request, pk: UUID) -> HttpResponse:
    """Show one run: list, inputs, policies, recipients with receipts, and what changed against the one before."""
    found = run_of(request.user, pk)
    open_run(found, by=request.user)
    shown = {"read": run_page(request.user, found), "run": found, "rights": request.user.permissions}
    return render(request, "web/suspect_run.html", shown)


@page(needs=Permission.SUSPECT_RUN)
@require_http_methods(["GET", "POST"])
def make(request: Request) -> HttpResponse:
    """Ask, then end what nobody validated in time, make a run, and show it."""
    if request.method == "POST":
        expire(lapsed(request.user), by=request.user)
        made = make_run(by=request.user)
        messages.success(request, f"Run {made.number} is made and reported.")
        return redirect("suspect-run", made.pk)
    stands = standing(request.user)
    return render(request, "web/suspect_make.html", {"countdown": countdown(stands), "beat": stands.beat})


def tabs(user: User, chosen: str) -> list[dict[str, Any]]:
    """Return the tabs of these pages that the person's rights open."""
    offered = [
        ("Current list", "suspects", Permission.SUSPECT_READ),
        ("Runs", "suspect-runs", Permission.SUSPECT_READ),
        ("Nominations", "suspect-nominations", Permission.SUSPECT_NOMINATE),
        ("Suggestions", "suspect-suggestions", Permission.SUSPECT_NOMINATE),
    ]
    return [
        {"words": words, "href": reverse(name), "current": name == chosen}
        for words, name, needs in offered
        if user.may(needs)
    ]


def countdown(stands: Standing) -> dict[str, Any]:
    """Return what the countdown component wants."""
    beat = stands.beat.content
    drawn = {"state": STATES[stands.due], "used": stands.used, "warn": 100 * beat.warn_days // beat.every_days}
    if stands.days is None:
        return drawn | {"words": "No run yet", "detail": f"The list is made at least every {beat.every_days} days."}
    left = beat.every_days - stands.days
    word = f"{count(abs(left))} day{'' if abs(left) == 1 else 's'}"
    said = f"{word} left" if left > 0 else f"{word} over" if left < 0 else "Due today"
    ago = "today" if not stands.days else f"{stands.days} day{'' if stands.days == 1 else 's'} ago"
    due = "is" if left >= 0 else "was"
    return drawn | {"words": said, "detail": f"Last run {ago}; the next {due} due by {day(stands.due_on)} (UTC)."}
