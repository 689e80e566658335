"""The public form: five questions, one page each, all at one address, so that a browser remembers one page at most."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from nightlight.intake.form_policy import form_policy
from nightlight.intake.knocking import may_knock
from nightlight.intake.models import Door
from nightlight.web.public_document import send as hand_in
from nightlight.web.public_draft import (
    DONE,
    DRAFT,
    Draft,
    first_page_token,
    is_first_page_token,
    keep_code,
    keep_draft,
    kept_code,
    kept_draft,
    new_draft,
)
from nightlight.web.public_fields import errors_of, fields_of
from nightlight.web.public_page import address_of, choose_language, file_came, public_page, show
from nightlight.web.public_questions import QUESTIONS, REVIEW, Question, WhatHappenedQuestion
from nightlight.web.public_review import lines

HONEYPOT = "website"
MINUTES_LEFT = (5, 4, 3, 2, 1, 1)
ACCOUNT_STEP = QUESTIONS.index(WhatHappenedQuestion) + 1


@public_page(because="whoever fears for a child may say so, without an account and without a name")
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def form(request: HttpRequest) -> HttpResponse:
    """Show the page that the draft has come to; take what was typed on it, and go on."""
    if request.method == "POST":
        return _taken(request)
    draft = kept_draft(request.session)
    if not draft and (code := kept_code(request.session)):
        return show(request, "sent", {"code": code})
    return _page(request, draft or Draft(first_page_token(), "", ""))


def _taken(request: HttpRequest) -> HttpResponse:
    kept, token = kept_draft(request.session), request.POST.get("token", "")
    if kept and not constant_time_compare(token, kept.token):
        return redirect("public-form")  # a page of another tab, or of another site: the draft that is kept goes on
    if not kept and request.POST.get("go") == "new":
        request.session.pop(DONE, None)
        return redirect("public-form")
    if not kept and kept_code(request.session):
        return redirect("public-form")  # it was sent already, and the answer lost on its way: its code is shown
    if not kept and not (request.POST.get("step") == "1" and is_first_page_token(token)):
        return show(request, "start_again", status=409)
    draft, go = kept or new_draft(), request.POST.get("go", "next")
    draft = draft.answered(_typed(request, draft))
    if file_came(request):
        keep_draft(request.session, draft)
        return _page(request, draft, file_came=True, status=400)
    return _moved(request, draft, go) or (_sent if draft.step == REVIEW else _answered)(request, draft)


def _moved(request: HttpRequest, draft: Draft, go: str) -> HttpResponse | None:
    """Go where a button other than the main one leads: another language, a page back, an answer to change."""
    if go.startswith("language-"):
        choose_language(request, go.removeprefix("language-"))
        return _go(request, draft)
    if go == "back":
        return _go(request, draft.at(draft.step - 1))
    if (step := go.removeprefix("change-")) != go and step.isdecimal():
        return _go(request, draft.at(int(step[:2])))
    return None


def _typed(request: HttpRequest, draft: Draft) -> dict[str, str]:
    """Return what was typed on the page, as typed; nothing where the page is not the one that the draft is at."""
    if request.POST.get("step") != str(draft.step) or draft.step == REVIEW:
        return {}
    return {name: request.POST.get(name, "") for name in QUESTIONS[draft.step - 1].base_fields}


def _answered(request: HttpRequest, draft: Draft) -> HttpResponse:
    if request.POST.get("step") != str(draft.step):
        return _go(request, draft)
    question = QUESTIONS[draft.step - 1](draft.answers_of(draft.step))
    if not question.is_valid():
        if DRAFT in request.session:
            keep_draft(request.session, draft)
        else:
            draft = replace(draft, token=first_page_token())  # nothing was answered yet: nothing to keep, no cookie
        return _page(request, draft, question=question, status=400)
    return _go(request, draft.at(draft.step + 1))


def _sent(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Send a whole draft, unless something stands against it; then say what, and keep every word."""
    for step in range(1, REVIEW):
        if not QUESTIONS[step - 1](draft.answers_of(step)).is_valid():
            return _go(request, draft.at(step))
    if request.POST.get(HONEYPOT):
        return _page(request, draft, trapped=True, status=400)
    if draft.age < timedelta(seconds=form_policy().seconds_to_answer):
        return _page(request, draft, too_fast=True, status=400)
    if not may_knock(Door.SEND, address_of(request)):
        keep_draft(request.session, draft)
        return _page(request, draft, too_many=True, status=429)
    sent = hand_in(draft, get_language() or "en")
    if sent.refused:
        draft = draft.at(ACCOUNT_STEP)
        keep_draft(request.session, draft)
        return _page(request, draft, pictures=True, status=400)
    keep_code(request.session, draft)
    return redirect("public-form")


def _go(request: HttpRequest, draft: Draft) -> HttpResponse:
    keep_draft(request.session, draft)
    return redirect("public-form")


def _page(
    request: HttpRequest, draft: Draft, *, question: Question | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    shown = {
        "draft": draft,
        "token": draft.token,
        "steps": range(1, REVIEW),
        "minutes": MINUTES_LEFT[draft.step - 1],
        "honeypot": HONEYPOT,
        **more,
    }
    if draft.step == REVIEW:
        return show(request, "review", shown | {"lines": lines(draft)}, status=status)
    page = QUESTIONS[draft.step - 1]
    question = question or page(initial=draft.answers_of(draft.step))
    shown |= {"question": question, "fields": fields_of(question), "errors": errors_of(question)}
    return show(request, "question", shown, status=status)
