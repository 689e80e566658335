"""Typing in a report that came by telephone, in under a minute, with the keyboard alone."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from nightlight.accounts.permissions import Permission
from nightlight.intake.lifecycle import SubmissionStatus
from nightlight.triage.earlier import earlier_reports
from nightlight.triage.road import DUPLICATE, Receipt
from nightlight.triage.routing.current import current_route
from nightlight.web.access import Request, page
from nightlight.web.frame import zone_of
from nightlight.web.typing_document import hand_in
from nightlight.web.typing_form import KINDS, TypingForm, identifiers_of, recognised_in

LOOK = "look"


@page(needs=Permission.SUBMISSION_SEND)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def type_in(request: Request) -> HttpResponse:
    """Show the page; take what was typed, hand it in, and go to the report, which says where it went and why."""
    form = TypingForm(zone_of(request.user.agency), data=request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _page(request, form)
    if request.POST.get("go") == LOOK:
        return _page(request, form, looked=True)
    if not form.is_valid():
        return _page(request, form, status=400)
    receipt = hand_in(form.cleaned_data, recognised_in(request.POST), by=request.user)
    if receipt.status == SubmissionStatus.REFUSED or receipt.report_id is None:
        form.add_error("account", receipt.message)
        return _page(request, form, status=400)
    messages.success(request, _told(request, receipt))
    return redirect("report", receipt.report_id)


@page(needs=Permission.SUBMISSION_SEND)
@require_POST
@sensitive_post_parameters()
def seen(request: Request) -> HttpResponse:
    """Say what the identifiers in the box are taken for, and which earlier reports hold them, while typing goes on."""
    return render(request, "web/typing_seen.html", _seen(request))


def _seen(request: Request) -> dict[str, Any]:
    recognised = recognised_in(request.POST)
    return {
        "recognised": recognised,
        "kinds": KINDS,
        "earlier": earlier_reports(identifiers_of(recognised), by=request.user),
    }


def _page(request: Request, form: TypingForm, *, looked: bool = False, status: int = 200) -> HttpResponse:
    errors = [
        {"href": f"#{form[name].auto_id}", "words": said}
        for name, errors in (form.errors.items() if form.is_bound and not looked else ())
        for said in errors
    ]
    shown = {"form": form, "errors": errors, "looked": looked, **_seen(request)}
    return render(request, "web/typing.html", shown, status=status)


def _told(request: Request, receipt: Receipt) -> str:
    """Return the receipt and the route in a sentence each."""
    said = "was here already" if receipt.status == DUPLICATE else "is received"
    route = current_route(receipt.report_id, by=request.user) if receipt.report_id else None
    if route is None:
        return f"The report {said}, receipt {receipt.receipt}."
    where = f"Assigned to {route.chosen.name}" if route.chosen else "It waits for a person to route it"
    return f"The report {said}, receipt {receipt.receipt}. {where}: {route.because}"
