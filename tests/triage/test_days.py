"""Conditions on days: what is not known never holds, and a judgement stands until the day it says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from nightlight.triage.assessment.days import Days, Moments, Span, turning
from nightlight.triage.assessment.facts import Fact, FactSheet, Finding
from nightlight.triage.assessment.priority import Judge, PriorityPolicy, because
from tests.triage.invented import conditions, policies

TODAY = date(2026, 3, 10)
SOME = [Fact.ESCALATED, Fact.MOLESTATION, Fact.HAS_FILES]
NEAR = st.none() | st.integers(-60, 60).map(lambda days: TODAY + timedelta(days=days))
MOMENTS = st.builds(Moments, NEAR, NEAR, NEAR)
CONDITIONS = conditions().map(Days.model_validate)
SHEETS = st.sets(st.sampled_from(SOME)).map(lambda true: FactSheet({fact: Finding(True, "said") for fact in true}))


def on(days: int) -> date:
    return TODAY + timedelta(days=days)


@given(CONDITIONS, MOMENTS)
def test_a_condition_turns_on_exactly_the_days_that_it_names(condition: Days, moments: Moments) -> None:
    turns = turning([condition], moments, after=TODAY)
    for day in range(1, 130):
        changes = condition.holds(moments, on(day)) != condition.holds(moments, on(day - 1))
        assert not changes or on(day) in turns
    assert all(condition.holds(moments, day) != condition.holds(moments, day - timedelta(days=1)) for day in turns)


@given(policies(SOME), SHEETS, MOMENTS)
def test_a_judgement_stands_until_the_day_on_which_it_says_that_another_rule_decides(
    policy: PriorityPolicy, sheet: FactSheet, moments: Moments
) -> None:
    judge = Judge(policy)
    now = judge.judge(sheet, moments, on=TODAY).rule
    turns = judge.turns_on(sheet, moments, on=TODAY)
    until = (turns - TODAY).days if turns else 130
    assert all(judge.judge(sheet, moments, on=on(day)).rule == now for day in range(until))
    assert turns is None or judge.judge(sheet, moments, on=turns).rule != now


@given(policies(SOME), SHEETS)
def test_what_is_not_known_neither_opens_a_rule_nor_is_hidden(policy: PriorityPolicy, sheet: FactSheet) -> None:
    judge = Judge(policy)
    judgement = judge.judge(sheet, Moments(), on=TODAY)
    assert not judgement.rule.when.days
    assert judge.turns_on(sheet, Moments(), on=TODAY) is None
    said = " ".join(judgement.not_known)
    assert all(("days" in said) for _ in judge.days)


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"of": "events"}, "at_least, at_most, or both"),
        ({"of": "events", "at_least": 9, "at_most": 3}, "no more than"),
        ({"of": "age", "at_most": 3}, "events"),
        ({"of": "clock", "at_most": -1}, "greater than or equal"),
        ({"of": "clock", "at_most": 10**6}, "less than or equal"),
    ],
)
def test_what_is_no_condition_is_refused_in_words(said: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        Days.model_validate(said)


def test_a_clock_that_has_run_out_is_not_within_any_days() -> None:
    within = Days(of=Span.CLOCK, at_most=14)
    assert [within.holds(Moments(clock_on=on(days)), TODAY) for days in (15, 14, 0, -1)] == [False, True, True, False]


def test_events_that_are_stated_for_a_later_day_are_of_today() -> None:
    assert Moments(events_on=on(3)).days(Span.EVENTS, TODAY) == 0


def test_the_last_days_of_a_calendar_turn_nothing() -> None:
    assert turning([Days(of=Span.EVENTS, at_most=400)], Moments(events_on=date.max), after=TODAY) == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"of": "events", "at_most": 1}, "at most 1 day since the events"),
        ({"of": "evidence", "at_least": 90}, "at least 90 days since the newest dated address"),
        ({"of": "clock", "at_least": 3, "at_most": 14}, "3 to 14 days until the next clock runs out"),
        ({"of": "clock", "at_least": 3, "at_most": 3}, "exactly 3 days until the next clock runs out"),
    ],
)
def test_a_condition_reads_as_a_noun(said: dict[str, object], words: str) -> None:
    assert Days.model_validate(said).words == words


def test_a_reason_says_the_days_as_they_were_counted() -> None:
    rule = {"id": "X-1", "tier": 1, "because": "It is fresh.", "short": "Fresh"}
    head = {"name": "triage.priority", "in_force_from": TODAY, "source": "invented"}
    last = {"id": "X-2", "tier": 1, "when": {}, "because": "Rest", "short": "Rest"}
    asked = rule | {"when": {"days": [{"of": "events", "at_most": 7}]}}
    policy = PriorityPolicy.model_validate(head | {"tiers": [{"number": 1, "words": "Sample"}], "rules": [asked, last]})
    said = because(policy.rules[0], Moments(events_on=on(-3)), on=TODAY)
    assert said == "It is fresh. Counted on March 10, 2026: 3 days since the events."
    assert because(policy.rules[1], Moments(events_on=on(-3)), on=TODAY) == "Rest"
    assert asked["when"] == {"days": [{"of": "events", "at_most": 7}]}
    assert policy.rules[1].when.model_dump(mode="json") == {"all_of": [], "any_of": []}
