"""Quarantine: what could not be read, the oldest first, and the chosen one beside the list."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from nightlight.accounts.permissions import Permission
from nightlight.accounts.standing import worker
from nightlight.geography.gazetteer import gazetteer
from nightlight.intake.models import Submission
from nightlight.quarantine import actions, reading
from nightlight.quarantine.lifecycle import QuarantineState
from nightlight.quarantine.reading import PAGE, whole
from nightlight.web import submission_words
from nightlight.web.access import Request, page
from nightlight.web.paging import pager, place
from nightlight.web.receipts import shown as shown_of
from nightlight.web.templatetags.words import count

AT_ONCE, MOST = 50, 500
"""How many are read again in one transaction, and by one press of the button."""


@page(needs=Permission.SUBMISSION_READ)
@require_GET
def quarantine(request: Request) -> HttpResponse:
    """Show what is in quarantine, 50 at a time, and why the chosen one could not be read."""
    user, offset, asked = request.user, place(request), request.GET.get("show", "")
    state = QuarantineState(asked) if asked in set(QuarantineState) else QuarantineState.WAITING
    listed = list(reading.in_quarantine(user, state)[offset : offset + PAGE])
    numbers = reading.in_quarantine_counts(user)
    current = _current(listed, request.GET.get("at", ""))
    shown = {
        "lines": [(one, submission_words.door(one.channel)) for one in listed],
        "current": current,
        "total": numbers[state],
        "chosen": state.value,
        "tabs": [_tab(each, numbers[each], each == state) for each in submission_words.STATES],
        "pager": pager(request, offset=offset, here=len(listed), total=numbers[state], noun="submissions", size=PAGE),
        "may_replay_all": user.may(Permission.SUBMISSION_MEND) and state == QuarantineState.WAITING and bool(listed),
        **(shown_of(user, whole(user, current.pk)) if current else {}),
    }
    return render(request, "web/quarantine.html", shown)


@page(needs=Permission.SUBMISSION_MEND)
@require_POST
def replay_all(request: Request) -> HttpResponse:
    """Read everything that waits again, a batch at a time, and say how much of it left quarantine."""
    waiting = list(reading.in_quarantine(request.user, QuarantineState.WAITING)[:MOST])
    if not waiting:
        messages.success(request, "Nothing waits in quarantine; there was nothing to read again.")
        return redirect("quarantine")
    hand, places = worker(), gazetteer(settings.DATA_DIR)
    left = 0
    for start in range(0, len(waiting), AT_ONCE):
        left += len(actions.replay(waiting[start : start + AT_ONCE], by=request.user, worker=hand, places=places))
    noun = "submission was" if len(waiting) == 1 else "submissions were"
    messages.success(request, f"{count(len(waiting))} {noun} read again; {count(left)} left quarantine.")
    return redirect("quarantine")


def _tab(state: QuarantineState, number: int, current: bool) -> dict[str, Any]:
    href = f"{reverse('quarantine')}?show={state.value}"
    return {"words": submission_words.STATES[state][0], "count": count(number), "href": href, "current": current}


def _current(listed: list[Submission], asked: str) -> Submission | None:
    return next((one for one in listed if str(one.pk) == asked), listed[0] if listed else None)
