"""Which tier a report is in, by the dated policy in force, and why.

The tiers order victims' risk lexicographically (domain note 3f); they are words, never a score.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile
from nightlight.triage.assessment.conditions import When
from nightlight.triage.assessment.facts import WORDS, Fact, FactSheet

NAME = "triage.priority"
ROW = 44
"""The most characters that a reason may have in a row of the queue; it is written for the row and never cut."""

REMEMBERED = 20_000
"""How many different reports a judge remembers; then he begins anew."""


class Tier(BaseModel):
    """One step of the order: its number, and its words as the queue shows them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: Annotated[int, Field(ge=1, le=20)]
    words: Annotated[str, Field(min_length=1, max_length=30)]


class Rule(BaseModel):
    """When the condition holds, and no rule above held, the report is in this tier, for this reason."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(min_length=1, max_length=20)]
    tier: int
    when: When
    because: Annotated[str, Field(min_length=1, max_length=1000)]
    short: Annotated[str, Field(min_length=1, max_length=ROW)]


class PriorityPolicy(PolicyFile):
    """Tiers, and rules in order: the first that holds decides, the last holds always."""

    tiers: tuple[Tier, ...]
    rules: tuple[Rule, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if [tier.number for tier in self.tiers] != list(range(1, len(self.tiers) + 1)):
            raise ValueError("Tiers are numbered from 1 without a gap.")
        if {rule.tier for rule in self.rules} != {tier.number for tier in self.tiers}:
            raise ValueError("Every rule names a tier, and every tier has a rule.")
        if len({rule.id for rule in self.rules}) != len(self.rules):
            raise ValueError("Every rule has an id of its own.")
        if [rule for rule in self.rules if rule.when.is_empty] != [self.rules[-1]]:
            raise ValueError("The last rule, and no other, holds for every report.")
        return self

    @property
    def facts(self) -> frozenset[Fact]:
        """The facts that the rules read."""
        return frozenset[Fact]().union(*(rule.when.facts for rule in self.rules))

    def words(self, tier: int) -> str:
        """Return the words of a tier."""
        return self.tiers[tier - 1].words


@dataclass(frozen=True, slots=True)
class Judgement:
    """The tier of one report, the rule that decided, what would move it up, and what is not known, in words."""

    rule: Rule
    tier_words: str
    would_move_up: tuple[str, ...]
    not_known: tuple[str, ...]


def policy(on: date) -> Dated[PriorityPolicy]:
    """Return the priority policy in force on a date."""
    return in_force(NAME, on=on, schema=PriorityPolicy)


class Judge:
    """Judges many reports by one policy; reports that state the same get the same judgement, worked out once."""

    def __init__(self, rules: PriorityPolicy) -> None:
        self._rules, self._facts = rules, rules.facts
        self._judged: dict[tuple[frozenset[Fact], frozenset[Fact]], Judgement] = {}

    def judge(self, sheet: FactSheet) -> Judgement:
        """Return the first rule that holds, and the words around it."""
        true, unknown = sheet.true & self._facts, self._facts.difference(sheet.findings)
        if (true, unknown) not in self._judged:
            if len(self._judged) >= REMEMBERED:
                self._judged.clear()
            self._judged[true, unknown] = self._work_out(true, unknown)
        return self._judged[true, unknown]

    def tier(self, true: AbstractSet[Fact]) -> int:
        """Return the tier of a report of which just these facts are true."""
        return self._first(frozenset(true) & self._facts).tier

    def _work_out(self, true: frozenset[Fact], unknown: frozenset[Fact]) -> Judgement:
        rule = self._first(true)
        better = {fact for fact in unknown if self._first(true | {fact}).tier < rule.tier}
        return Judgement(
            rule,
            self._rules.words(rule.tier),
            tuple(WORDS[fact] for fact in Fact if fact in better),
            tuple(WORDS[fact] for fact in Fact if fact in unknown),
        )

    def _first(self, true: frozenset[Fact]) -> Rule:
        return next(rule for rule in self._rules.rules if rule.when.holds(true))
