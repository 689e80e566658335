"""What people do about known hashes: each act is a page that asks first, and keeps what was typed when refused."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from nightlight.accounts.permissions import Permission
from nightlight.foundation.refusals import RuleRefusal
from nightlight.hashes import actions
from nightlight.hashes.models import Deconfirmation, HashImport, HashList
from nightlight.web.access import Request, page
from nightlight.web.case_fields import CaseForm
from nightlight.web.hash_forms import DeconfirmForm, TakeBackForm, WithdrawImportForm, WithdrawListForm, given
from nightlight.web.pressing import found

asks_first = require_http_methods(["GET", "POST"])


@page(needs=Permission.HASH_MANAGE)
@asks_first
def withdraw_list(request: Request, pk: UUID) -> HttpResponse:
    """Take a whole list back."""
    listed = found(HashList, request, pk)
    form = WithdrawListForm(**given(request))
    return _answer(
        request,
        form,
        listed.name,
        reverse("hash-list", args=[pk]),
        lambda said: actions.withdraw_list(listed, by=request.user, **said),
    )


@page(needs=Permission.HASH_MANAGE)
@asks_first
def withdraw_import(request: Request, pk: UUID) -> HttpResponse:
    """Take an import back as a whole."""
    brought = found(HashImport, request, pk)
    form = WithdrawImportForm(**given(request))
    return _answer(
        request,
        form,
        f"Import {brought.number} of {brought.list.name}",
        reverse("hash-list", args=[brought.list_id]),
        lambda said: actions.withdraw_import(brought, by=request.user, **said),
    )


@page(needs=Permission.HASH_DECONFIRM)
@asks_first
def deconfirm(request: Request) -> HttpResponse:
    """Say that a digest was wrongly listed."""
    form = DeconfirmForm(**given(request))
    return _answer(
        request,
        form,
        "",
        reverse("hashes"),
        lambda said: actions.deconfirm(said["digest"], by=request.user, because=said["because"]),
    )


@page(needs=Permission.HASH_DECONFIRM)
@asks_first
def take_back(request: Request, pk: UUID) -> HttpResponse:
    """Take a deconfirmation back."""
    said_before = found(Deconfirmation, request, pk)
    form = TakeBackForm(**given(request))
    return _answer(
        request,
        form,
        f"{said_before.get_kind_display()} {said_before.digest}",
        reverse("hashes"),
        lambda said: actions.take_back_deconfirmation(said_before, by=request.user, **said),
    )


def _answer(
    request: Request, form: CaseForm, about: str, back: str, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Do what was asked and go back; else show the form, with what was typed and what stands against it."""
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except RuleRefusal as refusal:
            messages.error(request, refusal.message)
            status = HTTPStatus.CONFLICT
        else:
            messages.success(request, f"{form.done}.")
            return redirect(back)
    wrong = [{"words": words, "href": f"#id_{name}"} for name, errors in form.errors.items() for words in errors]
    shown = {"form": form, "about": about, "back": back, "errors": wrong}
    return render(request, "web/hash_act.html", shown, status=status)
