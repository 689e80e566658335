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
TABLE: Path = folder_of(priority.NAME) / "expected.csv"
FACTS = st.sets(st.sampled_from(sorted(POLICY.facts)))


def rows() -> list[tuple[dict[str, str], set[Fact], set[Fact]]]:
    with TABLE.open(newline="") as lines:
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


def test_the_expected_table_covers_every_combination_of_facts_once() -> None:
    table = rows()
    for (_, stated, missing), (_, other_stated, other_missing) in combinations(table, 2):
        assert stated & other_missing or missing & other_stated
    free = len(POLICY.facts)
    assert sum(2 ** (free - len(stated | missing)) for _, stated, missing in table) == 2**free


@pytest.mark.parametrize(("row", "stated", "missing"), rows())
def test_every_combination_has_the_tier_and_the_rule_of_the_expected_table(
    row: dict[str, str], stated: set[Fact], missing: set[Fact]
) -> None:
    # conditions only ever ask for true facts, so a row holds for all of its combinations when it holds for the
    # fewest (no earlier or other rule is needed) and for the most (no rule above it opens)
    for true in (stated, POLICY.facts - missing):
        judgement = JUDGE.judge(sheet(true))
        assert (judgement.rule.id, str(judgement.rule.tier), judgement.tier_words) == (
            row["rule"],
            row["tier"],
            row["words"],
        )


def test_every_rule_stands_in_the_expected_table() -> None:
    assert {row["rule"] for row, _, _ in rows()} == {rule.id for rule in POLICY.rules}


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


@given(true=FACTS)
def test_generative_ai_never_changes_the_tier(true: set[Fact]) -> None:
    with_mark = JUDGE.judge(sheet(true | NEVER_DECIDES))
    assert with_mark.rule == JUDGE.judge(sheet(true)).rule


@given(true=FACTS)
def test_what_would_move_it_up_does(true: set[Fact]) -> None:
    judgement = JUDGE.judge(sheet(true))
    nouns = {words: fact for fact, words in WORDS.items()}
    for noun in judgement.would_move_up:
        assert JUDGE.judge(sheet(true | {nouns[noun]})).rule.tier < judgement.rule.tier


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
        ({"rules": POLICY.rules[:-1]}, "every tier has a rule|last rule"),
        ({"rules": (POLICY.rules[-1], *POLICY.rules)}, "id of its own|last rule"),
        ({"tiers": POLICY.tiers[1:]}, "numbered from 1"),
    ],
)
def test_a_policy_that_is_not_whole_is_refused(change: dict[str, object], complaint: str) -> None:
    words = {"name": POLICY.name, "in_force_from": POLICY.in_force_from, "source": "a test"}
    with pytest.raises(ValidationError, match=complaint):
        priority.PriorityPolicy.model_validate({**words, "tiers": POLICY.tiers, "rules": POLICY.rules, **change})
