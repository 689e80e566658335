import csv
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from nightlight.policy.dated import folder_of
from nightlight.triage.assessment import priority
from nightlight.triage.assessment.conditions import When
from nightlight.triage.assessment.facts import NEVER_DECIDES, WORDS, Fact, FactSheet, Finding

POLICY = priority.policy(date(2026, 11, 20)).content
JUDGE = priority.Judge(POLICY)
TABLES = {date(2018, 1, 1): "expected.csv", date(2026, 12, 1): "2026-12-01.expected.csv"}
"""The table of what is expected of each file, by the day from which it holds."""

POLICIES = {day: priority.policy(day).content for day in TABLES}
FACTS = st.sets(st.sampled_from(sorted(frozenset().union(*(policy.facts for policy in POLICIES.values())))))
EACH = st.sampled_from(list(POLICIES.values()))


def rows(day: date) -> list[tuple[dict[str, str], set[Fact], set[Fact]]]:
    table: Path = folder_of(priority.NAME) / TABLES[day]
    with table.open(newline="") as lines:
        return [
            (
                row,
                {Fact(name) for name in row["stated"].split()},
                {Fact(name) for name in row["not stated or no"].split()},
            )
            for row in csv.DictReader(lines)
        ]


def sheet(true: AbstractSet[Fact], false: AbstractSet[Fact] = frozenset()) -> FactSheet:
    said = {fact: Finding(True, "stated") for fact in true}
    return FactSheet(said | {fact: Finding(False, "stated") for fact in false})


def test_every_file_has_its_table() -> None:
    assert {path.stem for path in folder_of(priority.NAME).glob("*.yaml")} == {str(day) for day in TABLES}


@pytest.mark.parametrize("day", TABLES)
def test_the_expected_table_covers_every_combination_of_facts_once(day: date) -> None:
    table = rows(day)
    for (_, stated, missing), (_, other_stated, other_missing) in combinations(table, 2):
        assert stated & other_missing or missing & other_stated
    free = len(POLICIES[day].facts)
    assert sum(2 ** (free - len(stated | missing)) for _, stated, missing in table) == 2**free


@pytest.mark.parametrize(("day", "row", "stated", "missing"), [(day, *row) for day in TABLES for row in rows(day)])
def test_every_combination_has_the_tier_and_the_rule_of_the_expected_table(
    day: date, row: dict[str, str], stated: set[Fact], missing: set[Fact]
) -> None:
    # conditions only ever ask for true facts, so a row holds for all of its combinations when it holds for the
    # fewest (no earlier or other rule is needed) and for the most (no rule above it opens)
    judge = priority.Judge(POLICIES[day])
    for true in (stated, POLICIES[day].facts - missing):
        judgement = judge.judge(sheet(true))
        assert (judgement.rule.id, str(judgement.rule.tier), judgement.tier_words) == (
            row["rule"],
            row["tier"],
            row["words"],
        )


@pytest.mark.parametrize("day", TABLES)
def test_every_rule_stands_in_the_expected_table(day: date) -> None:
    assert {row["rule"] for row, _, _ in rows(day)} == {rule.id for rule in POLICIES[day].rules}


def test_the_tiers_have_the_words_of_the_queue() -> None:
    assert [tier.words for tier in POLICY.tiers] == [
        "Immediate risk",
        "Known offender",
        "Active contact",
        "Possible local child",
        "Repeat trading",
        "Organized trading",
        "Other",
    ]


@given(true=FACTS, said_no=FACTS)
def test_a_stated_no_and_a_missing_fact_give_the_same_tier(true: set[Fact], said_no: set[Fact]) -> None:
    assert JUDGE.judge(sheet(true)).rule == JUDGE.judge(sheet(true, said_no - true)).rule


@given(policy=EACH, true=FACTS)
def test_generative_ai_never_changes_the_tier(policy: priority.PriorityPolicy, true: set[Fact]) -> None:
    judge = priority.Judge(policy)
    assert judge.judge(sheet(true | NEVER_DECIDES)).rule == judge.judge(sheet(true)).rule


