"""Reports that the rules suggest to close: a person closes them, one by one or several after a preview."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.refusals import IllegalMove, NotFound, RuleRefusal
from nightlight.intake.models import Report
from nightlight.investigations.closing.actions import close_suggested
from nightlight.investigations.closing.policy import policy
from nightlight.investigations.closing.suggesting import suggested as suggested_to
from nightlight.learning.past import Period
from nightlight.web.access import Request, page
from nightlight.web.learning_figures import tabs
from nightlight.web.paging import pager, place
from nightlight.web.report_forms import ReasonForm, first_error
from nightlight.web.templatetags.words import count

PAGE = 50
NOTHING_CHOSEN = "Nothing of the selection can be closed here. Choose others; nothing was changed."
NOTHING_READY = (
    "Drawn as a random sample, and nobody has looked at it yet: that holds for all of the selection. Open each, and "
    "say whether its tier was right; nothing was changed."
)
CHANGED = "Something changed meanwhile: not every report can be closed. Nothing was changed; look again."


@page(needs=Permission.REPORT_READ)
@require_GET
def suggested(request: Request) -> HttpResponse:
    """Show what is suggested to be closed, 50 at a time, the oldest first, each with the rule that suggests it."""
    offset, rows = place(request), suggested_to(request.user)
    here, total = _listed(rows[offset : offset + PAGE]), rows.count()
    shown = {
        "tabs": tabs(Period.lately(), "learning-suggested"),
        "listed": here,
        "total": total,
        "rules": policy(clock.today()),
        "may_close": request.user.may(Permission.REPORT_WORK) and any(not one.must_be_looked_at for one, _ in here),
        "pager": pager(request, offset=offset, here=len(here), total=total, noun="reports", size=PAGE),
    }
    return render(request, "web/suggested.html", shown)


@page(needs=Permission.REPORT_WORK)
@require_POST
def close(request: Request) -> HttpResponse:
    """Show once more what will be closed and what will not; with a reason, close it, all or nothing.

    What cannot be closed is left out before a reason is asked for. If it changes between the page and the press, the
    page is shown anew.
    """
    chosen = _chosen(request)
    rows = suggested_to(request.user).filter(report__in=chosen)
    here = _listed(rows[:PAGE])
    ready = [(one, rule) for one, rule in here if not one.must_be_looked_at]
    form = ReasonForm(data=request.POST if "because" in request.POST else None)
    if not ready:
        messages.error(request, NOTHING_READY if here else NOTHING_CHOSEN)
        return redirect("learning-suggested")
    status = HTTPStatus.OK
    if form.is_valid() and len(ready) < len(chosen):
        messages.error(request, CHANGED)
        status = HTTPStatus.CONFLICT
    elif form.is_valid():
        try:
            close_suggested([Report(pk=pk) for pk in chosen], by=request.user, **form.cleaned_data)
        except (RuleRefusal, IllegalMove, NotFound) as refusal:
            messages.error(request, refusal.message)
            return redirect("learning-suggested")
        messages.success(request, f"{count(len(chosen))} report{'s are' if len(chosen) > 1 else ' is'} closed.")
        return redirect("learning-suggested")
    elif form.is_bound:
        messages.error(request, first_error(form))
        status = HTTPStatus.BAD_REQUEST
    shown = {
        "ready": ready,
        "waiting": [one for one, _ in here if one.must_be_looked_at],
        "left_out": len(chosen) - len(here),
        "form": form,
    }
    return render(request, "web/suggested_close.html", shown, status=status)


def _chosen(request: Request) -> list[UUID]:
    """Return what was selected, 50 at most. Raises NotFound for what is no address of a report."""
    try:
        return [UUID(given) for given in request.POST.getlist("report")[:PAGE]]
    except ValueError:
        raise NotFound from None


def _listed(rows: Any) -> list[tuple[Any, Any]]:
    """Return assessments with the rules that suggest them."""
    rules = {rule.id: rule for rule in policy(clock.today()).content.rules}
    return [(one, rules[one.suggested_by]) for one in rows.select_related("report", "report__assigned_to")]
