"""The rules that an agency works by, and those that judged a report once: each can always be opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from nightlight.agencies.models import Agency
from nightlight.directives.choosing import read
from nightlight.directives.models import Directive
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotFound
from nightlight.foundation.sealed import Actor
from nightlight.policy import Dated, with_digest
from nightlight.priorities.models import Draft, Preview, Reassessment
from nightlight.triage.assessment import axes, priority
from nightlight.triage.assessment.priority import PriorityPolicy, Rule
from nightlight.triage.assessment.rules import SCHEMAS, RuleBook, Rules
from nightlight.triage.models import Assessment

MOST = 50
"""How many earlier rules are listed, the newest first."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One policy as it was put in force: what it says, and by whom and why where an agency set it for itself."""

    dated: Dated[Any]
    directive: Directive | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an agency's own priorities stand."""

    past: Sequence[Directive]
    coming: Sequence[Directive]
    draft: Draft | None
    preview: Preview | None
    """The newest preview of the draft as it is now, finished or not."""
    work: Reassessment | None
    """The newest work on open reports."""


def standing(agency: Agency, *, by: Actor) -> Standing:
    """Return where an agency's own priorities stand, for whoever sees that. Four queries at most."""
    rows: Any = Directive.objects.visible_to(by).filter(agency=agency).select_related("author")
    own = list(rows.order_by("-in_force_from", "-number")[:MOST])
    drafts: Any = Draft.objects.visible_to(by)
    draft = drafts.filter(agency=agency).select_related("author").first()
    previews: Any = Preview.objects.visible_to(by).filter(agency=agency)
    works: Any = Reassessment.objects.visible_to(by).filter(agency=agency)
    today = clock.today()
    return Standing(
        [each for each in own if each.in_force_from <= today],
        [each for each in own if each.in_force_from > today],
        draft,
        previews.filter(digest=draft.digest).order_by("-pk").first() if draft else None,
        works.order_by("-pk").first(),
    )


def in_force_for(agency: Agency, *, on: date | None = None) -> Rules:
    """Return the rules by which an agency's reports are judged on a day, today where none is named."""
    return RuleBook({agency.pk}, on=on or clock.today()).of(agency.pk)


def seen_preview(draft: Draft, *, by: Actor) -> Preview | None:
    """Return the newest finished preview of exactly this draft."""
    rows: Any = Preview.objects.visible_to(by).filter(agency=draft.agency, digest=draft.digest)
    return rows.exclude(finished_at=None).order_by("-pk").first()  # type: ignore[no-any-return]  # the manager is untyped


def ruling(digest: str, *, by: Actor) -> Ruling:
    """Return the policy with a digest: a file of the house, or rules of an agency that the actor sees."""
    for name, schema in SCHEMAS.items():
        if dated := with_digest(name, digest, schema=schema):
            return Ruling(dated, None)
    rows: Any = Directive.objects.visible_to(by).filter(digest=digest).select_related("agency", "author")
    return _of(rows.first())


def ruling_of_report(report: UUID, digest: str, *, by: Actor) -> Ruling:
    """Return a policy that judged a report once, for whoever sees the report, whosever rules they were."""
    rows: Any = Assessment.objects.visible_to(by).filter(report=report)
    for name, field in ((priority.NAME, "policy_digest"), (axes.NAME, "axes_digest")):
        if rows.filter(**{field: digest}).exists():
            if dated := with_digest(name, digest, schema=SCHEMAS[name]):
                return Ruling(dated, None)
            own: Any = Directive.objects.unscoped(because="whoever sees a report may read the rules that judged it")
            return _of(own.filter(name=name, digest=digest).select_related("agency", "author").first())
    raise NotFound


def rule_that_judged(assessment: Assessment) -> Rule | None:
    """Return the rule that decided the tier of a report, as it said then; for whoever sees the assessment."""
    dated = with_digest(priority.NAME, assessment.policy_digest, schema=PriorityPolicy)
    if dated is None:
        own: Any = Directive.objects.unscoped(because="whoever sees a report may read the rules that judged it")
        found = own.filter(name=priority.NAME, digest=assessment.policy_digest).first()
        dated = _of(found).dated if found else None
    return next((rule for rule in dated.content.rules if rule.id == assessment.rule), None) if dated else None


def _of(directive: Directive | None) -> Ruling:
    if directive is None:
        raise NotFound
    content = read(directive.content, directive.digest, SCHEMAS[directive.name])
    dated = Dated(directive.name, directive.in_force_from, directive.digest, content, directive.agency_id)
    return Ruling(dated, directive)
