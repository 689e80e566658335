"""What can be done with several reports of the queue at once: a page that says what will happen, and then the act.

An act is one entry of `ACTS`: a transfer, once it is an act, is one more.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.desk import visits
from nightlight.foundation.refusals import IllegalMove, RuleRefusal
from nightlight.intake.models import Report
from nightlight.triage import actions
from nightlight.triage.folding.standing_for import folded_into
from nightlight.triage.queue import bulk
from nightlight.triage.queue.listing import Row
from nightlight.triage.routing.suggestions import first_suggestions
from nightlight.web import queue_undo
from nightlight.web.access import Request, page
from nightlight.web.queue_lists import asking
from nightlight.web.report_forms import AssignForm, FoldForm, ReasonForm, first_error
from nightlight.web.templatetags.words import count

NOTHING_CHOSEN = "Choose at least one report of the list; nothing was changed."
CHANGED = "Something changed meanwhile: not every report can go. Nothing was changed; look again."
TOO_MANY = f"At most {bulk.MOST} reports go at once. Narrow the list; nothing was changed."


class NoForm(forms.Form):
    """An act that asks for nothing more."""

    def __init__(self, user: User, **given: Any) -> None:
        del user
        super().__init__(**given)


@dataclass(frozen=True, slots=True)
class BulkAct:
    """An act on several reports: its words, its right, whom it leaves out, what it asks for, and how it is done."""

    name: str
    words: str
    done: str
    """What is said of one or several reports afterwards: "3 reports are assigned"."""
    key: str
    needs: Permission
    why_not: bulk.Why
    form: Callable[..., forms.Form]
    do: Callable[[User, Sequence[Row], dict[str, Any]], None]
    whither: Callable[[User, Sequence[Row]], Sequence[tuple[str, int]]] | None = None
    """To whom how many go, where the act itself knows."""
    undone_by: str = ""
    """The undo of `queue_undo.UNDOS` that takes it back, where one does."""


def _reports(rows: Sequence[Row]) -> list[Report]:
    return [Report(pk=row.id) for row in rows]


def _assign(user: User, rows: Sequence[Row], given: dict[str, Any]) -> None:
    reports = _reports(rows)
    actions.assign([*reports, *folded_into(reports, by=user)], by=user, **given)


def _accept(user: User, rows: Sequence[Row], given: dict[str, Any]) -> None:
    del given
    actions.accept_suggestions(_reports(rows), by=user)


def _fold(user: User, rows: Sequence[Row], given: dict[str, Any]) -> None:
    lead = Report.objects.visible_to(user).filter(number=given["into"].strip(), assigned_to=rows[0].assigned_to)
    found = lead.order_by("-pk").first()
    if found is None:
        raise RuleRefusal("The agency that works these reports has none of that number. Look at it; nothing changed.")
    actions.fold(_reports(rows), into=found, by=user, because=given["because"])


def _unfold(user: User, rows: Sequence[Row], given: dict[str, Any]) -> None:
    actions.unfold(_reports(rows), by=user, **given)


def _suggested(user: User, rows: Sequence[Row]) -> Sequence[tuple[str, int]]:
    codes = Counter(first_suggestions([row.id for row in rows], by=user).values())
    names = dict(Agency.objects.filter(code__in=codes).values_list("code", "name"))
    return sorted((names[code], many) for code, many in codes.items())


def _anybodys(form: type[forms.Form]) -> Callable[..., forms.Form]:
    return lambda user, **given: form(**given)  # noqa: ARG005 - the forms of other acts ask who fills them in


P = Permission
_ALL = (
    BulkAct(
        "assign",
        words="Assign",
        done="assigned",
        key="a",
        needs=P.REPORT_ASSIGN,
        why_not=bulk.not_assignable,
        form=AssignForm,
        do=_assign,
        undone_by="assign",
    ),
    BulkAct(
        "accept",
        words="Accept suggestion",
        done="assigned as suggested",
        key="y",
        needs=P.REPORT_ROUTE,
        why_not=bulk.not_acceptable,
        form=NoForm,
        do=_accept,
        whither=_suggested,
    ),
    BulkAct(
        "fold",
        words="Fold",
        done="folded",
        key="f",
        needs=P.REPORT_ASSIGN,
        why_not=bulk.not_foldable,
        form=_anybodys(FoldForm),
        do=_fold,
        undone_by="fold",
    ),
    BulkAct(
        "unfold",
        words="Undo fold",
        done="standing by themselves again",
        key="",
        needs=P.REPORT_ASSIGN,
        why_not=bulk.not_unfoldable,
        form=_anybodys(ReasonForm),
        do=_unfold,
        undone_by="unfold",
    ),
)
ACTS = {one.name: one for one in _ALL}


def offered(user: User) -> list[BulkAct]:
    """Return the acts that somebody may do with several reports."""
    return [one for one in _ALL if user.may(one.needs)]


@page(needs=Permission.REPORT_ROUTE)
@require_POST
def accept(request: Request) -> HttpResponse:
    """Assign each of the chosen reports to the agency that was suggested first, from the pane of one report."""
    rows = bulk.chosen(request.user, _ids(request.POST.getlist("report")))
    if wrong := _wrong(rows):
        messages.error(request, wrong)
        return redirect("queue")
    try:
        actions.accept_suggestions(_reports(rows), by=request.user)
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
    if bulk.preview(rows, act.why_not).left:
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
        return _ALL[0], [], reverse("queue")
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
    found = bulk.preview(rows, act.why_not)
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
