"""The priorities that an agency works by: in force, coming, past, and where its own draft stands."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.foundation.refusals import NotFound
from nightlight.intake.models import Report
from nightlight.policy import Dated
from nightlight.priorities.actions import MAY_SET
from nightlight.priorities.content import SEPARATOR, as_yaml, content_of
from nightlight.priorities.reading import Ruling, in_force_for, ruling, ruling_of_report, standing
from nightlight.triage.assessment.rules import Rules
from nightlight.web import priority_words
from nightlight.web.access import Request, page

HOUSE = "the house, for every task force that has set none"


@page(needs=Permission.REPORT_READ)
@require_GET
def priorities(request: Request) -> HttpResponse:
    """Show the rules in force, what comes, what was, and the work that new rules leave behind."""
    user = request.user
    rules = in_force_for(user.agency)
    content = content_of(rules)
    shown = {
        "agency": user.agency,
        "rules": rules,
        "whose": whose(rules.tiers),
        "whose_axes": whose(rules.axes),
        "tiers": content["tiers"],
        "rule_lines": priority_words.rules(content),
        "axis_lines": priority_words.axes(content),
        "days": content["solvable"],
        "standing": standing(user.agency, by=user),
        "may_draft": user.may(Permission.POLICY_DRAFT) and user.agency.kind in MAY_SET,
    }
    return render(request, "web/priorities.html", shown)


@page(needs=Permission.REPORT_READ)
@require_GET
def rules(request: Request, digest: str) -> HttpResponse:
    """Show one policy as it was put in force, whether it still holds or not."""
    return render(request, "web/priority_rules.html", _shown(ruling(digest, by=request.user)))


@page(needs=Permission.REPORT_READ)
@require_GET
def report_rules(request: Request, pk: UUID, digest: str) -> HttpResponse:
    """Show a policy that judged a report, for whoever sees the report, whosever policy it was."""
    report = Report.objects.visible_to(request.user).filter(pk=pk).first()
    if report is None:
        raise NotFound
    shown = _shown(ruling_of_report(pk, digest, by=request.user))
    return render(request, "web/priority_rules.html", shown | {"report": report})


@page(needs=Permission.REPORT_READ)
@require_GET
def export(request: Request) -> HttpResponse:
    """Give the rules in force as YAML, as policy files are written: two documents, one after the other."""
    return yaml_of(in_force_for(request.user.agency))


def yaml_of(rules: Rules) -> HttpResponse:
    """Return both policies as one YAML text to keep."""
    made = [as_yaml(dated.content.model_dump(mode="json")) for dated in (rules.tiers, rules.axes)]
    return kept_as_file(SEPARATOR.join(made), "priorities.yaml")


def kept_as_file(text: str, name: str) -> HttpResponse:
    """Return a text that the browser keeps as a file."""
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def whose(dated: Dated[Any]) -> str:
    """Return whose rules they are, by name."""
    if dated.agency_id is None:
        return HOUSE
    return str(Agency.objects.get(pk=dated.agency_id).name)


def _shown(found: Ruling) -> dict[str, Any]:
    content = found.dated.content.model_dump(mode="json")
    has_tiers = "tiers" in content
    return {
        "dated": found.dated,
        "directive": found.directive,
        "source": found.dated.content.source,
        "whose": found.directive.agency.name if found.directive else HOUSE,
        "tiers": content.get("tiers", ()),
        "rule_lines": priority_words.rules(content) if has_tiers else (),
        "axis_lines": () if has_tiers else priority_words.axes(content),
        "days": content.get("solvable"),
    }