@given(policy=EACH, true=FACTS)
def test_what_would_move_it_up_does(policy: priority.PriorityPolicy, true: set[Fact]) -> None:
    judge = priority.Judge(policy)
    judgement = judge.judge(sheet(true))
    nouns = {words: fact for fact, words in WORDS.items()}
    for noun in judgement.would_move_up:
        assert judge.judge(sheet(true | {nouns[noun]})).rule.tier < judgement.rule.tier


NEWEST = POLICIES[date(2026, 12, 1)]


@given(true=FACTS)
def test_a_file_that_is_known_and_recirculated_lifts_nothing_by_itself(true: set[Fact]) -> None:
    judge = priority.Judge(NEWEST)
    without = true - {Fact.KNOWN_FILE, Fact.KNOWN_CHILD_IDENTIFIED}
    assert judge.judge(sheet(true)).rule == judge.judge(sheet(without)).rule


@pytest.mark.parametrize(
    ("true", "tier"),
    [
        ({Fact.KNOWN_FILE, Fact.KNOWN_CHILD_NOT_IDENTIFIED}, 4),
        ({Fact.NEW_FILE, Fact.CLASS_A1}, 4),
        ({Fact.NEW_FILE}, 7),
        ({Fact.KNOWN_FILE}, 7),
        ({Fact.KNOWN_FILE, Fact.KNOWN_CHILD_NOT_IDENTIFIED, Fact.ONLY_RECIRCULATED}, 7),
        ({Fact.NEW_FILE, Fact.CLASS_A1, Fact.GENERATIVE_AI}, 4),
    ],
)
def test_what_lists_of_known_hashes_say_lifts_where_a_child_may_be_found(true: set[Fact], tier: int) -> None:
    assert priority.Judge(NEWEST).tier(true) == tier


@pytest.mark.parametrize(
    ("fact", "who"),
    [
        (Fact.DANGER_STATED, "person who reported"),
        (Fact.ESCALATED, "provider"),
        (Fact.PRIORITY_ONE, "clearing house"),
    ],
)
def test_the_reason_names_who_says_that_a_child_is_in_danger(fact: Fact, who: str) -> None:
    # what the public form says counts as an escalation too, for the rules of before December 2026
    true = {fact, Fact.ESCALATED} if fact is Fact.DANGER_STATED else {fact}
    rule = priority.Judge(NEWEST).judge(sheet(true)).rule
    assert rule.tier == 1
    assert who in rule.because
    others = {"person who reported", "provider", "clearing house"} - {who}
    assert not [other for other in others if other in rule.because]


def test_what_is_stated_as_no_is_not_listed_as_unknown_or_as_moving_it_up() -> None:
    judgement = JUDGE.judge(sheet(set(), {Fact.ACCESS_TO_CHILDREN}))
    assert WORDS[Fact.ACCESS_TO_CHILDREN] not in (*judgement.not_known, *judgement.would_move_up)
    assert WORDS[Fact.SEXTORTION] in judgement.not_known
    assert WORDS[Fact.SEXTORTION] in judgement.would_move_up


def test_every_fact_has_words_and_no_two_share_them() -> None:
    assert len(set(WORDS.values())) == len(Fact)


def test_a_rule_may_not_use_generative_ai() -> None:
    with pytest.raises(ValidationError, match="generative_ai"):
        When(all_of=(Fact.GENERATIVE_AI,))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"rules": POLICY.rules[:-1]}, "last rule must hold"),
        ({"rules": (POLICY.rules[-1], *POLICY.rules)}, "id of its own"),
        ({"tiers": POLICY.tiers[1:]}, "numbered from 1"),
    ],
)
def test_a_policy_that_is_not_whole_is_refused(change: dict[str, object], complaint: str) -> None:
    words = {"name": POLICY.name, "in_force_from": POLICY.in_force_from, "source": "a test"}
    with pytest.raises(ValidationError, match=complaint):
        priority.PriorityPolicy.model_validate({**words, "tiers": POLICY.tiers, "rules": POLICY.rules, **change})
