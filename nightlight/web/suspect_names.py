"""Opening names: one entry's, or those of a list to take along. Each opening is a dissemination (28 CFR 23.20(g)).

A name stands only in the answer to the form that stated the need; no address, title or message holds it.
"""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nightlight.accounts.permissions import Permission
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.reporting import run_formats
from nightlight.reporting.suspect_list import Named, SuspectList
from nightlight.suspects.actions import open_name, open_names, open_run
from nightlight.suspects.actions.opening import Opened
from nightlight.suspects.models import Confidence, Held, Run, RunLine, Sensitivity
from nightlight.suspects.reading import entries_of, run_of
from nightlight.web.access import Request, page
from nightlight.web.suspect_forms import NeedForm

FORMS = ("csv", "json", "pdf")
asks_first = require_http_methods(["GET", "POST"])


@page(needs=Permission.SUSPECT_OPEN)
@asks_first
@never_cache
def name(request: Request, pk: UUID) -> HttpResponse:
    """Ask for what the name of one entry is needed, then show it."""
    line = RunLine.objects.visible_to(request.user).filter(pk=pk, held=Held.LISTED)
    found = line.select_related("nominated_by", "run").first()
    if found is None:
        raise NotFound
    form, opened, refused = NeedForm(request.POST or None), None, ""
    status = HTTPStatus.OK if request.method == "GET" else HTTPStatus.BAD_REQUEST
    if form.is_valid():
        try:
            opened, status = open_name(found, by=request.user, **form.cleaned_data), HTTPStatus.OK
        except RuleRefusal as refusal:
            refused, status = refusal.message, HTTPStatus.CONFLICT
    shown = {"line": found, "run": found.run, "form": form, "opened": opened, "refused": refused}
    return render(request, "web/suspect_name.html", shown, status=status)


@page(needs=Permission.SUSPECT_READ)
@require_GET
def download(request: Request, pk: UUID, form: str) -> HttpResponse:
    """Hand out a run without names, as CSV, JSON or PDF."""
    run = run_of(request.user, pk)
    if form not in FORMS:
        raise NotFound
    open_run(run, by=request.user)
    return _file(request, run, form, ())


@page(needs=Permission.SUSPECT_OPEN)
@asks_first
@never_cache
def take_along(request: Request, pk: UUID) -> HttpResponse:
    """Ask for what the names of a run are needed, then hand the list out with those that are shared still."""
    run, asked = run_of(request.user, pk), NeedForm(request.POST or None)
    status = HTTPStatus.OK if request.method == "GET" else HTTPStatus.BAD_REQUEST
    refused = ""
    if asked.is_valid():
        lines = RunLine.objects.visible_to(request.user).filter(run=run, held=Held.LISTED)
        wanted = request.POST.get("form", "")
        try:
            opened = open_names(list(lines), by=request.user, **asked.cleaned_data)
        except RuleRefusal as refusal:
            refused, status = refusal.message, HTTPStatus.CONFLICT
        else:
            return _file(request, run, wanted if wanted in FORMS else "pdf", opened)
    shown = {"run": run, "form": asked, "refused": refused}
    return render(request, "web/suspect_take_along.html", shown, status=status)


def _file(request: Request, run: Run, form: str, opened: "list[Opened] | tuple[()]") -> HttpResponse:
    entries = [(entry.line, entry.since) for entry in entries_of(request.user, run)]
    listed = SuspectList(run, entries, {one.line.pk: _named(one) for one in opened})
    if form == "json":
        response: HttpResponse = JsonResponse(listed.as_json())
    elif form == "csv":
        response = HttpResponse(run_formats.csv(listed), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(run_formats.pdf(listed), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{run.number}.{form}"'
    return response


def _named(opened: Opened) -> Named:
    nomination = opened.nomination
    return Named(
        opened.name,
        opened.activity,
        Sensitivity(nomination.sensitivity),
        Confidence(nomination.confidence),
    )
