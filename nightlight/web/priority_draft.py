"""The editor of an agency's draft: each step is a button or a number, kept at once, and leads back to where one was."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.priorities import editing
from nightlight.priorities.actions import begin_draft, change_draft, discard_draft
from nightlight.priorities.content import Content, NotTaken, complaints, content_of, draft_as_yaml, from_yaml
from nightlight.priorities.models import Draft
from nightlight.priorities.reading import in_force_for, standing
from nightlight.priorities.wording import AXES, differences
from nightlight.triage.assessment.priority import ROW
from nightlight.web import priority_words
from nightlight.web.access import Request, page
from nightlight.web.own_draft import of_draft
from nightlight.web.priorities import kept_as_file
from nightlight.web.priority_forms import DaysForm, ImportForm, RuleForm, StepForm, TiersForm
from nightlight.web.report_forms import first_error

PATHS: dict[str, tuple[str, ...]] = {"rules": ("rules",), **{axis: (axis, "steps") for axis in AXES}}
STEPS = {"up": -1, "down": 1}
MOST_DIGITS = 4
SOMEBODY_ELSE = "Somebody changed the draft since this page was shown. Look at it again; nothing was changed."


@page(needs=Permission.POLICY_DRAFT)
@require_http_methods(["GET", "POST"])
def draft(request: Request) -> HttpResponse:
    """Show the draft of one's agency with what differs from what is in force; by post, begin one."""
    user = request.user
    if request.method == "POST":
        try:
            begin_draft(by=user)
        except RuleRefusal as refusal:
            messages.error(request, refusal.message)
            return redirect("priorities")
        return redirect("priority-draft")
    own = standing(user.agency, by=user)
    if own.draft is None:
        return render(request, "web/priority_draft.html", {"draft": None})
    content = own.draft.content
    shown = {
        "draft": own.draft,
        "preview": own.preview,
        "at": _at(request.GET.get("at", "")),
        "rule_lines": priority_words.rules(content),
        "axis_lines": priority_words.axes(content),
        "tiers": content["tiers"],
        "tiers_form": TiersForm(initial={"words": "\n".join(tier["words"] for tier in content["tiers"])}),
        "days_form": DaysForm(initial=content["solvable"]),
        "complaints": complaints(content),
        "differences": differences(content_of(in_force_for(user.agency)), content),
        "may_decide": user.may(Permission.POLICY_DECIDE),
    }
    return render(request, "web/priority_draft.html", shown)


@page(needs=Permission.POLICY_DRAFT)
@require_http_methods(["GET", "POST"])
@of_draft
def entry(request: Request, found: Draft, part: str, place: int) -> HttpResponse:
    """Change a rule or a step of an axis; place 0 is a new one."""
    form = _form(found.content, part, place, request)
    if request.method == "POST" and form.is_valid():
        index = place - 1 if place else None
        answer = _kept(request, found, lambda: editing.put(found.content, PATHS[part], index, form.entry()))
        if answer:
            return answer
    shown = {
        "form": form,
        "groups": priority_words.grouped(form.chosen),
        "title": _title(found.content, part, place),
        "part": part,
        "digest": found.digest,
        "row": ROW,
        "errors": [{"words": words, "href": f"#id_{name}"} for name, errors in form.errors.items() for words in errors],
    }
    return render(request, "web/priority_entry.html", shown)


@page(needs=Permission.POLICY_DRAFT)
@require_POST
@of_draft
def move(request: Request, found: Draft, part: str, place: int) -> HttpResponse:
    """Move a rule or a step up or down by one place, or to a place that is typed."""
    path, to = _path(part), request.POST.get("to", "")
    if to in STEPS:
        by = STEPS[to]
    elif to.isdecimal() and 0 < len(to) <= MOST_DIGITS:
        by = int(to) - place
    else:
        messages.error(request, "A place is a number: 1 is the first. Nothing was changed.")
        return _back(f"{part}-{place}")
    there = min(max(place + by, 1), editing.length(found.content, path))
    return (
        _kept(request, found, lambda: editing.moved(found.content, path, place - 1, by), at=f"{part}-{there}")
        or _back()
    )


