"""Nominations of the reader's agencies: the list, one of them, and what a supervisor or its author does with it."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Case, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.refusals import IllegalMove, NotFound, RuleRefusal
from nightlight.suspects import actions
from nightlight.suspects.lifecycle import LIFECYCLE, NominationStatus
from nightlight.suspects.models import Dissemination, Nomination, NominationIndicator, Review
from nightlight.suspects.rhythm import retention
from nightlight.web.access import Request, page
from nightlight.web.paging import pager, place
from nightlight.web.suspect_forms import BecauseForm
from nightlight.web.suspects import tabs

PAGE = 50
FIRST = Case(
    When(status=NominationStatus.WAITING, then=Value(0)),
    When(status=NominationStatus.RETURNED, then=Value(1)),
    When(status=NominationStatus.IN_FORCE, then=Value(2)),
    default=Value(3),
)
TONES = {NominationStatus.WAITING: "amber", NominationStatus.IN_FORCE: "green", NominationStatus.RETURNED: "amber"}


@dataclass(frozen=True, slots=True)
class Asking:
    """The page that asks before an act on a nomination: its words, and the act."""

    move: str
    heading: str
    meaning: str
    button: str
    done: str
    act: Callable[..., object]
    kind: str = "filled"


APPROVE = Asking(
    "approve",
    "Approve nomination",
    "You say that the facts written down give a trained officer reasonable suspicion (28 CFR 23.20(a), (c)). From then"
    " on it is in force, and the next run lists it as far as your agency shares it.",
    "Approve nomination",
    "approved and in force",
    actions.approve,
)
RETURN = Asking(
    "return",
    "Return to its author",
    "It is not in force and no run lists it. Its author can withdraw it and nominate anew.",
    "Return nomination",
    "returned to its author",
    actions.return_to_author,
)
VALIDATE = Asking(
    "validate",
    "Validate nomination",
    "You have reviewed it, and it still holds: a new period begins today (28 CFR 23.20(h)).",
    "Validate nomination",
    "validated",
    actions.validate,
)
WITHDRAW = Asking(
    "withdraw",
    "Withdraw nomination",
    "The next run does not list it, and its name cannot be opened any more. What it rested on is purged here: your"
    " agency keeps its own file. Runs that were made keep its number.",
    "Withdraw nomination",
    "withdrawn",
    actions.withdraw,
    kind="withdrawing",
)


@page(needs=Permission.SUSPECT_NOMINATE)
@require_GET
def nominations(request: Request) -> HttpResponse:
    """Show the nominations of the reader's agencies, 50 at a time: those that wait first."""
    offset, seen = place(request), Nomination.objects.visible_to(request.user)
    ordered = seen.select_related("agency", "author", "subject__case", "report").order_by(FIRST, "-recorded_at", "-pk")
    listed = list(ordered[offset : offset + PAGE])
    total = seen.count()
    shown = {
        "lines": [(one, TONES.get(NominationStatus(one.status), "plain")) for one in listed],
        "tabs": tabs(request.user, "suspect-nominations"),
        "pager": pager(request, offset=offset, here=len(listed), total=total, noun="nominations", size=PAGE),
    }
    return render(request, "web/suspect_nominations.html", shown)


@page(needs=Permission.SUSPECT_NOMINATE)
@require_GET
def nomination(request: Request, pk: UUID) -> HttpResponse:
    """Show one nomination: indicators with sources, suspicion, reviews, and who opened the name."""
    found = _found(request, pk)
    of = {"nomination": found}
    opened = Dissemination.objects.visible_to(request.user).filter(**of).select_related("to", "by_user")
    stated = NominationIndicator.objects.visible_to(request.user).filter(**of).select_related("report", "case")
    shown = {
        "nomination": found,
        "tone": TONES.get(NominationStatus(found.status), "plain"),
        "indicators": stated,
        "reviews": Review.objects.visible_to(request.user).filter(**of).select_related("by_user"),
        "opened": opened.order_by("-at", "-pk")[:PAGE],
        "moves": [move for move in LIFECYCLE.moves if LIFECYCLE.allows(move, found.status)],
        "may_review": request.user.may(Permission.SUSPECT_REVIEW) and found.author_id != request.user.pk,
        "keep": retention(clock.today()),
    }
    return render(request, "web/suspect_nomination.html", shown)


def _asks(asking: Asking, needs: Permission) -> Callable[..., HttpResponse]:
    @page(needs=needs)
    @require_http_methods(["GET", "POST"])
    def asked(request: Request, pk: UUID) -> HttpResponse:
        found, form = _found(request, pk), BecauseForm(request.POST or None)
        status = HTTPStatus.BAD_REQUEST if request.method == "POST" else HTTPStatus.OK
        if form.is_valid():
            try:
                asking.act(found, by=request.user, **form.cleaned_data)
            except (RuleRefusal, IllegalMove) as refusal:
                messages.error(request, refusal.message)
                status = HTTPStatus.CONFLICT
            else:
                messages.success(request, f"Nomination {found.number} is {asking.done}.")
                return redirect("suspect-nomination", found.pk)
        shown: dict[str, Any] = {"nomination": found, "form": form, "asking": asking}
        return render(request, "web/suspect_act.html", shown, status=status)

    asked.__name__ = f"suspect_{asking.move}"
    return asked


approve = _asks(APPROVE, Permission.SUSPECT_REVIEW)
return_to_author = _asks(RETURN, Permission.SUSPECT_REVIEW)
validate = _asks(VALIDATE, Permission.SUSPECT_REVIEW)
withdraw = _asks(WITHDRAW, Permission.SUSPECT_NOMINATE)


def _found(request: Request, pk: UUID) -> Nomination:
    seen = Nomination.objects.visible_to(request.user)
    wanted = seen.select_related("agency", "author", "approved_by", "subject__case", "report")
    found = wanted.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
