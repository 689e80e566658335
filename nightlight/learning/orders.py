"""How early each order of looking would have shown the reports behind which a child was identified."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nightlight.learning.census import NOT_KNOWN, Census, Chosen, Numbers
from nightlight.learning.outcomes import Outcome
from nightlight.learning.shares import Share, share
from nightlight.triage.assessment.conditions import When
from nightlight.triage.assessment.days import Days, Span
from nightlight.triage.assessment.priority import PriorityPolicy

TOPS = (1, 5, 10)
"""Percent of the reports that are looked at first."""
DRAFT = "draft"
WORDS = {
    "judged": "As it was judged at the time",
    "in_force": "The priorities in force now",
    "first_in": "First in, first out",
    "completeness": "Most complete first",
    DRAFT: "The draft",
}
"""What each order is called. The queue's own order within a tier: who waits longest comes first."""
SPANS = tuple(Span)


@dataclass(frozen=True, slots=True)
class Order:
    """One order: of all reports behind which a child was identified, how many stand in the first part of it."""

    code: str
    words: str
    tops: tuple[Share, ...]
    """One for each of `TOPS`."""


class Orders:
    """The orders of one census: by the priorities in force, and by a draft where there is one. Nothing is asked."""

    def __init__(self, census: Census, *, in_force: PriorityPolicy, draft: PriorityPolicy | None = None) -> None:
        self._census = census
        self._policies: Mapping[str, PriorityPolicy] = {"in_force": in_force} | ({DRAFT: draft} if draft else {})

    @property
    def codes(self) -> tuple[str, ...]:
        """The orders that there are."""
        return tuple(code for code in WORDS if code != DRAFT or DRAFT in self._policies)

    def compared(self, *, too_few: int) -> tuple[Order, ...]:
        """Return every order with how many of the reports that led to a child stand in its first parts."""
        child = self._census.became([Outcome.CHILD_IDENTIFIED])
        children = int(child.sum())
        return tuple(
            Order(
                code,
                WORDS[code],
                tuple(share(int(child[self._first(code, top)].sum()), children, too_few=too_few) for top in TOPS),
            )
            for code in self.codes
        )

    def top(self, code: str, percent: int) -> Chosen:
        """Say of each report whether it stands in the first part of an order. KeyError for no order and no part."""
        if code not in self.codes or percent not in TOPS:
            raise KeyError(code)
        chosen = np.zeros(len(self._census), dtype=np.bool_)
        chosen[self._first(code, percent)] = True
        return chosen

    def _first(self, code: str, percent: int) -> Numbers:
        return self._sorted[code][: first(len(self._census), percent)]

    @cached_property
    def _sorted(self) -> dict[str, Numbers]:
        """The places of the reports in each order; within what an order holds alike, by time of receipt."""
        return {code: np.argsort(self._keys(code), kind="stable") for code in self.codes}

    def _keys(self, code: str) -> Numbers:
        census = self._census
        if code in self._policies:
            return tiers_by(self._policies[code], census)
        by_kind = {
            "judged": [kind.tier for kind in census.kinds],
            "completeness": [-kind.items for kind in census.kinds],
            "first_in": [0] * len(census.kinds),
        }
        return np.asarray(by_kind[code], dtype=np.int64)[census.kind]


def tiers_by(policy: PriorityPolicy, census: Census) -> Numbers:
    """Return the tier that a policy gives each report, from the facts and the days of its first assessment.

    What `Judge.tier` says of each, worked out for all at once, rule by rule; a test holds one against the other.
    """
    tiers, waits = np.zeros(len(census), dtype=np.int64), np.ones(len(census), dtype=np.bool_)
    for rule in policy.rules:
        taken = waits & _states(rule.when, census)[census.kind]
        for each in rule.when.days:
            taken &= _takes(each, census)
        tiers[taken] = rule.tier
        waits &= ~taken
    return tiers


def _states(when: When, census: Census) -> Chosen:
    """Say of each kind whether it states what a condition asks for."""
    none = np.zeros(len(census.kinds), dtype=np.bool_)
    every, some = ~none, none if when.any_of else ~none
    for fact in when.all_of:
        every = every & census.stated.get(fact, none)
    for fact in when.any_of:
        some = some | census.stated.get(fact, none)
    return every & some


def _takes(condition: Days, census: Census) -> Chosen:
    days = census.days[:, SPANS.index(condition.of)]
    taken: Chosen = days > NOT_KNOWN
    if condition.at_least is not None:
        taken &= days >= condition.at_least
    if condition.at_most is not None:
        taken &= days <= condition.at_most
    return taken


def first(total: int, percent: int) -> int:
    """Return how many reports the first percents of a list are, rounded up."""
    return math.ceil(total * percent / 100)
