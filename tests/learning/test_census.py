"""A census of any reports: what is counted is what is opened, and every order is as counted by hand."""

from collections import Counter
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.learning.behind import Cell, behind
from nightlight.learning.census import Census, Counted, Kind
from nightlight.learning.orders import TOPS, Orders, first, tiers_by
from nightlight.learning.outcomes import Outcome
from nightlight.triage.assessment.days import Days, Moments, Span
from nightlight.triage.assessment.facts import Fact, listed
from nightlight.triage.assessment.priority import Judge, PriorityPolicy
from tests.triage.invented import policies

AT = datetime(2026, 1, 2, tzinfo=UTC)
SOME = [Fact.ESCALATED, Fact.MOLESTATION, Fact.HAS_FILES, Fact.VIRAL]
DAYS = st.integers(-1, 40)
KINDS = st.builds(
    Kind, st.integers(1, 7), st.just("Sample"), st.sets(st.sampled_from(SOME)).map(listed), st.integers(0, 7)
)
COUNTED = st.lists(st.tuples(KINDS, st.sampled_from(list(Outcome)), st.tuples(*(DAYS for _ in Span))), max_size=60).map(
    lambda rows: [Counted(UUID(int=number), *row) for number, row in enumerate(rows)]
)


def _tier(policy: PriorityPolicy, one: Counted) -> int:
    def holds(each: Days) -> bool:
        days = one.days[list(Span).index(each.of)]
        return each.takes(None if days < 0 else days)

    judge = Judge(policy)
    return judge.tier({Fact(name) for name in one.kind.facts}, frozenset(each for each in judge.days if holds(each)))


@given(COUNTED)
def test_what_is_kept_is_read_back(counted: list[Counted]) -> None:
    census = Census.of(counted, at=AT)
    again = Census.from_text(census.as_text())
    assert (again.taken_at, again.reports, again.kinds) == (census.taken_at, census.reports, census.kinds)
    for name in ("kind", "outcome", "days"):
        assert getattr(again, name).tolist() == getattr(census, name).tolist()


def test_what_another_version_kept_is_not_read() -> None:
    text = Census.of([], at=AT).as_text()
    with pytest.raises(ValueError, match="Another version"):
        Census.from_text(text.replace("no_case", "other"))


@given(COUNTED, policies(SOME))
def test_any_policy_judges_a_census_as_the_judge_does(counted: list[Counted], policy: PriorityPolicy) -> None:
    assert tiers_by(policy, Census.of(counted, at=AT)).tolist() == [_tier(policy, one) for one in counted]


@given(COUNTED, policies(SOME), policies(SOME))
def test_each_order_and_each_figure_is_the_one_counted_by_hand(
    counted: list[Counted], in_force: PriorityPolicy, draft: PriorityPolicy
) -> None:
    orders = Orders(Census.of(counted, at=AT), in_force=in_force, draft=draft)
    keys = {
        "judged": lambda one: one.kind.tier,
        "in_force": lambda one: _tier(in_force, one),
        "first_in": lambda _: 0,
        "completeness": lambda one: -one.kind.items,
        "draft": lambda one: _tier(draft, one),
    }
    children = sum(one.outcome is Outcome.CHILD_IDENTIFIED for one in counted)
    for order in orders.compared(too_few=10):
        by_hand = sorted(counted, key=lambda one, code=order.code: (keys[code](one), one.report))
        for percent, top in zip(TOPS, order.tops, strict=True):
            there = by_hand[: first(len(counted), percent)]
            found = [one.report for one in there if one.outcome is Outcome.CHILD_IDENTIFIED]
            assert (top.part, top.whole) == (len(found), children)


@given(COUNTED, st.sampled_from(list(Outcome)), st.sampled_from(SOME))
def test_the_reports_behind_a_figure_are_those_that_were_counted(
    counted: list[Counted], outcome: Outcome, fact: Fact
) -> None:
    census = Census.of(counted, at=AT)
    orders = Orders(census, in_force=_one_tier())
    found = behind(census, Cell(fact=fact, outcome=outcome.value), orders)
    assert found.reports == [one.report for one in counted if fact in one.kind.facts and one.outcome is outcome]
    assert set(found.outcomes) <= {outcome}
    by_kind = {kind: Counter(dict(enumerate(row.tolist()))).total() for kind, row in census.lines()}
    assert by_kind == Counter(one.kind for one in counted)


def _one_tier() -> PriorityPolicy:
    rule = {"id": "X-1", "tier": 1, "when": {}, "because": "Sample", "short": "Sample"}
    head = {"name": "triage.priority", "in_force_from": date(2018, 1, 1), "source": "invented"}
    return PriorityPolicy.model_validate(head | {"tiers": [{"number": 1, "words": "Sample"}], "rules": [rule]})


def test_no_days_are_days_that_no_rule_takes() -> None:
    assert Moments().days(Span.EVENTS, date(2026, 1, 1)) is None
    assert not Days(of=Span.EVENTS, at_least=0).holds(Moments(), date(2026, 1, 1))
