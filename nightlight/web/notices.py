"""Notices: what happened since one last looked, and where it leads."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from nightlight.accounts.permissions import Permission
from nightlight.notices import actions
from nightlight.notices.models import Notice
from nightlight.notices.reading import bell, notices_for, shown, unseen
from nightlight.web.access import Request, page
from nightlight.web.notice_words import leads_to
from nightlight.web.paging import pager, place
from nightlight.web.pressing import found, pressed
from nightlight.web.templatetags.words import count

PAGE = 50
AT_ONCE = 5000
"""How many notices are marked as seen in one transaction; who has more presses again."""


class SeenForm(forms.Form):
    """One notice that was seen, or none for all of them."""

    notice = forms.UUIDField(required=False)


@page(needs=Permission.NOTICE_READ)
@require_GET
def notices(request: Request) -> HttpResponse:
    """Show the notices, 50 at a time, the newest first: those not seen, or all of the last days."""
    user, offset, everything = request.user, place(request), request.GET.get("show") == "all"
    counted, all_shown = bell(user), shown(user).count()
    total = all_shown if everything else counted.unseen
    listed = notices_for(user, only_unseen=not everything, offset=offset, limit=PAGE)
    address = reverse("notices")
    shown_here = {
        "lines": listed,
        "total": total,
        "unseen": counted.unseen,
        "everything": everything,
        "tabs": [
            {"words": "Not seen", "count": count(counted.unseen), "href": address, "current": not everything},
            {"words": "All", "count": count(all_shown), "href": f"{address}?show=all", "current": everything},
        ],
        "pager": pager(request, offset=offset, here=len(listed), total=total, noun="notices", size=PAGE),
        "may_configure": user.may(Permission.NOTICE_CONFIGURE),
    }
    return render(request, "web/notices.html", shown_here)


@page(needs=Permission.NOTICE_READ)
@require_POST
def seen(request: Request) -> HttpResponse:
    """Mark one notice as seen, or all that the bell counts."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        messages.error(request, "That is no notice; nothing was changed.")
        return redirect("notices")
    pk = form.cleaned_data["notice"]
    chosen = [found(Notice, request, pk)] if pk else list(unseen(request.user).order_by("pk")[:AT_ONCE])
    marked = actions.see(chosen, by=request.user)
    messages.success(request, f"{count(len(marked))} marked as seen. They stay under All.")
    return redirect("notices")


@page(needs=Permission.NOTICE_READ)
@require_GET
def follow(request: Request, pk: UUID) -> HttpResponse:
    """Mark a notice as seen and go to what it is about."""
    notice = found(Notice, request, pk)
    actions.see([notice], by=request.user)
    return redirect(leads_to(notice))


@page(needs=Permission.NOTICE_READ)
@require_POST
def handled(request: Request, pk: UUID) -> HttpResponse:
    """Say that one has dealt with it: it asks nobody of the agency any more."""
    notice, words = found(Notice, request, pk), "Handled: it asks nobody any more. It stays under All."
    return pressed(request, lambda: actions.handle(notice, by=request.user), words, "notices")
