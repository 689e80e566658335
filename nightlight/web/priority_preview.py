"""What a draft would have made of the last 90 days, and the decision to put it in force."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.accounts.standing import worker
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.intake.models import Report
from nightlight.priorities.actions import ask_for_preview, put_in_force
from nightlight.priorities.content import complaints, content_of
from nightlight.priorities.models import Draft, Preview
from nightlight.priorities.previewing import warnings, work_on
from nightlight.priorities.reading import in_force_for, seen_preview
from nightlight.priorities.wording import differences
from nightlight.web import priority_words
from nightlight.web.access import Request, page
from nightlight.web.own_draft import of_draft
from nightlight.web.priority_forms import DecideForm
from nightlight.web.templatetags.words import day

AT_ONCE, EACH_LOOK = 1.0, 0.7
"""Seconds of work that somebody waits for: when a preview is asked for, and each time it is looked at unfinished."""

LOOK_AGAIN = "1"
AXES = {"victim": "Victim", "offender": "Offender", "solvable": "Solvable", "severity": "Severity"}


@page(needs=Permission.POLICY_DRAFT)
@require_POST
@of_draft
def ask(request: Request, found: Draft) -> HttpResponse:
    """Begin a preview of the draft, and show it: finished where a second is enough."""
    try:
        begun = ask_for_preview(found, by=request.user)
    except RuleRefusal as refusal:
        messages.error(request, refusal.message)
        return redirect("priority-draft")
    work_on(begun, by=worker(), seconds=AT_ONCE)
    return redirect("priority-preview", begun.pk)


@page(needs=Permission.POLICY_DRAFT)
@require_GET
def preview(request: Request, pk: UUID) -> HttpResponse:
    """Show a preview. While it is unfinished, looking at it goes on with it, whoever else works on it."""
    rows: Any = Preview.objects.visible_to(request.user).select_related("asked_by", "agency")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    if found.finished_at is None:
        found = work_on(found, by=worker(), seconds=EACH_LOOK)
    answer = render(request, "web/priority_preview.html", _shown(request.user, found))
    if found.finished_at is None:
        answer["Refresh"] = LOOK_AGAIN
    return answer


@page(needs=Permission.POLICY_DECIDE)
@require_http_methods(["GET", "POST"])
@of_draft
def decide(request: Request, found: Draft) -> HttpResponse:
    """Put the draft in force from a day on, with a reason."""
    form = DecideForm(request.POST if request.method == "POST" else None, initial={"in_force_from": clock.today()})
    if form.is_valid():
        try:
            work = put_in_force(found, by=request.user, **form.cleaned_data)
        except RuleRefusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(
                request,
                f"In force from {day(work.due_on)}. {work.total:,} open reports are judged again in the background.",
            )
            return redirect("priorities")
    seen = seen_preview(found, by=request.user)
    shown = {
        "form": form,
        "draft": found,
        "preview": seen,
        "warnings": warnings(seen) if seen else (),
        "complaints": complaints(found.content),
        "differences": differences(content_of(in_force_for(request.user.agency)), found.content),
        "errors": [{"words": words, "href": f"#id_{name}"} for name, said in form.errors.items() for words in said],
    }
    return render(request, "web/priority_decide.html", shown)


def _shown(user: User, found: Preview) -> dict[str, Any]:
    draft: Any = Draft.objects.visible_to(user).filter(agency=found.agency).first()
    content = content_of(in_force_for(found.agency))
    now_words = priority_words.tier_words(content)
    is_this = draft is not None and draft.digest == found.digest
    return {
        "preview": found,
        "matrix": priority_words.matrix(found, now_words) if found.finished_at else None,
        "axes": [(title, found.axes.get(axis, 0)) for axis, title in AXES.items()],
        "movers": _movers(user, found, now_words) if found.finished_at else (),
        "moving": sum(count for key, count in found.matrix.items() if len(set(key.split(">"))) > 1),
        "warnings": warnings(found),
        "differences": differences(content, found.content),
        "is_this_draft": is_this,
        "may_decide": is_this and user.may(Permission.POLICY_DECIDE),
    }


def _movers(user: User, found: Preview, now_words: dict[int, str]) -> list[dict[str, Any]]:
    """Return the reports that move most as the reader sees them, with the rule that would move each."""
    reports: Any = Report.objects.visible_to(user).filter(pk__in=[mover[0] for mover in found.movers])
    by_id = {str(report.pk): report for report in reports}
    then_words = priority_words.tier_words(found.content)
    shorts = {rule["id"]: rule["short"] for rule in found.content["rules"]}
    return [
        {
            "report": by_id[pk],
            "now": now,
            "now_words": now_words.get(now, "Earlier tier"),
            "then": then,
            "then_words": then_words[then],
            "rule": rule,
            "short": shorts.get(rule, ""),
        }
        for pk, now, then, rule in found.movers
        if pk in by_id
    ]
