"""What is done with one submission in quarantine: mend it, read it again, reject it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from nightlight.accounts.permissions import Permission
from nightlight.accounts.standing import worker
from nightlight.foundation.refusals import IllegalMove, NotFound, RuleRefusal
from nightlight.geography.gazetteer import gazetteer
from nightlight.intake.actions import opened
from nightlight.quarantine import actions
from nightlight.quarantine.faults import text_shown
from nightlight.quarantine.models import REASON_LETTERS
from nightlight.quarantine.reading import Whole, raws, whole
from nightlight.web.access import Request, page
from nightlight.web.receipts import lines_around
from nightlight.web.report_forms import ReasonForm, first_error

MOST_LETTERS = 500_000
"""Characters that a browser's text field still handles well."""


class MendForm(forms.Form):
    """The text of one document, and what was mended in it."""

    because = forms.CharField(
        label="What you mended, and why",
        max_length=REASON_LETTERS,
        error_messages={"required": "Say what you mended in a sentence; nothing was changed."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = forms.CharField(
        label="The document",
        strip=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"class": "text-whole", "rows": 24, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": "The document has no text; nothing was changed."},
    )


@page(needs=Permission.SUBMISSION_MEND)
@require_http_methods(["GET", "POST"])
def mend(request: Request, pk: UUID) -> HttpResponse:
    """Show the text of the document that breaks in a form; hand the mended text in as a new submission."""
    read = whole(request.user, pk)
    asked = request.GET.get("part", "")
    position = int(asked) if asked.isdecimal() and len(asked) < len(str(MOST_LETTERS)) else _first(read)
    part = opened(read.submission, by=request.user, position=position)
    text = text_shown(raws([part])[0]).replace("\x00", "\u2400")
    form = MendForm(request.POST or None, initial={"text": text})
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.mend(
                read.submission,
                by=request.user,
                worker=worker(),
                places=gazetteer(settings.DATA_DIR),
                position=position,
                **form.cleaned_data,
            )
        except (RuleRefusal, IllegalMove) as refusal:
            refused = refusal.message
        else:
            messages.success(
                request, f"Mended: it came in as {made.receipt}. {read.submission.receipt} is kept as it came."
            )
            return redirect("submission", made.pk)
    errors = [{"words": refused}] if refused else [{"words": str(words[0])} for words in form.errors.values()]
    shown: dict[str, Any] = {
        "read": read,
        "submission": read.submission,
        "position": position,
        "form": form,
        "errors": errors,
        "is_too_long": len(text) > MOST_LETTERS,
        "excerpt": lines_around(read) if read.fault and read.fault.position == position else [],
    }
    return render(
        request, "web/submission_mend.html", shown, status=HTTPStatus.BAD_REQUEST if errors else HTTPStatus.OK
    )


@page(needs=Permission.SUBMISSION_MEND)
@require_POST
def replay(request: Request, pk: UUID) -> HttpResponse:
    """Read the submission again as it is."""
    read = whole(request.user, pk)
    hand, places = worker(), gazetteer(settings.DATA_DIR)
    try:
        left = actions.replay([read.submission], by=request.user, worker=hand, places=places)
    except (RuleRefusal, IllegalMove) as refusal:
        messages.error(request, refusal.message)
        return redirect("submission", pk)
    if left:
        messages.success(request, f"Read again: it is {left[0].status} now.")
    else:
        messages.error(request, "Read again: it still cannot be read, and waits on.")
    return redirect("submission", pk)


@page(needs=Permission.SUBMISSION_MEND)
@require_POST
def reject(request: Request, pk: UUID) -> HttpResponse:
    """Reject the submission with a reason, and go on with the quarantine."""
    read, form = whole(request.user, pk), ReasonForm(data=request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("submission", pk)
    try:
        ending = actions.reject(read.submission, by=request.user, because=form.cleaned_data["because"])
    except (RuleRefusal, IllegalMove) as refusal:
        messages.error(request, refusal.message)
        return redirect("submission", pk)
    messages.success(request, f"{read.submission.receipt} is rejected. Receipt {ending.receipt}.")
    return redirect("quarantine")


def _first(read: Whole) -> int:
    if not read.parts:
        raise NotFound
    return read.fault.position if read.fault else 0
