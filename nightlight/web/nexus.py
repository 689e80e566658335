"""Whether a report involves the use of the Internet: a person decides, and the national index follows."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.intake.models import Report
from nightlight.intake.nexus import Nexus
from nightlight.triage import actions
from nightlight.triage.actions.nexus import LETTERS
from nightlight.web.access import Request, page
from nightlight.web.asking import answer, asks_first, at_report, given
from nightlight.web.case_fields import CaseForm
from nightlight.web.gate_forms import words
from nightlight.web.pressing import found

ANSWERS = {
    Nexus.YES: ("The Internet was used", "green"),
    Nexus.NO: ("The Internet was not used", "plain"),
    Nexus.UNKNOWN: ("Not known whether the Internet was used", "amber"),
}


class NexusForm(CaseForm):
    """The answer, and why."""

    heading = "Say whether the Internet was used"
    meaning = (
        "Only a report that involves the use of the Internet goes into the national index (34 U.S.C. 21115(a)). Yes "
        "registers its identifiers at once; anything else takes them out."
    )
    button = "Keep the answer"
    done = "The answer is kept, and the national index follows it"

    nexus = forms.TypedChoiceField(
        label="Answer",
        choices=[(one.value, said) for one, (said, _) in ANSWERS.items()],
        coerce=Nexus,
        widget=forms.RadioSelect,
    )
    because = words(
        "Reason",
        required="Say why in a sentence.",
        most=LETTERS,
        help_text="It is kept and shown. No names of people.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@page(needs=Permission.REPORT_ASSESS)
@asks_first
def decide(request: Request, pk: UUID) -> HttpResponse:
    """Decide whether the report involves the use of the Internet."""
    report: Report = found(Report, request, pk)
    form = NexusForm(initial={"nexus": report.nexus}, **given(request))
    return answer(
        request, form, at_report(report), lambda said: actions.decide_nexus([report], by=request.user, **said)
    )


def shown(user: User, report: Report) -> dict[str, Any]:
    """Return what the page of a report says of it."""
    said, tone = ANSWERS[Nexus(report.nexus)]
    return {
        "words": said,
        "tone": tone,
        "is_held": report.nexus != Nexus.YES,
        "may_decide": user.may(Permission.REPORT_ASSESS),
    }