@page(needs=Permission.POLICY_DRAFT)
@require_POST
@of_draft
def remove(request: Request, found: Draft, part: str, place: int) -> HttpResponse:
    """Take a rule or a step out."""
    path = _path(part)
    return _kept(request, found, lambda: editing.removed(found.content, path, place - 1)) or _back()


@page(needs=Permission.POLICY_DRAFT)
@require_POST
@of_draft
def tiers(request: Request, found: Draft) -> HttpResponse:
    """Name the tiers, in their order."""
    return _by_form(
        request, found, TiersForm(request.POST), lambda content, said: editing.with_tiers(content, said["words"])
    )


@page(needs=Permission.POLICY_DRAFT)
@require_POST
@of_draft
def days(request: Request, found: Draft) -> HttpResponse:
    """Set the days after which address records fade, and are gone."""
    return _by_form(request, found, DaysForm(request.POST), lambda content, said: editing.with_days(content, **said))


@page(needs=Permission.POLICY_DRAFT)
@require_http_methods(["GET", "POST"])
@of_draft
def take_in(request: Request, found: Draft) -> HttpResponse:
    """Take a policy in YAML into the draft."""
    form = ImportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            taken = from_yaml(form.cleaned_data["text"], found.content)
        except NotTaken as wrong:
            form.add_error("text", str(wrong))
        else:
            answer = _kept(request, found, lambda: taken)
            if answer:
                return answer
    return render(request, "web/priority_import.html", {"form": form, "digest": found.digest})


@page(needs=Permission.POLICY_DRAFT)
@require_GET
@of_draft
def give_out(request: Request, found: Draft) -> HttpResponse:
    """Give the draft as a text that can be taken in again."""
    del request
    return kept_as_file(draft_as_yaml(found.content, on=clock.today()), "priorities-draft.yaml")


@page(needs=Permission.POLICY_DRAFT)
@require_POST
@of_draft
def discard(request: Request, found: Draft) -> HttpResponse:
    """Throw the draft away."""
    discard_draft(found, by=request.user)
    messages.success(request, "The draft is thrown away. What is in force stays.")
    return redirect("priorities")


def _at(asked: str) -> dict[str, Any]:
    """Return the rule or step that the address points out, by its part and its place."""
    part, _, place = asked.partition("-")
    return {"part": part, "place": int(place)} if place.isdecimal() and len(place) <= MOST_DIGITS else {}


def _path(part: str) -> tuple[str, ...]:
    if part not in PATHS:
        raise NotFound
    return PATHS[part]


def _form(content: Content, part: str, place: int, request: Request) -> RuleForm | StepForm:
    entries: Any = content
    for step in _path(part):
        entries = entries[step]
    if place > len(entries):
        raise NotFound
    data = request.POST if request.method == "POST" else None
    if part == "rules":
        return RuleForm(content, entries[place - 1] if place else {"id": editing.next_id(content)}, data)
    return StepForm(entries[place - 1] if place else {}, data)


def _title(content: Content, part: str, place: int) -> str:
    if part == "rules":
        return f"Rule {content['rules'][place - 1]['id']}" if place else "New rule"
    return f"{AXES[part]}, step {place}" if place else f"{AXES[part]}, new step"


def _kept(request: Request, found: Draft, edit: Callable[[], Content], *, at: str = "") -> HttpResponse | None:
    """Keep an edit of the draft that the page showed and go back to it; None where it was changed meanwhile."""
    if request.POST.get("seen") != found.digest:
        messages.error(request, SOMEBODY_ELSE)
        return None
    try:
        change_draft(found, by=request.user, content=edit())
    except editing.NoSuchPlace:
        raise NotFound from None
    return _back(at)


def _by_form(
    request: Request, found: Draft, form: forms.Form, edit: Callable[[Content, dict[str, Any]], Content]
) -> HttpResponse:
    if not form.is_valid():
        messages.error(request, first_error(form))
        return _back()
    return _kept(request, found, lambda: edit(found.content, form.cleaned_data)) or _back()


def _back(at: str = "") -> HttpResponse:
    where = reverse("priority-draft")
    return redirect(f"{where}?at={at}#{at}" if at else where)
