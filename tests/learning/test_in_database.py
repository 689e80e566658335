"""A policy as an expression of the database says what the judge says, for any facts and any policy."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.intake.models import Report
from nightlight.learning.completeness import items_stated
from nightlight.triage.assessment.facts import NEVER_DECIDES, Fact
from nightlight.triage.assessment.in_database import tier_by
from nightlight.triage.assessment.priority import Judge, PriorityPolicy, policy
from nightlight.triage.models import Assessment
from tests.learning.conftest import assessment

ALL = sorted(Fact)
DECIDING = sorted(set(Fact) - NEVER_DECIDES)


def _invented(dice: Random) -> PriorityPolicy:
    tiers = dice.randint(2, 6)
    numbers = [*range(1, tiers), *(dice.randint(1, tiers) for _ in range(8))]
    rules = [
        {
            "id": f"X-{at}",
            "tier": tier,
            "when": {
                "all_of": dice.sample(DECIDING, dice.randint(0, 2)),
                "any_of": dice.sample(DECIDING, dice.randint(1, 4)),
            },
            "because": "Sample",
            "short": "Sample",
        }
        for at, tier in enumerate(numbers)
    ]
    rules.append({"id": "X-last", "tier": tiers, "when": {}, "because": "Sample", "short": "Sample"})
    words = [{"number": number, "words": f"Sample {number}"} for number in range(1, tiers + 1)]
    head = {"name": "triage.priority", "in_force_from": date(2018, 1, 1), "source": "invented"}
    return PriorityPolicy.model_validate(head | {"tiers": words, "rules": rules})


@pytest.fixture
def facts(assigned_report: Callable[..., Report]) -> list[Assessment]:
    """Keep 150 assessments of one report, each with other facts."""
    report, dice = assigned_report(), Random(5)
    sets = [[], *([fact] for fact in ALL), *(dice.sample(ALL, dice.randint(1, 9)) for _ in range(100))]
    return [assessment(report, facts=each, superseded_at=report.received_at) for each in sets]


def test_the_database_judges_as_the_judge_does(facts: list[Assessment], commander: User) -> None:
    rows: Any = Assessment.objects.visible_to(commander)
    for rules in (policy(date(2018, 4, 1)).content, *(_invented(Random(seed)) for seed in range(12))):
        judge = Judge(rules)
        found = rows.annotate(by=tier_by(rules)).values_list("true_facts", "by")
        assert len(found) == len(facts)
        for line, tier in found:
            assert tier == judge.tier({Fact(fact) for fact in line.split(",") if fact}), line


def test_completeness_counts_what_the_checklist_found_there(judged: Callable[..., Report], commander: User) -> None:
    reports = [judged() for _ in range(4)]
    rows: Any = Assessment.objects.visible_to(commander)
    for report, found in zip(reports, ("HHHHHHH", "NNNNNNN", "HLNHLNN", ""), strict=True):
        unchecked = {} if found else {"checklist_date": None, "checklist_digest": ""}
        rows.filter(report=report).update(completeness=found, **unchecked)
    counted = dict(rows.annotate(items=items_stated()).values_list("report_id", "items"))
    assert [counted[report.pk] for report in reports] == [7, 0, 2, 0]
