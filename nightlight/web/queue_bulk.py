"""The page that says what an act would do to several reports of the queue, and then the act."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from nightlight.accounts.permissions import Permission
from nightlight.desk import visits
from nightlight.foundation.refusals import IllegalMove, RuleRefusal
from nightlight.intake.models import Report
from nightlight.triage import actions
from nightlight.triage.queue import bulk
from nightlight.triage.queue.listing import Row
from nightlight.web import queue_undo
from nightlight.web.access import Request, page
from nightlight.web.queue_acts import ACTS, BulkAct
from nightlight.web.queue_lists import asking
from nightlight.web.report_forms import first_error
from nightlight.web.templatetags.words import count

NOTHING_CHOSEN = "Choose at least one report of the list; nothing was changed."
CHANGED = "Something changed meanwhile: not every report can go. Nothing was changed; look again."
TOO_MANY = f"At most {bulk.MOST} reports go at once. Narrow the list; nothing was changed."


@page(needs=Permission.REPORT_ROUTE)
@require_POST
def accept(request: Request) -> HttpResponse:
    """Assign each of the chosen reports to the agency that was suggested first, from the pane of one report."""
    rows = bulk.chosen(request.user, _ids(request.POST.getlist("report")))
    if wrong := _wrong(rows):
        messages.error(request, wrong)
        return redirect("queue")
    try:
        actions.accept_suggestions([Report(pk=row.id) for row in rows], by=request.user)
    except (RuleRefusal, IllegalMove) as refusal:
        messages.error(request, refusal.message)
    else:
        visits.saw(request.user, [row.id for row in rows])
        messages.success(request, f"{_number(rows)} assigned as suggested.")
    return redirect("queue")


@page(needs=Permission.REPORT_ASSIGN)
@require_POST
def ask(request: Request) -> HttpResponse:
    """Say what an act would do to the chosen reports, and which it leaves out and why. Changes nothing."""
    act, rows, back = _asked(request)
    if wrong := _wrong(rows):
        messages.error(request, wrong)
        return redirect(back)
    return _shown(request, act, rows, back, act.form(request.user))


@page(needs=Permission.REPORT_ASSIGN)
@require_POST
def do(request: Request) -> HttpResponse:
    """Do the act to exactly the reports that the preview named, all or none, and offer to undo it."""
    act, rows, back = _asked(request)
    form = act.form(request.user, data=request.POST)
    if wrong := _wrong(rows):
        messages.error(request, wrong)
        return redirect(back)
    if bulk.preview(rows, act.why_not(request.user)).left:
        messages.error(request, CHANGED)
        return _shown(request, act, rows, back, act.form(request.user), HTTPStatus.CONFLICT)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return _shown(request, act, rows, back, form, HTTPStatus.BAD_REQUEST)
    try:
        act.do(request.user, rows, form.cleaned_data)
    except (RuleRefusal, IllegalMove) as refusal:
        messages.error(request, refusal.message)
        return _shown(request, act, rows, back, form, HTTPStatus.CONFLICT)
    visits.saw(request.user, [row.id for row in rows])
    words = f"{_number(rows)} {act.done}."
    queue_undo.remember(request, act.undone_by, rows, words)
    return redirect(back)


def _asked(request: Request) -> tuple[BulkAct, list[Row], str]:
    """Return the act, the reports and the address to go back to. An act that there is not has no reports."""
    act, query = ACTS.get(request.POST.get("act", "")), QueryDict(request.POST.get("list", "")[:2000])
    if act is None:
        return ACTS["assign"], [], reverse("queue")
    request.user.require(act.needs)
    back = f"{reverse('queue')}?{query.urlencode()}" if query else reverse("queue")
    if request.POST.get("all"):
        return act, bulk.all_that_match(request.user, asking(query, request.user, None).asked), back
    return act, bulk.chosen(request.user, _ids(request.POST.getlist("report"))), back


def _ids(texts: Sequence[str]) -> list[UUID]:
    found = []
    for text in texts[: bulk.MOST + 1]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _wrong(rows: Sequence[Row]) -> str:
    if not rows:
        return NOTHING_CHOSEN
    return TOO_MANY if len(rows) > bulk.MOST else ""


def _shown(  # noqa: PLR0917 - what the page is made of
    request: Request,
    act: BulkAct,
    rows: Sequence[Row],
    back: str,
    form: forms.Form,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    found = bulk.preview(rows, act.why_not(request.user))
    shown = {
        "act": act,
        "preview": found,
        "chosen": len(rows),
        "whither": act.whither(request.user, found.taken) if act.whither else (),
        "form": form,
        "back": back,
        "list": request.POST.get("list", ""),
    }
    return render(request, "web/queue_act.html", shown, status=status)


def _number(rows: Sequence[Row]) -> str:
    return f"{count(len(rows))} report is" if len(rows) == 1 else f"{count(len(rows))} reports are"
