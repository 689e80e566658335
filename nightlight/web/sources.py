"""Where answers about places come from: every data set with its edition, its licence and its attribution."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nightlight.geography.gazetteer import gazetteer
from nightlight.web.access import Request, signed_in


@signed_in(because="the licences ask that whoever reads an answer can see where it comes from")
@require_GET
def sources(request: Request) -> HttpResponse:
    """Show every data set, present or absent, with what to do about those that are absent."""
    listed = gazetteer(settings.DATA_DIR).sources()
    return render(request, "web/sources.html", {"sources": listed, "is_complete": all(s.is_present for s in listed)})
