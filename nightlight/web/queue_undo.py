"""The strip that undoes what was just done to several reports: for ten minutes, once, by whoever did it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.refusals import IllegalMove, NotFound, RuleRefusal
from nightlight.transfers.undoing import take_offers_back
from nightlight.triage.queue import undoing
from nightlight.triage.queue.listing import Row
from nightlight.web.access import Request, page

KEPT = "undo"
LASTS = timedelta(minutes=10)
UNDOS: dict[str, tuple[Callable[..., None], Callable[[Row], UUID | None]]] = {
    "assign": (undoing.assign_back, lambda row: row.assigned_to.pk if row.assigned_to else None),
    "fold": (undoing.unfold_again, lambda row: row.id),
    "transfer": (take_offers_back, lambda row: row.id),
    "unfold": (undoing.fold_back, lambda row: row.folded_into),
}
"""By name: what takes an act back, and what of each report must be remembered for it from before the act."""


def remember(request: Request, undone_by: str, rows: Sequence[Row], words: str) -> None:
    """Keep in the session what undoes an act; where nothing can, only say what was done."""
    before = {str(row.id): UNDOS[undone_by][1](row) for row in rows} if undone_by else {}
    if not before or None in before.values():
        request.session.pop(KEPT, None)
        never = " Nobody held some of them before, so this is not undone by a key." if undone_by else ""
        messages.success(request, words + never)
        return
    request.session[KEPT] = {
        "undo": undone_by,
        "before": {report: str(earlier) for report, earlier in before.items()},
        "words": words,
        "at": clock.now().isoformat(),
    }


def strip(request: Request) -> dict[str, str] | None:
    """Return what the strip says, as long as it lasts."""
    kept = _kept(request)
    return {"words": kept["words"], "action": reverse("queue-undo")} if kept else None


@page(needs=Permission.REPORT_ASSIGN)
@require_POST
def undo(request: Request) -> HttpResponse:
    """Take back what the reader did last to several reports."""
    kept = _kept(request)
    request.session.pop(KEPT, None)
    if kept is None:
        messages.error(request, "There is nothing to undo any more: ten minutes have passed. Nothing was changed.")
        return redirect("queue")
    before = {UUID(report): UUID(earlier) for report, earlier in kept["before"].items()}
    try:
        UNDOS[kept["undo"]][0](before, by=request.user)
    except (RuleRefusal, IllegalMove) as refusal:
        messages.error(request, refusal.message)
    except NotFound:
        messages.error(request, "Not every report is yours to see any more. Nothing was changed.")
    else:
        messages.success(request, f"Undone: {len(before)} of {len(before)} reports stand as they stood before.")
    return redirect("queue")


def _kept(request: Request) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = request.session.get(KEPT)
    if kept and clock.now() - datetime.fromisoformat(kept["at"]) < LASTS:
        return kept
    return None
