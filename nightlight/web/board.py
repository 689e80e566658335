"""Operations: the list, the board of one, the records behind each of its numbers, and the report to take along."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotFound
from nightlight.operations.models import Operation, OperationQuerySet
from nightlight.reporting import board as boards
from nightlight.reporting import formats
from nightlight.reporting import records as behind
from nightlight.reporting.measures import COMPLAINTS
from nightlight.reporting.operation_report import OperationReport, operation_report
from nightlight.web.access import Request, page
from nightlight.web.board_links import Links
from nightlight.web.board_panels import figures, panels
from nightlight.web.board_records import lines, words
from nightlight.web.board_table import chosen_table
from nightlight.web.paging import pager, place

PAGE = 50


@page(needs=Permission.OPERATION_READ)
@require_GET
def operations(request: Request) -> HttpResponse:
    """Show the operations that the reader sees, 50 at a time, the newest first."""
    offset, seen = place(request), _seen(request)
    listed = seen.annotate(participants=Count("participations")).order_by("-starts_on", "-pk")[offset : offset + PAGE]
    total = seen.count()
    shown = {
        "listed": listed,
        "total": total,
        "pager": pager(request, offset=offset, here=len(listed), total=total, noun="operations", size=PAGE),
    }
    return render(request, "web/operations.html", shown)


@page(needs=Permission.OPERATION_READ)
@require_GET
def operation(request: Request, pk: UUID) -> HttpResponse:
    """Show the board of one operation, as of a date."""
    found, as_of = _found(request, pk), _as_of(request)
    measure = request.GET.get("measure", COMPLAINTS.code)
    counted = boards.board(found, actor=request.user, as_of=as_of, measure=measure)
    links = Links(found.pk, as_of, measure)
    shown = {
        "operation": found,
        "board": counted,
        "as_of": as_of,
        "is_today": as_of == clock.today(),
        "now": clock.now(),
        "links": links,
        "figures": figures(counted, links),
        "panels": panels(counted, links),
        "table": chosen_table(counted, links, request.GET),
        "sees_all": request.user.agency.is_national,
    }
    return render(request, "web/operation.html", shown)


@page(needs=Permission.OPERATION_READ)
@require_GET
def records(request: Request, pk: UUID, measure: str) -> HttpResponse:
    """Show the records behind one number of the board, 50 at a time, in order of event."""
    found, as_of, offset = _found(request, pk), _as_of(request), place(request)
    narrowed = _narrowed(request)
    listed = behind.records(found, measure, actor=request.user, as_of=as_of, narrowed=narrowed)
    here = listed.page(offset // behind.PAGE + 1)
    first = offset - offset % behind.PAGE
    shown = {
        "operation": found,
        "listed": listed,
        "as_of": as_of,
        "links": Links(found.pk, as_of, measure),
        "words": words(found, listed, narrowed),
        "lines": lines(found, listed.measure, here, request.user, as_of),
        "pager": pager(request, offset=first, here=len(here), total=listed.count, noun="records", size=behind.PAGE),
    }
    return render(request, "web/operation_records.html", shown)


@page(needs=Permission.OPERATION_READ)
@require_GET
def download(request: Request, pk: UUID, form: str) -> HttpResponse:
    """Hand out the report of an operation as CSV, PDF or JSON: the numbers of the board."""
    found, as_of = _found(request, pk), _as_of(request)
    if form not in {"csv", "pdf", "json"}:
        raise NotFound
    report = operation_report(found, actor=request.user, as_of=as_of)
    response = _written(report, form)
    response["Content-Disposition"] = f'attachment; filename="{found.code}-{as_of:%Y-%m-%d}.{form}"'
    return response


def _written(report: OperationReport, form: str) -> HttpResponse:
    if form == "json":
        return JsonResponse(report.as_json())
    if form == "csv":
        return HttpResponse(formats.csv(report), content_type="text/csv; charset=utf-8")
    return HttpResponse(formats.pdf(report), content_type="application/pdf")


def _seen(request: Request) -> OperationQuerySet:
    return Operation.objects.visible_to(request.user).select_related("agency")


def _found(request: Request, pk: UUID) -> Operation:
    try:
        return _seen(request).get(pk=pk)
    except ObjectDoesNotExist:
        raise NotFound from None


def _as_of(request: Request) -> date:
    """Return the date asked for, today at the latest; today where none is. Raises NotFound for what is no date."""
    given = _date(request, "as_of")
    return min(given, clock.today()) if given else clock.today()


def _narrowed(request: Request) -> behind.Narrowing:
    asked = request.GET
    return behind.Narrowing(
        task_force=asked.get("task_force", ""),
        state=asked.get("state"),
        category=asked.get("category", ""),
        day=_date(request, "day"),
    )


def _date(request: Request, name: str) -> date | None:
    given = request.GET.get(name, "")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise NotFound from None
