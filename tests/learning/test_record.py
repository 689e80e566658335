"""How often triage was right: counted against what the acts of investigators and specialists left."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.intake.models import Report
from nightlight.investigations.actions import add_charges, clear_subjects, record_findings
from nightlight.investigations.asked import ChargeBrought, FindingMade
from nightlight.investigations.models import Arrest, Charge, Finding, Jurisdiction, Subject
from nightlight.learning.behind import Cell, assessments, behind
from nightlight.learning.orders import first
from nightlight.learning.outcomes import Outcome
from nightlight.learning.past import Period
from nightlight.learning.record import Record, figures, orders_of, record
from nightlight.learning.taking import take
from nightlight.triage.assessment.facts import Fact
from nightlight.triage.assessment.priority import policy
from tests.learning.conftest import SPRING, Became, assessment

QUESTIONS = 3
"""Past reports, charges, and whose priorities are in force."""


def _outcomes(found: Record) -> dict[Outcome, int]:
    return {outcome: count for outcome, count in found.everything.outcomes.items() if count}


def test_each_ending_is_told_from_the_others(judged: Callable[..., Report], became: Became, commander: User) -> None:
    became.child(judged())
    became.finding(judged())
    became.arrest(judged())
    became.nothing(judged())
    became.closed(judged())
    became.case(judged())
    judged()
    found = record(commander, SPRING)
    assert _outcomes(found) == {
        Outcome.CHILD_IDENTIFIED: 1,
        Outcome.PRODUCED_OR_ABUSED: 1,
        Outcome.ARREST: 1,
        Outcome.CASE_WITHOUT: 1,
        Outcome.NO_CASE: 1,
        Outcome.OPEN: 2,
    }
    assert (found.everything.led_somewhere.part, found.everything.led_somewhere.whole) == (3, 5)


@pytest.mark.parametrize(
    ("statute", "disposition", "outcome"),
    [
        ("18 U.S.C. 2251(a)", "", Outcome.CHARGED_PRODUCTION),
        ("State equivalent of 18 USC § 2251 (b)", "convicted", Outcome.CHARGED_PRODUCTION),
        ("18 U.S.C. 2251(d)", "", Outcome.ARREST),
        ("18 U.S.C. 2241(c)", "", Outcome.CHARGED_ABUSE),
        ("18 U.S.C. 2241(c)", "dismissed", Outcome.ARREST),
        ("18 U.S.C. 1591(a)", "", Outcome.ARREST),
        ("Sample Code 12.3", "", Outcome.ARREST),
    ],
)
def test_what_an_arrest_is_charged_with_is_told_by_its_statute(  # noqa: PLR0917 - a table and its fixtures
    judged: Callable[..., Report],
    became: Became,
    commander: User,
    statute: str,
    disposition: str,
    outcome: Outcome,
) -> None:
    case = became.arrest(judged())
    [arrest] = Arrest.objects.visible_to(commander).filter(case=case)
    [charge] = add_charges(
        [
            ChargeBrought(arrest, statute, Jurisdiction.FEDERAL),
            ChargeBrought(arrest, "Sample Code 1", Jurisdiction.STATE),
        ],
        by=became.by,
    )[:1]
    if disposition:
        Charge.objects.visible_to(commander).filter(pk=charge.pk).update(
            disposition=disposition, disposition_on=arrest.arrested_on
        )
    judged()
    assert _outcomes(record(commander, SPRING)) == {outcome: 1, Outcome.OPEN: 1}


def test_a_charge_adds_nothing_to_a_finding_or_a_person_who_was_cleared(
    judged: Callable[..., Report], became: Became, commander: User
) -> None:
    case = became.arrest(judged())
    [arrest] = Arrest.objects.visible_to(commander).filter(case=case)
    add_charges([ChargeBrought(arrest, "18 U.S.C. 2251(a)", Jurisdiction.FEDERAL)], by=became.by)
    subjects = list(Subject.objects.visible_to(commander).filter(case=case))
    record_findings([FindingMade(subjects[0], Finding.ABUSED, arrest.arrested_on)], by=became.by)
    assert _outcomes(record(commander, SPRING)) == {Outcome.PRODUCED_OR_ABUSED: 1}
    other = became.arrest(judged())
    [arrest] = Arrest.objects.visible_to(commander).filter(case=other)
    add_charges([ChargeBrought(arrest, "18 U.S.C. 2251(a)", Jurisdiction.FEDERAL)], by=became.by)
    clear_subjects(list(Subject.objects.visible_to(commander).filter(case=other)), by=commander, because="Sample")
    assert _outcomes(record(commander, SPRING)) == {Outcome.PRODUCED_OR_ABUSED: 1, Outcome.OPEN: 1}


def test_all_reports_of_a_case_share_its_outcome(
    judged: Callable[..., Report], became: Became, commander: User
) -> None:
    became.child(judged(1), judged(5))
    assert _outcomes(record(commander, SPRING)) == {Outcome.CHILD_IDENTIFIED: 2}


def test_the_arrest_of_a_person_who_was_cleared_is_no_outcome(
    judged: Callable[..., Report], became: Became, commander: User
) -> None:
    case = became.arrest(judged())
    clear_subjects(list(Subject.objects.visible_to(commander).filter(case=case)), by=commander, because="Sample")
    assert _outcomes(record(commander, SPRING)) == {Outcome.OPEN: 1}


def test_tiers_and_facts_are_counted_as_first_assessed(
    judged: Callable[..., Report], became: Became, commander: User
) -> None:
    report = judged(5, [Fact.PRIOR_REPORTS, Fact.HAS_FILES])
    rows: Any = type(report).assessments.rel.related_model.objects.visible_to(commander)
    rows.filter(report=report).update(superseded_at=report.received_at)
    assessment(report, 1, [Fact.ESCALATED], assessed_at=report.received_at + timedelta(hours=1))
    became.child(report)
    found = record(commander, SPRING)
    assert [(line.key, line.reports) for line in found.tiers] == [("5", 1)]
    assert {line.key for line in found.facts} == {"prior_reports", "has_files"}


def test_only_the_reports_of_the_period_count(judged: Callable[..., Report], commander: User) -> None:
    judged()
    judged(hours=24 * 30)
    assert record(commander, Period(date(2018, 3, 1), date(2018, 3, 1))).everything.reports == 1
    assert record(commander, SPRING).everything.reports == 2


def test_each_agency_sees_its_own_and_the_nation_all(
    judged: Callable[..., Report], commander: User, person: Callable[..., User], agency: Callable[[str], Agency]
) -> None:
    judged()
    judged(to="wy")
    coordinator = person("national", RoleName.NATIONAL_COORDINATOR)
    assert record(commander, SPRING).everything.reports == 1
    assert record(coordinator, SPRING).everything.reports == 2
    narrowed = Period(SPRING.first, SPRING.last, agency("wy"))
    assert record(coordinator, narrowed).everything.reports == 1
    assert record(commander, narrowed).everything.reports == 0


def test_whoever_may_not_read_of_children_learns_nothing_of_them(
    judged: Callable[..., Report], became: Became, person: Callable[..., User]
) -> None:
    became.child(judged())
    found = record(person("co", RoleName.ANALYST), SPRING)
    assert found.hidden == ("victim:read",)
    assert _outcomes(found) == {Outcome.OPEN: 1}
    assert found.orders == ()


def test_small_numbers_are_marked_and_larger_ones_are_not(
    judged: Callable[..., Report], became: Became, commander: User
) -> None:
    became.closed(*(judged(7) for _ in range(10)))
    became.closed(*(judged(6) for _ in range(9)))
    assert [(line.key, line.led_somewhere.too_few) for line in record(commander, SPRING).tiers] == [
        ("6", True),
        ("7", False),
    ]


@pytest.fixture
def mixed(judged: Callable[..., Report], became: Became) -> list[tuple[Report, int, Sequence[Fact]]]:
    """Sixty reports in any order, nine of which led to a child."""
    dice = Random(11)
    made = []
    for hour in dice.sample(range(400), 60):
        facts = dice.sample(sorted(Fact), dice.randint(0, 6))
        made.append((judged(tier := dice.randint(1, 7), facts, hours=hour), tier, facts))
    for report, _, _ in dice.sample(made, 9):
        became.child(report)
        report.led = True  # type: ignore[attr-defined]  # for the test alone
    return made


def _expected(made: list[tuple[Report, int, Sequence[Fact]]], key: Callable[..., Any], percent: int) -> int:
    ordered = sorted(made, key=lambda one: (key(one), one[0].received_at, one[0].pk))
    return sum(hasattr(report, "led") for report, _, _ in ordered[: first(len(made), percent)])


def test_every_order_shows_as_many_as_counting_by_hand(mixed: list[Any], commander: User) -> None:
    from nightlight.triage.assessment.priority import Judge  # noqa: PLC0415 - the one that counts by hand

    rules = policy(date(2018, 4, 10)).content
    draft = rules.model_copy(
        update={
            "rules": (
                rules.rules[0].model_copy(update={"tier": 7}),
                rules.rules[-1].model_copy(update={"tier": 1}),
            )
        }
    )
    found = {order.code: order for order in record(commander, SPRING, draft=draft).orders}
    keys = {
        "judged": lambda one: one[1],
        "in_force": lambda one: Judge(rules).tier(frozenset(one[2])),
        "first_in": lambda _: 0,
        "draft": lambda one: Judge(draft).tier(frozenset(one[2])),
    }
    assert set(found) == {*keys, "completeness"}
    for code, key in keys.items():
        for percent, top in zip((1, 5, 10), found[code].tops, strict=True):
            assert (top.part, top.whole) == (_expected(mixed, key, percent), 9), (code, percent)


def test_the_most_complete_come_first(judged: Callable[..., Report], became: Became, commander: User) -> None:
    for hour in range(9):
        judged(1, hours=hour)
    became.child(judged(7, [Fact.HAS_FILES, Fact.HAS_ADDRESS], hours=300))
    found = {order.code: [top.part for top in order.tops] for order in record(commander, SPRING).orders}
    assert found == {"judged": [0, 0, 0], "in_force": [0, 0, 0], "first_in": [0, 0, 0], "completeness": [1, 1, 1]}


def test_every_figure_opens_exactly_its_reports(mixed: list[Any], commander: User) -> None:
    census = take(commander, SPRING)
    orders = orders_of(census, commander, SPRING)
    found = figures(census, SPRING, orders, hidden=())

    def opened(**cell: Any) -> int:
        ids = behind(census, Cell(**cell), orders).reports
        assert len(assessments(commander, ids)) == len(set(ids)) == len(ids)
        return len(ids)

    for line in found.tiers:
        for outcome, count in line.outcomes.items():
            assert opened(tier=int(line.key), outcome=outcome.value) == count
        assert opened(tier=int(line.key), outcome="known") == line.known
    for line in found.facts:
        assert opened(fact=Fact(line.key), outcome="led_somewhere") == line.led_somewhere.part
    for order in found.orders:
        for percent, top in zip((1, 5, 10), order.tops, strict=True):
            cell = {"order": order.code, "top": percent, "outcome": "child_identified"}
            assert opened(**cell) == top.part, (order.code, percent)


def test_the_number_of_questions_does_not_grow_with_the_reports(
    judged: Callable[..., Report], commander: User, django_assert_num_queries: Any
) -> None:
    judged()
    assert commander.agencies_seen
    assert commander.permissions
    with django_assert_num_queries(QUESTIONS):
        record(commander, SPRING)
    for _ in range(5):
        judged(3, [Fact.ENTICEMENT])
    with django_assert_num_queries(QUESTIONS):
        record(commander, SPRING)
