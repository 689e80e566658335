"""A page that asks before an act about a report or a rule, and keeps what was typed when it is refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from nightlight.foundation.refusals import IllegalMove, RuleRefusal
from nightlight.intake.models import Report
from nightlight.web.access import Request
from nightlight.web.case_fields import CaseForm

asks_first = require_http_methods(["GET", "POST"])


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page stands: the pages above it, each with its words and address, and what the act is about."""

    above: Sequence[tuple[str, str]]
    about: str = ""

    @property
    def back(self) -> str:
        """The address to go back to."""
        return self.above[-1][1]


def under(name: str, words: str, about: str = "") -> Place:
    """Return the place of an act under the page of a name, which is called by these words."""
    return Place(((words, reverse(name)),), about)


def at_report(report: Report) -> Place:
    """Return the place of an act on a report."""
    name = f"Report {report.number}" if report.number else "Report without a number"
    return Place((("Queue", reverse("queue")), (name, reverse("report", args=[report.pk]))))


def given(request: Request) -> dict[str, Any]:
    """Return what was typed, or nothing yet."""
    return {"data": request.POST} if request.method == "POST" else {}


def answer(request: Request, form: CaseForm, place: Place, act: Callable[[dict[str, Any]], object]) -> HttpResponse:
    """Do what was asked and go back; else show the form, with what was typed and what stands against it."""
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except (RuleRefusal, IllegalMove) as refusal:
            messages.error(request, refusal.message)
            status = HTTPStatus.CONFLICT
        else:
            messages.success(request, f"{form.done}.")
            return redirect(place.back)
    return render(request, "web/asking.html", {"form": form, "place": place, "errors": wrong(form)}, status=status)


def wrong(form: CaseForm) -> list[dict[str, str]]:
    """Return what stands against a form, as the component of errors wants it."""
    return [{"words": str(words), "href": f"#id_{name}"} for name, errors in form.errors.items() for words in errors]
