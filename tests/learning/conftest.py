"""Past reports that triage judged, and what became of them."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.foundation import clock
from nightlight.intake.models import Report
from nightlight.investigations import actions
from nightlight.investigations.asked import ArrestMade, FindingMade, Opening, SubjectNamed
from nightlight.investigations.categories import Category
from nightlight.investigations.models import Case, CaseDisposition, Finding
from nightlight.learning.past import Period
from nightlight.triage.assessment.facts import Fact, listed
from nightlight.triage.models import Assessment
from nightlight.victims.actions import ChildFound, Identification, identify, record_victims
from nightlight.victims.models import Recency
from tests.cases import assigned_report
from tests.investigations.conftest import held_clock

__all__ = ["assigned_report", "held_clock"]

SPRING = Period(date(2018, 3, 1), date(2018, 4, 10))
FIRST = datetime(2018, 3, 1, 9, tzinfo=UTC)
DAY = date(2018, 4, 9)
CHECKED = (Fact.HAS_ADDRESS, Fact.CHILD_REPORTED, Fact.HAS_FILES, Fact.VIRAL, Fact.GENERATIVE_AI)
"""What makes an invented report complete; the checklist itself is tried in tests/triage."""


@pytest.fixture
def commander(person: Callable[..., User]) -> User:
    return person("co", RoleName.COMMANDER)


def assessment(report: Report, tier: int = 7, facts: Sequence[Fact] = (), **said: Any) -> Assessment:
    words: dict[str, Any] = {
        "tier_words": f"Sample {tier}",
        "rule": f"P-{tier}",
        "policy": "triage.priority",
        "policy_date": date(2018, 1, 1),
        "policy_digest": "0" * 64,
        "axes_date": date(2018, 1, 1),
        "axes_digest": "0" * 64,
        "because": "Sample",
        "short": "Sample",
        "completeness": "".join("H" if fact in facts else "N" for fact in CHECKED),
        "checklist_date": date(2018, 1, 1),
        "checklist_digest": "0" * 64,
        "facts": {fact.value: {"value": True, "words": "Sample", "at": []} for fact in facts},
        "true_facts": listed(facts),
        "victim": "Not known",
        "offender": "Not known",
        "solvable": "Not known",
        "severity": "Not known",
        "assessed_at": report.received_at,
    }
    return Assessment.objects.create(agency=report.agency, report=report, tier=tier, **words | said)


@pytest.fixture
def judged(assigned_report: Callable[..., Report]) -> Callable[..., Report]:
    """Make a report that triage put in a tier: `judged(3, facts, hours=5)` came five hours after the first."""

    def made(tier: int = 7, facts: Sequence[Fact] = (), *, hours: int = 0, to: str = "co", **said: Any) -> Report:
        report = assigned_report(to)
        came = FIRST + timedelta(hours=hours)
        Report.objects.unscoped(because="test").filter(pk=report.pk).update(received_at=came, **said)
        report.received_at = came
        assessment(report, tier, facts)
        return report

    return made


class Became:
    """Lets reports come to an end, through the acts of those who work them."""

    def __init__(self, supervisor: User, specialist: User) -> None:
        self.by, self.specialist = supervisor, specialist

    def case(self, *reports: Report) -> Case:
        return actions.open_cases([Opening(reports, title="Sample")], by=self.by)[0]

    def arrest(self, *reports: Report) -> Case:
        case = self.case(*reports)
        [subject] = actions.add_subjects([SubjectNamed(case, "Alex Example")], by=self.by)
        actions.record_arrests([ArrestMade(subject, DAY, Category.A)], by=self.by)
        return case

    def finding(self, *reports: Report) -> Case:
        case = self.case(*reports)
        [subject] = actions.add_subjects([SubjectNamed(case, "Sam Example")], by=self.by)
        actions.record_findings([FindingMade(subject, Finding.ABUSED, DAY)], by=self.by)
        return case

    def child(self, *reports: Report) -> Case:
        case = self.case(*reports)
        [victim] = record_victims([ChildFound(case)], by=self.specialist)
        identify([Identification(victim, DAY, Recency.RECENT)], by=self.specialist)
        return case

    def nothing(self, *reports: Report) -> Case:
        case = self.case(*reports)
        actions.close_cases([case], by=self.by, disposition=CaseDisposition.UNFOUNDED)
        return case

    def closed(self, *reports: Report) -> None:
        actions.close_reports(reports, by=self.by, because="Sample reason")


@pytest.fixture
def became(person: Callable[..., User]) -> Became:
    return Became(person("co", RoleName.SUPERVISOR), person("co", RoleName.VICTIM_SPECIALIST))


@pytest.fixture
def now() -> datetime:
    return clock.now()
