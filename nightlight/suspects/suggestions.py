"""Whom somebody might nominate: subjects of open cases whose reports or findings support an indicator.

A suggestion is advice with its reasons. It is stored nowhere and lists nobody: a person nominates.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.investigations.lifecycle import CaseStatus, SubjectStatus
from nightlight.investigations.models import Case, CaseReport, Finding, Subject
from nightlight.suspects.indicators import Indicator, IndicatorPolicy, policy
from nightlight.suspects.lifecycle import OPEN
from nightlight.suspects.models import Nomination
from nightlight.triage.assessment.facts import Fact
from nightlight.triage.models import Assessment

MOST = 50
FOUND = [finding.value for finding in Finding if finding != Finding.NONE]


@dataclass(frozen=True, slots=True)
class Support:
    """An indicator that a record supports: a report's fact with its words and place, or the finding of the case."""

    indicator: Indicator
    words: str
    report: Report | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A subject who might be nominated, and why."""

    subject: Subject
    supports: tuple[Support, ...]


def suggestions(actor: Actor) -> list[Suggestion]:
    """Return whom of the actor's own agency's open cases to think about, the latest first, 50 at most.

    A fixed number of queries.
    """
    rules = policy(clock.today()).content
    nominated = Nomination.objects.unscoped(because="who is nominated already is not suggested")
    subjects = (
        Subject.objects.visible_to(actor)
        .filter(agency=actor.agency_id, case__status=CaseStatus.OPEN)
        .exclude(status=SubjectStatus.CLEARED)
        .filter(~Exists(nominated.filter(subject=OuterRef("pk"), status__in=OPEN)))
        .filter(Q(Exists(_speaking(actor, rules))) | Q(finding__in=FOUND))
    )
    page = list(subjects.select_related("case").order_by("-recorded_at", "-pk")[:MOST])
    supported = supports_of(actor, [subject.case for subject in page], rules)
    made = [Suggestion(one, tuple(_of(one, supported[one.case_id], rules))) for one in page]
    return [suggestion for suggestion in made if suggestion.supports]


def supports_of(actor: Actor, cases: Iterable[Case], rules: IndicatorPolicy) -> dict[UUID, list[Support]]:
    """Return by case what the current assessments of its reports support, the gravest first. Two queries."""
    links = CaseReport.objects.visible_to(actor).filter(case__in=[case.pk for case in cases])
    cases_of = dict(links.values_list("report_id", "case_id"))
    found: dict[UUID, list[Support]] = defaultdict(list)
    for report, supports in _of_reports(actor, cases_of, rules).items():
        found[cases_of[report]] += supports
    rank = {indicator.id: place for place, indicator in enumerate(rules.indicators)}
    for supports in found.values():
        supports.sort(key=lambda support: rank[support.indicator.id])
    return found


def supports_of_report(actor: Actor, report: Report, rules: IndicatorPolicy) -> list[Support]:
    """Return what the current assessment of one report supports, the gravest first."""
    return _of_reports(actor, [report.pk], rules).get(report.pk, [])


def of_subject(subject: Subject, supports: Iterable[Support], rules: IndicatorPolicy) -> list[Support]:
    """Return what the finding on a subject and the reports of the case support, each indicator once."""
    return _of(subject, list(supports), rules)


def _of_reports(actor: Actor, reports: Iterable[UUID], rules: IndicatorPolicy) -> dict[UUID, list[Support]]:
    current = Assessment.objects.visible_to(actor).current().filter(report__in=list(reports))
    return {
        one.report_id: _of_facts(one.report, one.facts, rules)  # type: ignore[attr-defined]
        for one in current.select_related("report").order_by("pk")
    }


def _of_facts(report: Report, facts: dict[str, dict[str, object]], rules: IndicatorPolicy) -> list[Support]:
    true = {Fact(code) for code, found in facts.items() if found["value"] is True and code in set(Fact)}
    supports = []
    for indicator in rules.supported_by(true):
        fact = next(fact for fact in indicator.facts if fact in true)
        at = facts[fact]["at"]
        pointer = at[0] if isinstance(at, list) and at else ""
        supports.append(Support(indicator, str(facts[fact]["words"]), report, str(pointer)))
    return supports


def _of(subject: Subject, supports: list[Support], rules: IndicatorPolicy) -> list[Support]:
    found = [
        Support(indicator, f"Found to have {subject.get_finding_display()}")
        for indicator in rules.supported_by(frozenset(), subject.finding)
    ]
    once = {support.indicator.id: support for support in [*supports, *found]}
    return [once[indicator.id] for indicator in rules.indicators if indicator.id in once]


def _speaking(actor: Actor, rules: IndicatorPolicy) -> QuerySet[Any]:
    """Return the current assessments of a subject's case that state a fact which supports an indicator."""
    speaks = Q(pk__in=[])
    for fact in sorted({fact for indicator in rules.indicators for fact in indicator.facts}):
        speaks |= Q(**{f"facts__{fact.value}__value": True})
    current = Assessment.objects.visible_to(actor).current()
    return current.filter(speaks, report__case_reports__case=OuterRef("case"))
