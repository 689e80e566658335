"""The receipt page of a submission: how it ended, where it breaks if it does, and what became of it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.intake.actions import opened
from nightlight.quarantine.excerpts import Line, excerpt
from nightlight.quarantine.faults import text_shown
from nightlight.quarantine.lifecycle import LIFECYCLE, QuarantineState
from nightlight.quarantine.reading import Whole, raws, whole
from nightlight.web import submission_words
from nightlight.web.access import Request, page
from nightlight.web.frame import zone_of
from nightlight.web.received_text import text_as_received
from nightlight.web.report_forms import ReasonForm
from nightlight.web.templatetags.words import count, when

ENDED = {
    QuarantineState.MENDED: "Mended",
    QuarantineState.REPLAYED: "Read again",
    QuarantineState.REJECTED: "Rejected",
}


@page(needs=Permission.SUBMISSION_READ)
@require_GET
def receipt(request: Request, pk: UUID) -> HttpResponse:
    """Show one submission. Where it breaks, the lines around the place are shown, and that is written down."""
    read = whole(request.user, pk)
    lines: list[Line] = []
    if read.fault and not read.fault.may_not_come_in:
        opened(read.submission, by=request.user, position=read.fault.position)
        lines = lines_around(read)
    return render(request, "web/submission.html", shown(request.user, read) | {"excerpt": lines})


@page(needs=Permission.SUBMISSION_READ)
@require_GET
def document(request: Request, pk: UUID, position: int) -> HttpResponse:
    """Show one document of a submission as it was received, as text inside the page. Opening it is written down."""
    read = whole(request.user, pk)
    part = opened(read.submission, by=request.user, position=position)
    context = {"submission": read.submission, "part": part, "text": text_as_received(part)}
    return render(request, "web/submission_received.html", context)


def lines_around(read: Whole) -> list[Line]:
    """Return the lines of the document around the place where it breaks."""
    fault = read.fault
    if fault is None:
        return []
    text = text_shown(raws([read.parts[fault.position]])[0])
    return excerpt(text, at=fault.at, line=fault.line)


def shown(user: User, read: Whole) -> dict[str, Any]:
    """Return what every page about one submission shows of it."""
    submission = read.submission
    may = user.may(Permission.SUBMISSION_MEND)
    allowed = {move for move in LIFECYCLE.moves if may and read.state and LIFECYCLE.allows(move, read.state)}
    return {
        "read": read,
        "submission": submission,
        "status": submission_words.tag(submission.status),
        "state": submission_words.STATES[read.state] if read.state else None,
        "door": submission_words.door(submission.channel),
        "beside": [(count(number), submission_words.status(each)[0].lower()) for each, number in read.beside],
        "beside_total": sum(number for _, number in read.beside),
        "moves": allowed,
        "reject_form": ReasonForm(auto_id="reject_%s") if "reject" in allowed else None,
        "history": _history(read, zone_of(user.agency)),
    }


def _history(read: Whole, zone: str) -> list[dict[str, str]]:
    submission, again = read.submission, read.again
    items = [
        {"time": when(submission.received_at, zone), "event": "Handed in", "detail": f"receipt {submission.receipt}"}
    ]
    items += [
        {
            "time": when(ending.at, zone),
            "event": ENDED[QuarantineState(ending.state)],
            "detail": f"{ending.because} Receipt {ending.receipt}".strip(),
            "by": ending.by_user.name,
        }
        for ending in reversed(read.endings)
    ]
    if again.last:
        often = f"{count(again.times)} times, then for the last time" if again.times > 1 else "the same bytes, once"
        items.append({"time": when(again.last, zone), "event": "Handed in again", "detail": often})
    return items[::-1]
