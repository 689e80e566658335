"""The urgent lane: what waits, what calls the reader, "I have it", and who is on call."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nightlight.accounts.models import User, UserKind
from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.refusals import RuleRefusal
from nightlight.notices.models import Way
from nightlight.urgent import actions
from nightlight.urgent.actions import Step
from nightlight.urgent.models import MOST_MINUTES, Alarm
from nightlight.urgent.reading import on_call_of, waiting, waiting_count
from nightlight.urgent.rules import lane_on
from nightlight.web.access import Request, page
from nightlight.web.paging import pager, place
from nightlight.web.pressing import found, pressed

PAGE = 50
STEPS = 5
"""How many steps the form of an on-call list has room for."""


class StepForm(forms.Form):
    """One step of an on-call list; without a person it is none."""

    person: Any = forms.ModelChoiceField(label="Person", queryset=None, required=False, empty_label="Nobody")
    way = forms.ChoiceField(label="Way", choices=[("", "every outlet"), *Way.choices], required=False)
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=MOST_MINUTES, required=False)

    def __init__(self, user: User, **given: Any) -> None:
        super().__init__(**given)
        colleagues = User.objects.get_queryset().visible_to(user).filter(agency=user.agency, kind=UserKind.PERSON)
        person: Any = self.fields["person"]
        person.queryset = colleagues.filter(is_active=True).order_by("name")
        person.label_from_instance = lambda one: one.name


class ReasonForm(forms.Form):
    """Why the list is changed."""

    because = forms.CharField(
        label="Reason",
        max_length=actions.REASON_LETTERS,
        help_text="It is kept with the list: holidays, a new rota.",
        error_messages={"required": "Say why the list is changed."},
    )


@page(needs=Permission.REPORT_READ)
@require_GET
def lane(request: Request) -> HttpResponse:
    """Show what waits in the urgent lane, what is due first, and who is on call."""
    user, offset = request.user, place(request)
    total, lines = waiting_count(user), waiting(user, offset=offset, limit=PAGE)
    shown = {
        "lines": lines,
        "total": total,
        "pager": pager(request, offset=offset, here=len(lines), total=total, noun="urgent reports", size=PAGE),
        "steps": on_call_of(user.agency, user),
        "minutes": lane_on(clock.today()).content.open_within_minutes,
        "may_set": user.may(Permission.ON_CALL_MANAGE),
        "own": user.agency_id,
    }
    return render(request, "web/urgent.html", shown)


@page(needs=Permission.REPORT_READ)
@require_GET
def banner(request: Request) -> HttpResponse:
    """Show only what calls the reader now: the frame of the page holds it, and keeps asking."""
    return render(request, "web/frame/alarm.html")


@page(needs=Permission.REPORT_READ)
@require_POST
def take(request: Request, pk: UUID) -> HttpResponse:
    """Say that one has an urgent report, and go to it."""
    alarm = found(Alarm, request, pk)
    words = "You have it: nobody further is called."
    return pressed(request, lambda: actions.take(alarm, by=request.user), words, "report", alarm.report_id)


@page(needs=Permission.ON_CALL_MANAGE)
@require_http_methods(["GET", "POST"])
def on_call(request: Request) -> HttpResponse:
    """Set who is on call for the reader's agency, in what order."""
    user, data = request.user, request.POST if request.method == "POST" else None
    present = on_call_of(user.agency, user)
    rows = [
        StepForm(user, data=data, prefix=f"step{number}", initial=_initial(present, number)) for number in range(STEPS)
    ]
    reason = ReasonForm(data=data)
    if data is not None and all(form.is_valid() for form in (*rows, reason)):
        steps = [Step(**row.cleaned_data) for row in rows if row.cleaned_data["person"]]
        try:
            actions.set_on_call(user.agency, by=user, steps=steps, **reason.cleaned_data)
        except RuleRefusal as refusal:
            reason.add_error("because", refusal.message)
        else:
            messages.success(request, "The on-call list holds from now on.")
            return redirect("urgent")
    wrong = [
        {"words": words, "href": f"#{form[name].auto_id}"}
        for form in (*rows, reason)
        for name, said in (form.errors.items() if data is not None else ())
        for words in said
    ]
    status = HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK
    return render(request, "web/on_call.html", {"rows": rows, "reason": reason, "errors": wrong}, status=status)


def _initial(present: list[Any], number: int) -> dict[str, Any]:
    if number >= len(present):
        return {}
    step = present[number]
    return {"person": step.person_id, "way": step.way, "minutes": step.minutes}
