"""A change of the lists: how far it was followed, and which of the reader's reports are judged otherwise."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nightlight.accounts.permissions import Permission
from nightlight.rematching.reading import change_page, reports_of
from nightlight.web.access import Request, page
from nightlight.web.paging import pager, place

PAGE = 50


@page(needs=Permission.REPORT_READ)
@require_GET
def change(request: Request, pk: UUID) -> HttpResponse:
    """Show what a change of the lists changed, 50 reports at a time, the highest tier first."""
    offset, read = place(request), change_page(request.user, pk)
    lines = reports_of(read, request.user, offset=offset, limit=PAGE)
    shown = {
        "read": read,
        "change": read.change,
        "lines": lines,
        "pager": pager(request, offset=offset, here=len(lines), total=read.own, noun="reports", size=PAGE),
        "may_see_list": request.user.may(Permission.HASH_READ),
    }
    return render(request, "web/hash_change.html", shown)
