"""The queue: the open reports in the order in which they are to be looked at, and the chosen one beside them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.clocks.reading import clocks_of
from nightlight.foundation import clock
from nightlight.foundation.refusals import IllegalMove, RuleRefusal
from nightlight.gate.reading import gate_of
from nightlight.intake.lifecycle import LIFECYCLE, ReportStatus
from nightlight.intake.models import Report
from nightlight.triage import actions
from nightlight.triage.queue.glance import glance
from nightlight.triage.queue.listing import Counts, Row, counts
from nightlight.triage.queue.listing import queue as reports_in_order
from nightlight.triage.report_page import known
from nightlight.web import clock_words, gate_words, nexus, report_words
from nightlight.web.access import Request, page
from nightlight.web.paging import pager, place
from nightlight.web.report_forms import AssignForm
from nightlight.web.templatetags.words import count

PAGE = 50
NOTHING_CHOSEN = "Choose at least one report of the list; nothing was changed."
TABS: dict[str, tuple[str, ReportStatus | None]] = {
    "open": ("All open", None),
    "new": ("No first look yet", ReportStatus.ASSIGNED),
    "waiting": ("Waiting for a route", ReportStatus.WAITING_FOR_ROUTE),
    "working": ("Under investigation", ReportStatus.UNDER_INVESTIGATION),
}


class ChosenForm(forms.Form):
    """The reports that were chosen in the list."""

    report: Any = forms.ModelMultipleChoiceField(queryset=None)

    def __init__(self, user: User, **given: Any) -> None:
        super().__init__(**given)
        self.fields["report"].queryset = Report.objects.visible_to(user)  # type: ignore[attr-defined]  # a choice among rows


@page(needs=Permission.REPORT_READ)
@require_GET
def queue(request: Request) -> HttpResponse:
    """Show the open reports, 50 at a time, and what is known at a glance about the chosen one."""
    user, offset, names = request.user, place(request), tabs_of(request.user)
    asked = request.GET.get("show", "")
    chosen = asked if asked in names else "open"
    rows = reports_in_order(user, status=TABS[chosen][1], offset=offset, limit=PAGE)
    numbers = counts(user)
    total, current = number(numbers, chosen), _current(rows, request.GET.get("at", ""))
    shown = {
        "lines": [(row, report_words.axes(row.axes) if row.axes else ()) for row in rows],
        "chosen": chosen,
        "total": total,
        "folded": numbers.folded if chosen == "open" else 0,
        "current": current,
        "beside": _beside(rows, current),
        "tabs": [_tab(name, number(numbers, name), name == chosen) for name in names],
        "pager": pager(request, offset=offset, here=len(rows), total=total, noun="reports", size=PAGE),
        "may_accept": user.may(Permission.REPORT_ROUTE),
        "some_suggested": any(row.is_suggested for row in rows),
        **(_detail(user, current) if current else {}),
    }
    return render(request, "web/queue.html", shown)


@page(needs=Permission.REPORT_ROUTE)
@require_POST
def accept(request: Request) -> HttpResponse:
    """Assign each of the chosen reports to the agency that was suggested first."""
    form = ChosenForm(request.user, data=request.POST)
    if not form.is_valid():
        messages.error(request, NOTHING_CHOSEN)
        return redirect("queue")
    try:
        accepted = actions.accept_suggestions(form.cleaned_data["report"], by=request.user)
    except (RuleRefusal, IllegalMove) as refusal:
        messages.error(request, refusal.message)
    else:
        noun = "report is" if len(accepted) == 1 else "reports are"
        messages.success(request, f"{count(len(accepted))} {noun} assigned as suggested.")
    return redirect("queue")


def tabs_of(user: User) -> list[str]:
    """Return the tabs that a person has: what waits for a route concerns those who may route."""
    return [name for name in TABS if name != "waiting" or user.may(Permission.REPORT_ROUTE)]


def number(numbers: Counts, tab: str) -> int:
    """Return how many reports a tab's list has."""
    return {
        "open": numbers.open,
        "new": numbers.assigned,
        "waiting": numbers.waiting_for_a_person,
        "working": numbers.under_investigation,
    }[tab]


def _tab(name: str, how_many: int, current: bool) -> dict[str, Any]:
    href = f"{reverse('queue')}?show={name}"
    return {"words": TABS[name][0], "count": count(how_many), "href": href, "current": current}


def _current(rows: Sequence[Row], asked: str) -> Row | None:
    """Return the row that the address chooses, or the first."""
    chosen: dict[str, Row] = {str(row.id): row for row in rows}
    return chosen.get(asked.lower()) or next(iter(rows), None)


def _beside(rows: Sequence[Row], current: Row | None) -> Row | None:
    """Return the row below the chosen one, or above it where it is the last: what it is compared with."""
    if current is None or len(rows) == 1:
        return None
    at = rows.index(current)
    return rows[at + 1] if at + 1 < len(rows) else rows[at - 1]


def _detail(user: User, row: Row) -> dict[str, Any]:
    """Return what the pane beside the list says about a report. No account in words is unfolded there."""
    report: UUID = row.id
    words, tone = report_words.STATUS[ReportStatus(row.status)]
    may_assign = user.may(Permission.REPORT_ASSIGN) and LIFECYCLE.allows("assign", row.status)
    read = Report.objects.visible_to(user).get(pk=report)
    return {
        "glance": glance(user, report),
        "gate_note": gate_words.summary(gate_of(user, read)),
        "clocks": clock_words.lines(clocks_of(user, [read])[report], clock.today()),
        "nexus": nexus.shown(user, read),
        "axes": report_words.axes(row.axes) if row.axes else (),
        "reasons": [fact for fact in known(row.facts) if fact.value],
        "status_words": words,
        "status_tone": tone,
        "assign_form": AssignForm(user, auto_id="assign_%s") if may_assign else None,
    }
