"""Outlets: by what mail addresses and webhooks notices leave the house besides the page. For administrators."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nightlight.accounts.models import User, UserKind
from nightlight.accounts.permissions import Permission
from nightlight.foundation.refusals import RuleRefusal
from nightlight.notices import actions
from nightlight.notices.models import Outlet, Way
from nightlight.notices.outlet_pages import outlet_page, outlets_for
from nightlight.notices.signing import signing_key
from nightlight.web.access import Request, page
from nightlight.web.case_fields import choice
from nightlight.web.pressing import found, pressed


class OutletForm(forms.Form):
    """Where notices are to go as well."""

    way = choice("Way", [(Way.MAIL.value, "mail"), (Way.WEBHOOK.value, "webhook")], Way)
    target = forms.CharField(
        label="Address",
        max_length=300,
        help_text="A mail address, or the address of a webhook that begins with https://.",
        error_messages={"required": "Give the address."},
    )
    person: Any = forms.ModelChoiceField(
        label="For whom",
        queryset=None,
        required=False,
        empty_label="The whole agency",
        help_text="With a person: only what that person is told.",
    )
    only_urgent = forms.BooleanField(label="Urgent notices only", required=False)

    def __init__(self, user: User, *given: Any) -> None:
        super().__init__(*given)
        colleagues = User.objects.get_queryset().visible_to(user).filter(agency=user.agency, kind=UserKind.PERSON)
        person: Any = self.fields["person"]
        person.queryset = colleagues.filter(is_active=True).order_by("name")
        person.label_from_instance = lambda one: one.name


@page(needs=Permission.NOTICE_CONFIGURE)
@require_http_methods(["GET", "POST"])
def outlets(request: Request) -> HttpResponse:
    """Show the outlets with what became of what they sent, and set a further one up."""
    form = OutletForm(request.user, request.POST) if request.method == "POST" else OutletForm(request.user)
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    if form.is_valid():
        try:
            added = actions.add_outlet(by=request.user, agency=request.user.agency, **form.cleaned_data)
        except RuleRefusal as refusal:
            form.add_error("target", refusal.message)
        else:
            messages.success(request, "Set up: notices go there from now on.")
            return redirect("outlet", added.pk)
    wrong = [{"words": words, "href": f"#id_{name}"} for name, said in form.errors.items() for words in said]
    shown = {
        "lines": outlets_for(request.user),
        "form": form,
        "errors": wrong,
        "mail_is_set": bool(settings.EMAIL_HOST),
    }
    return render(request, "web/outlets.html", shown, status=status)


@page(needs=Permission.NOTICE_CONFIGURE)
@require_GET
def outlet(request: Request, pk: UUID) -> HttpResponse:
    """Show one outlet: what became of what it sent, and how a webhook's receiver checks it."""
    read = outlet_page(request.user, pk)
    key = signing_key(read.outlet.pk) if read.outlet.way == Way.WEBHOOK else ""
    return render(request, "web/outlet.html", {"read": read, "outlet": read.outlet, "signing_key": key})


@page(needs=Permission.NOTICE_CONFIGURE)
@require_POST
def end(request: Request, pk: UUID) -> HttpResponse:
    """Let nothing more go out by an outlet."""
    ended = found(Outlet, request, pk)
    words = "Ended: nothing goes there any more."
    return pressed(request, lambda: actions.end_outlet(ended, by=request.user), words, "outlets")
