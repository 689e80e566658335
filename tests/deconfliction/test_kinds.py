"""The policy of kinds, against its table of expected outcomes."""

import csv
from datetime import date

import pytest
from pydantic import ValidationError

from nightlight.deconfliction.kinds import NAME, KindsPolicy, policy_on
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.policy.dated import folder_of

SAID = {True: "checked", False: "not checked"}
with (folder_of(NAME) / "expected.csv").open(encoding="utf-8", newline="") as file:
    EXPECTED = list(csv.DictReader(file))


def test_the_table_and_the_policy_name_every_kind_once() -> None:
    kinds = sorted(kind.value for kind in Kind)
    assert sorted(row["kind"] for row in EXPECTED) == kinds
    assert sorted(rule.kind.value for rule in policy_on(date(2018, 1, 1)).rules) == kinds


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["kind"])
def test_the_policy_says_what_the_table_says(row: dict[str, str]) -> None:
    policy = policy_on(date(2018, 1, 1))
    assert SAID[policy.checks(Identifier(Kind(row["kind"]), "x", "example"))] == row["with realm"]
    assert SAID[policy.checks(Identifier(Kind(row["kind"]), "x"))] == row["without realm"]


def test_a_kind_without_a_rule_is_not_checked() -> None:
    policy = KindsPolicy(name=NAME, in_force_from=date(2018, 1, 1), source="test", rules=())
    assert not policy.checks(Identifier(Kind.EMAIL, "sample.person@example.com"))


def test_a_kind_with_two_rules_is_refused() -> None:
    rule = {"kind": "email", "checked": True, "because": "test"}
    with pytest.raises(ValidationError, match="A kind has one rule"):
        KindsPolicy.model_validate(
            {"name": NAME, "in_force_from": date(2018, 1, 1), "source": "test", "rules": [rule, rule]}
        )
