"""Saving a list of the queue under a name, showing it to colleagues, removing it and bringing it back."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.desk import actions
from nightlight.desk.models import NAME_LETTERS, SavedView
from nightlight.desk.reading import view_of
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.web.access import Request, page
from nightlight.web.queue_lists import asking
from nightlight.web.report_forms import first_error


class SaveForm(forms.Form):
    """A name, and for whom."""

    name = forms.CharField(
        label="Name of the view",
        max_length=NAME_LETTERS,
        error_messages={
            "required": "Give the view a name; nothing was saved.",
            "max_length": f"A view's name has {NAME_LETTERS} letters at most; nothing was saved.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    shared = forms.ChoiceField(
        label="For",
        choices=[("no", "only me"), ("yes", "my agency")],
        widget=forms.RadioSelect,
        initial="no",
    )


@page(needs=Permission.REPORT_READ)
@require_POST
def save(request: Request) -> HttpResponse:
    """Keep the list that the reader looks at under a name."""
    form, query = SaveForm(data=request.POST), QueryDict(request.POST.get("list", "")[:2000])
    back = f"{reverse('queue')}?{query.urlencode()}" if query else reverse("queue")
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect(back)
    view = view_of(request.user, query["view"]) if query.get("view") else None
    asked = asking(query, request.user, view)
    try:
        saved = actions.save_view(
            by=request.user,
            name=form.cleaned_data["name"],
            filters=asked.asked.values,
            order=asked.order,
            columns=asked.columns,
            shared=form.cleaned_data["shared"] == "yes",
        )
    except RuleRefusal as refusal:
        messages.error(request, refusal.message)
        return redirect(back)
    for_whom = "Everybody of your agency who may read reports has it." if saved.is_shared else "Only you have it."
    messages.success(request, f"The view {saved.name} is saved. {for_whom}")
    return redirect(address_of(saved))


@page(needs=Permission.REPORT_READ)
@require_POST
def share(request: Request, pk: UUID) -> HttpResponse:
    """Show a view to the agency, or keep it to its owner."""
    view, shared = _found(request.user, pk), request.POST.get("shared") == "yes"
    words = "Everybody of your agency has this view now." if shared else "Only its owner has this view now."
    return _answer(request, view, lambda: actions.share_view(view, by=request.user, shared=shared), words)


@page(needs=Permission.REPORT_READ)
@require_POST
def remove(request: Request, pk: UUID) -> HttpResponse:
    """Take a view out of the lists, and offer to bring it back."""
    view = _found(request.user, pk)
    try:
        actions.remove_view(view, by=request.user)
    except RuleRefusal as refusal:
        messages.error(request, refusal.message)
        return redirect(address_of(view))
    request.session["removed_view"] = str(pk)
    return redirect("queue")


@page(needs=Permission.REPORT_READ)
@require_POST
def bring_back(request: Request, pk: UUID) -> HttpResponse:
    """Bring a removed view back."""
    view = _found(request.user, pk)
    request.session.pop("removed_view", None)
    return _answer(
        request, view, lambda: actions.bring_view_back(view, by=request.user), f"The view {view.name} is back."
    )


def removed(request: Request) -> dict[str, str] | None:
    """Return what the strip says about the view that the reader removed last; it says so once."""
    pk = request.session.pop("removed_view", None)
    view = SavedView.objects.visible_to(request.user).filter(pk=pk).exclude(removed_at=None).first() if pk else None
    if view is None:
        return None
    return {"words": f"The view {view.name} is removed.", "action": reverse("queue-view-back", args=[view.pk])}


def address_of(view: SavedView) -> str:
    """Return the link to a view: whoever may see the view may follow it, and sees what they may."""
    return f"{reverse('queue')}?view={view.pk}"


def _answer(request: Request, view: SavedView, act: Any, words: str) -> HttpResponse:
    try:
        act()
    except RuleRefusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, words)
    return redirect(address_of(view))


def _found(user: User, pk: UUID) -> SavedView:
    view = SavedView.objects.visible_to(user).select_related("owner").filter(pk=pk).first()
    if view is None:
        raise NotFound
    return view
