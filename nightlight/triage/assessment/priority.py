"""Which tier a report is in, by the dated policy in force, and why.

The tiers order victims' risk lexicographically (domain note 3f); they are words, never a score.
"""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile
from nightlight.triage.assessment.conditions import RuleWhen
from nightlight.triage.assessment.days import SPAN_WORDS, Days, Moments, Span, counted, turning
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
    when: RuleWhen
    because: Annotated[str, Field(min_length=1, max_length=1000)]
    short: Annotated[str, Field(min_length=1, max_length=ROW)]


class PriorityPolicy(PolicyFile):
    """Tiers, and rules in order: the first that holds decides, the last holds always."""

    tiers: tuple[Tier, ...]
    rules: tuple[Rule, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if wanting := [*self._wrong_tiers(), *self._wrong_order()]:
            raise ValueError("\n".join(wanting))
        return self

    def _wrong_tiers(self) -> Iterator[str]:
        """Say which tiers and rules do not fit together, and what to do."""
        numbers, led_to = [tier.number for tier in self.tiers], {rule.tier for rule in self.rules}
        if numbers != list(range(1, len(numbers) + 1)):
            yield "Tiers are numbered from 1 without a gap."
        for tier in self.tiers:
            if tier.number not in led_to:
                yield f"No rule leads to tier {tier.number}, “{tier.words}”: let one lead there, or take the tier out."
        for tier_number in sorted(led_to.difference(numbers)):
            named = ", ".join(rule.id for rule in self.rules if rule.tier == tier_number)
            yield f"To tier {tier_number}, which there is not, leads {named}: choose another tier."

    def _wrong_order(self) -> Iterator[str]:
        """Say which rules cannot be told apart, or would leave a report or a rule out, and what to do."""
        for name, many in Counter(rule.id for rule in self.rules).items():
            if many > 1:
                yield f"{many} rules are called {name}: every rule has an id of its own."
        for rule in self.rules[:-1]:
            if rule.when.is_empty:
                yield f"Rule {rule.id} holds for every report, so that no rule below it is asked: move it to the end."
        if not (self.rules and self.rules[-1].when.is_empty):
            yield "The last rule must hold for every report: end with one that asks for no fact and no days."

    @property
    def facts(self) -> frozenset[Fact]:
        """The facts that the rules read."""
        return frozenset[Fact]().union(*(rule.when.facts for rule in self.rules))

    @property
    def days(self) -> frozenset[Days]:
        """The conditions on days that the rules read."""
        return frozenset(each for rule in self.rules for each in rule.when.days)

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


UNDATED = Moments()
"""A report of which no day is known."""


def policy(on: date) -> Dated[PriorityPolicy]:
    """Return the priority policy in force on a date."""
    return in_force(NAME, on=on, schema=PriorityPolicy)


class Judge:
    """Judges many reports by one policy; reports that state the same get the same judgement, worked out once."""

    def __init__(self, rules: PriorityPolicy) -> None:
        self._rules, self._facts, self._days = rules, rules.facts, rules.days
        self._spans = frozenset(each.of for each in self._days)
        self._judged: dict[tuple[AbstractSet[Any], ...], Judgement] = {}

    @property
    def days(self) -> frozenset[Days]:
        """The conditions on days that the rules read; most policies have none."""
        return self._days

    def judge(self, sheet: FactSheet, moments: Moments = UNDATED, *, on: date = date.max) -> Judgement:
        """Return the first rule that holds on a day, and the words around it."""
        true, unknown = sheet.true & self._facts, self._facts.difference(sheet.findings)
        held = self.held(moments, on=on)
        undated = frozenset(span for span in self._spans if moments.start(span) is None)
        if (true, unknown, held, undated) not in self._judged:
            if len(self._judged) >= REMEMBERED:
                self._judged.clear()
            self._judged[true, unknown, held, undated] = self._work_out(true, unknown, held, undated)
        return self._judged[true, unknown, held, undated]

    def held(self, moments: Moments, *, on: date) -> frozenset[Days]:
        """Return the conditions on days that hold for a report on a day."""
        return frozenset(each for each in self._days if each.holds(moments, on)) if self._days else frozenset()

    def tier(self, true: AbstractSet[Fact], held: AbstractSet[Days] = frozenset()) -> int:
        """Return the tier of a report of which just these facts are true, and these conditions on days hold."""
        return self._first(frozenset(true) & self._facts, held).tier

    def turns_on(self, sheet: FactSheet, moments: Moments, *, on: date) -> date | None:
        """Return the first day after this one on which another rule decides, if nothing but time passes."""
        if not self._days:
            return None
        true = sheet.true & self._facts
        now = self._first(true, self.held(moments, on=on))
        for day in turning(self._days, moments, after=on):
            if self._first(true, self.held(moments, on=day)).id != now.id:
                return day
        return None

    def _work_out(
        self, true: frozenset[Fact], unknown: frozenset[Fact], held: frozenset[Days], undated: frozenset[Span]
    ) -> Judgement:
        rule = self._first(true, held)
        better = {fact for fact in unknown if self._first(true | {fact}, held).tier < rule.tier}
        sooner = {
            each.of for each in self._days if each.of in undated and self._first(true, held | {each}).tier < rule.tier
        }
        return Judgement(
            rule,
            self._rules.words(rule.tier),
            (*(WORDS[fact] for fact in Fact if fact in better), *(SPAN_WORDS[span] for span in Span if span in sooner)),
            (
                *(WORDS[fact] for fact in Fact if fact in unknown),
                *(SPAN_WORDS[span] for span in Span if span in undated),
            ),
        )

    def _first(self, true: frozenset[Fact], held: AbstractSet[Days]) -> Rule:
        return next(rule for rule in self._rules.rules if rule.when.holds_with(true, held))


def because(rule: Rule, moments: Moments, *, on: date) -> str:
    """Return why a report is where a rule put it: the rule's reason, and the days as they were counted then."""
    return " ".join(filter(None, (rule.because, counted(rule.when.days, moments, on=on))))
