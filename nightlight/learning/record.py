"""How often triage was right: per tier and per fact what became of the reports, and how early each order shows them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.learning import small_numbers
from nightlight.learning.orders import Order, orders
from nightlight.learning.outcomes import LED_SOMEWHERE, Outcome, child_identified, hidden_from
from nightlight.learning.past import Period, first_assessments, past
from nightlight.learning.shares import Share, share
from nightlight.triage.assessment.facts import WORDS, Fact
from nightlight.triage.assessment.priority import PriorityPolicy


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
    """Return how often triage was right about a period's reports, as far as the actor sees. Two queries of reports."""
    too_few = small_numbers.policy(clock.today()).content.too_few
    rows = past(actor, period)
    tiers, facts, names = _gathered(rows)
    everything = _line("", "All reports", sum(tiers.values(), Counter()), too_few)
    hidden = hidden_from(actor)
    compared: tuple[Order, ...] = ()
    if not hidden and everything.reports:
        children = everything.outcomes[Outcome.CHILD_IDENTIFIED]
        compared = orders(
            first_assessments(actor, period),
            child=child_identified(actor),
            total=everything.reports,
            children=children,
            draft=draft,
            too_few=too_few,
        )
    return Record(
        period,
        clock.now(),
        hidden,
        everything,
        tuple(_line(str(tier), names[tier], tiers[tier], too_few) for tier in sorted(tiers)),
        tuple(_line(fact.value, WORDS[fact], facts[fact], too_few) for fact in Fact if fact in facts),
        compared,
    )


def _gathered(rows: Any) -> tuple[dict[int, Counter[str]], dict[str, Counter[str]], dict[int, str]]:
    """Return outcomes by tier and by fact, and the words of each tier. One query: alike reports come as one row."""
    tiers: dict[int, Counter[str]] = defaultdict(Counter)
    facts: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[int, str] = {}
    alike = rows.order_by().values_list("tier", "tier_words", "true_facts", "outcome").annotate(Count("pk"))
    for tier, words, true, outcome, count in alike:
        tiers[tier][outcome] += count
        names[tier] = words
        for fact in _facts(true):
            facts[fact][outcome] += count
    return tiers, facts, names


def _facts(listed: str) -> Iterable[str]:
    return filter(None, listed.split(","))


def _line(key: str, words: str, counted: Counter[str], too_few: int) -> Line:
    outcomes = {outcome: counted[outcome.value] for outcome in Outcome}
    reports = sum(outcomes.values())
    led = sum(outcomes[outcome] for outcome in LED_SOMEWHERE)
    return Line(key, words, reports, outcomes, share(led, reports - outcomes[Outcome.OPEN], too_few=too_few))
