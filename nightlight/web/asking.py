"""An act that is asked first: a page with one form, which keeps what was typed when the act is refused."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from nightlight.foundation.refusals import RuleRefusal
from nightlight.web.access import Request
from nightlight.web.case_fields import CaseForm

asks_first = require_http_methods(["GET", "POST"])


def given(request: Request) -> dict[str, Any]:
    """Return what a form is made from: what was posted, or nothing yet."""
    return {"data": request.POST} if request.method == "POST" else {}


def ask(
    request: Request,
    form: CaseForm,
    *,
    back: tuple[str, str],
    act: Callable[[dict[str, Any]], object],
    about: str = "",
) -> HttpResponse:
    """Do what was asked and go back; else show the form. `back` is the name of an address and its words."""
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except RuleRefusal as refusal:
            messages.error(request, refusal.message)
            status = HTTPStatus.CONFLICT
        else:
            messages.success(request, f"{form.done}.")
            return redirect(back[0])
    wrong = [{"words": words, "href": f"#id_{name}"} for name, errors in form.errors.items() for words in errors]
    shown = {"form": form, "about": about, "back": reverse(back[0]), "back_words": back[1], "errors": wrong}
    return render(request, "web/asked_first.html", shown, status=status)
