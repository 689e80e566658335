"""What providers report: how many of their reports have each thing that makes one actionable."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.triage.by_provider import completeness_by_provider
from nightlight.web.access import Request, page

LOOKS_BACK = timedelta(days=90)


@page(needs=Permission.REPORT_READ)
@require_GET
def providers(request: Request) -> HttpResponse:
    """Show completeness by provider over the last 90 days."""
    now = clock.now()
    found = completeness_by_provider(request.user, since=now - LOOKS_BACK, on=now.date())
    rows = [(each, [(number, 100 * number // each.reports) for number in each.has]) for each in found.providers]
    return render(request, "web/providers.html", {"found": found, "rows": rows})
