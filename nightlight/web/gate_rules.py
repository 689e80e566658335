"""The rules of courts: which there are, what each touches, and setting one after having seen that."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.gate import actions
from nightlight.gate.drafting import drafted
from nightlight.gate.forums import Forum
from nightlight.gate.in_force import in_force
from nightlight.gate.models import ForumRule
from nightlight.gate.reading import rules_read
from nightlight.gate.touched import Reach, reach_of
from nightlight.web.access import Request, page
from nightlight.web.asking import Place, answer, asks_first, given, wrong
from nightlight.web.gate_forms import SWITCHES, ForumsForm, RuleForm, today


@page(needs=Permission.REPORT_READ)
@require_GET
def rules(request: Request) -> HttpResponse:
    """Show the rules of all courts with what holds today, and the courts of the reader's own agency."""
    user, read = request.user, rules_read()
    holding = _holding(read)
    own = in_force({user.agency_id}, on=clock.today()).of(user.agency_id)
    shown = {
        "rules": [(rule, Forum(rule.forum).words, _standing(rule, holding)) for rule in read],
        "courts": [(forum.words, rule) for forum, rule in own],
        "may_set": user.may(Permission.GATE_RULE),
    }
    return render(request, "web/gate_rules.html", shown)


@page(needs=Permission.REPORT_READ)
@require_GET
def rule(request: Request, pk: UUID) -> HttpResponse:
    """Show one rule with the open reports that it touches."""
    found = ForumRule.objects.select_related("agency", "author").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return render(request, "web/gate_rule.html", _rule(request.user, found))


@page(needs=Permission.GATE_RULE)
@asks_first
def set_rule(request: Request) -> HttpResponse:
    """Show what a rule would touch; set it once exactly that was shown."""
    form = RuleForm(initial=today() | _copied(request), **given(request))
    status, reach = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK, None
    if form.is_valid():
        try:
            if form.was_seen:
                made = actions.set_rule(form.asked, by=request.user)
                messages.success(request, f"{form.done}.")
                return redirect("gate-rule", made.pk)
            reach, status = reach_of(drafted(form.asked, by=request.user), by=request.user, before=True), HTTPStatus.OK
        except RuleRefusal as refusal:
            messages.error(request, refusal.message)
            status = HTTPStatus.CONFLICT
    mark = form.mark if reach else ""
    shown = {"form": form, "errors": wrong(form), "reach": reach, "mark": mark}
    return render(request, "web/gate_rule_form.html", shown, status=status)


@page(needs=Permission.GATE_RULE)
@asks_first
def courts(request: Request) -> HttpResponse:
    """Say to which courts an agency takes its cases: the reader's own, or one under it that the address names."""
    code = request.GET.get("agency", "")
    seen = Agency.objects.filter(request.user.sees("pk"))
    agency = seen.filter(code=code).first() if code else request.user.agency
    if agency is None:
        raise NotFound
    now = in_force({agency.pk}, on=clock.today()).of(agency.pk)
    form = ForumsForm(initial={"forums": [forum.code for forum, _ in now]}, **given(request))
    place = Place((("Warrant rules", reverse("gate-rules")),), agency.name)
    return answer(request, form, place, lambda said: actions.set_forums(agency, by=request.user, **said))


def _rule(user: User, found: ForumRule) -> dict[str, Any]:
    reach: Reach = reach_of(found, by=user, before=False)
    standing = _standing(found, _holding(rules_read()))
    may_set = user.may(Permission.GATE_RULE)
    return {
        "rule": found,
        "court": Forum(found.forum).words,
        "standing": standing,
        "reach": reach,
        "in_queue": f"{reverse('queue')}?touched={found.pk}",
        "may_set": may_set,
        "switches": _switches(found),
    }


def _holding(read: list[ForumRule]) -> dict[tuple[UUID, str], UUID]:
    """Return the rule of each agency and court that is in force today; the newest comes first in the list."""
    held: dict[tuple[UUID, str], UUID] = {}
    for rule in read:
        if rule.in_force_from <= clock.today():
            held.setdefault((rule.agency_id, rule.forum), rule.pk)
    return held


def _standing(rule: ForumRule, holding: dict[tuple[UUID, str], UUID]) -> tuple[str, str]:
    """Return the words and tone in which a rule stands today."""
    if rule.in_force_from > clock.today():
        return "Holds later", "blue"
    if holding.get((rule.agency_id, rule.forum)) != rule.pk:
        return "Replaced", "plain"
    if rule.says.has_expired(clock.today()):
        return "Expired: warrant", "red"
    return ("In force", "green") if rule.is_confirmed else ("Uncertain; counsel must confirm", "amber")


def _switches(rule: ForumRule) -> list[tuple[str, bool]]:
    """Return what a rule opens, in the words of its form."""
    return [(said, getattr(rule, name)) for name, said in SWITCHES.items()]


def _copied(request: Request) -> dict[str, Any]:
    """Return what a new version begins with, where the address names the rule that it follows."""
    asked = request.GET.get("after", "")
    try:
        before = ForumRule.objects.filter(pk=UUID(asked)).first() if asked else None
    except ValueError:
        before = None
    if before is None:
        return {}
    opens = [name for name in SWITCHES if getattr(before, name)]
    return {name: getattr(before, name) for name in ("forum", "citation", "source", "requires")} | {"opens": opens}
