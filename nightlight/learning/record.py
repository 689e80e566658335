"""How often triage was right: per tier and per fact what became of the reports, and how early each order shows them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.learning import small_numbers
from nightlight.learning.census import OUTCOMES, Census, Numbers
from nightlight.learning.orders import Order, Orders
from nightlight.learning.outcomes import LED_SOMEWHERE, Outcome, hidden_from
from nightlight.learning.past import Period
from nightlight.learning.shares import Share, share
from nightlight.learning.taking import take
from nightlight.triage.assessment.facts import WORDS, Fact
from nightlight.triage.assessment.priority import PriorityPolicy
from nightlight.triage.assessment.rules import RuleBook


@dataclass(frozen=True, slots=True)
class Line:
    """What became of the reports of one tier, or of those that state one fact."""

    key: str
    words: str
    reports: int
    outcomes: Mapping[Outcome, int]
    led_somewhere: Share
    """Of those whose outcome is known: how many led to a child, a finding or an arrest."""

    @property
    def known(self) -> int:
        """How many have an outcome."""
        return self.reports - self.outcomes[Outcome.OPEN]


@dataclass(frozen=True, slots=True)
class Record:
    """The whole page: figures of a period, as known at a moment."""

    period: Period
    known_at: datetime
    hidden: tuple[str, ...]
    """Rights that the reader lacks, and without which outcomes do not show."""
    everything: Line
    tiers: tuple[Line, ...]
    facts: tuple[Line, ...]
    orders: tuple[Order, ...]
    """Empty for whoever may not read of children."""


def record(actor: Actor, period: Period, *, draft: PriorityPolicy | None = None) -> Record:
    """Return how often triage was right about a period's reports as it is now, as far as the actor sees."""
    census = take(actor, period)
    return figures(census, period, orders_of(census, actor, period, draft=draft), hidden=hidden_from(actor))


def orders_of(census: Census, actor: Actor, period: Period, *, draft: PriorityPolicy | None = None) -> Orders:
    """Return the orders that a census is compared by: those of the agency of the period, else of the actor's own."""
    agency = period.agency.pk if period.agency else actor.agency_id
    rules = RuleBook({agency}, on=clock.today()).of(agency)
    return Orders(census, in_force=rules.tiers.content, draft=draft)


def figures(census: Census, period: Period, orders: Orders, *, hidden: tuple[str, ...]) -> Record:
    """Return the figures of a census. Nothing is asked; whoever lacks a right (`hidden`) is shown no order."""
    too_few = small_numbers.policy(clock.today()).content.too_few
    tiers, facts, names = _gathered(census)
    everything = _line("", "All reports", sum(tiers.values(), Counter()), too_few)
    return Record(
        period,
        census.taken_at,
        hidden,
        everything,
        tuple(_line(str(tier), names[tier], tiers[tier], too_few) for tier in sorted(tiers)),
        tuple(_line(fact.value, WORDS[fact], facts[fact], too_few) for fact in Fact if fact in facts),
        orders.compared(too_few=too_few) if everything.reports and not hidden else (),
    )


def _gathered(census: Census) -> tuple[dict[int, Counter[str]], dict[str, Counter[str]], dict[int, str]]:
    """Return outcomes by tier and by fact, and the words of each tier."""
    names = {kind.tier: kind.tier_words for kind in census.kinds}
    of_kinds = np.asarray([kind.tier for kind in census.kinds], dtype=np.int64)
    tiers = {tier: _outcomes(census.table[of_kinds == tier].sum(axis=0)) for tier in names}
    facts = {fact: _outcomes(census.table[stating].sum(axis=0)) for fact, stating in census.stated.items()}
    return tiers, facts, names


def _outcomes(counts: Numbers) -> Counter[str]:
    named = zip(OUTCOMES, counts.tolist(), strict=True)
    return Counter({outcome.value: number for outcome, number in named if number})


def _line(key: str, words: str, counted: Counter[str], too_few: int) -> Line:
    outcomes = {outcome: counted[outcome.value] for outcome in Outcome}
    reports = sum(outcomes.values())
    led = sum(outcomes[outcome] for outcome in LED_SOMEWHERE)
    return Line(key, words, reports, outcomes, share(led, reports - outcomes[Outcome.OPEN], too_few=too_few))
