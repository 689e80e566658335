"""What is done about clocks: write down a letter and its renewal, say how long logs are kept."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from nightlight.accounts.permissions import Permission
from nightlight.clocks import actions
from nightlight.clocks.models import LogRetention, PreservationLetter
from nightlight.foundation import clock
from nightlight.intake.models import Report
from nightlight.web.access import Request, page
from nightlight.web.asking import Place, answer, asks_first, at_report, given
from nightlight.web.clock_forms import LetterForm, RenewalForm, RetentionForm
from nightlight.web.pressing import found


@page(needs=Permission.REPORT_WORK)
@asks_first
def letter(request: Request, pk: UUID) -> HttpResponse:
    """Write down a preservation letter about the report."""
    report: Report = found(Report, request, pk)
    form = LetterForm(initial={"provider": report.provider, "sent_on": clock.today()}, **given(request))
    return answer(request, form, at_report(report), lambda said: actions.send_letter(report, by=request.user, **said))


@page(needs=Permission.REPORT_WORK)
@asks_first
def renewal(request: Request, pk: UUID) -> HttpResponse:
    """Write down the one renewal of a letter."""
    sent: PreservationLetter = found(PreservationLetter, request, pk)
    form = RenewalForm(initial={"sent_on": clock.today()}, **given(request))
    return answer(
        request, form, at_report(sent.report), lambda said: actions.renew_letter(sent, by=request.user, **said)
    )


@page(needs=Permission.REPORT_READ)
@require_GET
def retention(request: Request) -> HttpResponse:
    """Show how long providers and networks keep their logs, as far as somebody said so."""
    rows = (
        LogRetention.objects.in_force(clock.today()).select_related("agency", "author").order_by("name", "agency__name")
    )
    shown = {"rows": list(rows), "may_set": request.user.may(Permission.CLOCK_MANAGE)}
    return render(request, "web/retention.html", shown)


@page(needs=Permission.CLOCK_MANAGE)
@asks_first
def set_retention(request: Request) -> HttpResponse:
    """Say how long a provider or a network keeps its logs."""
    form = RetentionForm(**given(request))
    place = Place((("How long logs are kept", reverse("retention")),))
    return answer(request, form, place, lambda _: actions.set_retention(form.asked, by=request.user))
