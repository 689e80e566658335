"""Why one report stands above another: two reports side by side."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nightlight.accounts.permissions import Permission
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.triage.queue.listing import axes_of
from nightlight.triage.queue.why import named
from nightlight.triage.queue.why import why as read_why
from nightlight.web import report_words
from nightlight.web.access import Request, page

NONE_SUCH = "There is no report with this number or id that you may see."


@page(needs=Permission.REPORT_READ)
@require_GET
def why(request: Request) -> HttpResponse:
    """Show why one of two reports stands above the other; without two, ask for them."""
    asked = {name: request.GET.get(name, "").strip() for name in ("one", "other")}
    shown: dict[str, Any] = {"asked": asked, "errors": []}
    found = {}
    for name, text in asked.items():
        try:
            if text:
                found[name] = named(text, by=request.user)
        except (NotFound, RuleRefusal) as wrong:
            words = NONE_SUCH if isinstance(wrong, NotFound) else wrong.message
            shown["errors"].append({"words": words, "href": f"#id_{name}"})
    if len(found) == len(asked):
        try:
            said = read_why(found["one"], found["other"], by=request.user)
        except RuleRefusal as refusal:
            shown["errors"].append({"words": refusal.message, "href": "#id_other"})
        else:
            numbers = {side.report.pk: side.report.number for side in (said.above, said.below)}
            shown["asked"] = {name: numbers[pk] or asked[name] for name, pk in found.items()}
            shown |= {"why": said, "sides": [_side(side) for side in (said.above, said.below)]}
    return render(request, "web/queue_why.html", shown)


def _side(side: Any) -> dict[str, Any]:
    axes = report_words.axes(axes_of(side.assessment, side.report)) if side.assessment else ()
    return {"side": side, "report": side.report, "judged": side.assessment, "axes": axes}
