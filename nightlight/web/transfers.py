"""Transfers: what waits for our answer, the next due first; what we offered; what became of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.transfers import reading
from nightlight.transfers.lifecycle import GROUND_WORDS, Ground, TransferState
from nightlight.transfers.models import Transfer
from nightlight.transfers.reading import PAGE
from nightlight.web.access import Request, page
from nightlight.web.paging import pager, place
from nightlight.web.report_hands import STATES, clock_of
from nightlight.web.templatetags.words import count

TABS = {"incoming": "For us to answer", "outgoing": "Offered by us", "answered": "Answered"}
LISTS = {"incoming": reading.incoming, "outgoing": reading.outgoing, "answered": reading.answered}


@page(needs=Permission.REPORT_READ)
@require_GET
def transfers(request: Request) -> HttpResponse:
    """Show the reader's transfers, 50 at a time."""
    user, offset, asked = request.user, place(request), request.GET.get("show", "")
    chosen = asked if asked in TABS else "incoming"
    numbers = reading.counts(user, at=clock.now())
    rows = list(LISTS[chosen](user)[offset : offset + PAGE])
    total = {"incoming": numbers.incoming, "outgoing": numbers.outgoing, "answered": 0}[chosen]
    if chosen == "answered":
        total = reading.answered(user).count()
    shown = {
        "lines": [_line(row) for row in rows],
        "chosen": chosen,
        "overdue": numbers.overdue,
        "total": total,
        "tabs": [_tab(name, numbers, name == chosen) for name in TABS],
        "pager": pager(request, offset=offset, here=len(rows), total=total, noun="transfers", size=PAGE),
    }
    return render(request, "web/transfers.html", shown)


def _tab(name: str, numbers: reading.Counts, current: bool) -> dict[str, Any]:
    how_many = {"incoming": count(numbers.incoming), "outgoing": count(numbers.outgoing)}.get(name, "")
    return {"words": TABS[name], "count": how_many, "href": f"{reverse('transfers')}?show={name}", "current": current}


def _line(transfer: Transfer) -> dict[str, Any]:
    words, tone = STATES[TransferState(transfer.state)]
    return {
        "transfer": transfer,
        "words": words,
        "tone": tone,
        "ground": GROUND_WORDS[Ground(transfer.ground)],
        "answer_ground": GROUND_WORDS[Ground(transfer.answer_ground)] if transfer.answer_ground else "",
        "clock": clock_of(transfer) if transfer.state == TransferState.STANDING else None,
    }
