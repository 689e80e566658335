"""Invented priorities, for tests that hold for any."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from nightlight.triage.assessment.days import Span
from nightlight.triage.assessment.facts import Fact
from nightlight.triage.assessment.priority import PriorityPolicy

REASONS = {"because": "Sample", "short": "Sample"}
NUMBERS = st.integers(0, 30)


def conditions() -> st.SearchStrategy[dict[str, Any]]:
    """Return one condition on days."""
    bounds = st.one_of(
        st.builds(lambda least: {"at_least": least}, NUMBERS),
        st.builds(lambda most: {"at_most": most}, NUMBERS),
        st.builds(lambda one, other: {"at_least": min(one, other), "at_most": max(one, other)}, NUMBERS, NUMBERS),
    )
    return st.builds(lambda span, said: {"of": span.value, **said}, st.sampled_from(list(Span)), bounds)


def policies(facts: Sequence[Fact]) -> st.SearchStrategy[PriorityPolicy]:
    """Return policies of one to four tiers, whose rules ask for some facts and some days."""

    def made(tiers: int, asked: list[tuple[int, list[Fact], list[Fact], list[dict[str, Any]]]]) -> PriorityPolicy:
        rules = [
            {"id": f"X-{place}", "tier": 1 + tier % tiers, "when": {"all_of": all_of, "any_of": any_of, "days": days}}
            for place, (tier, all_of, any_of, days) in enumerate(asked)
            if all_of or any_of or days
        ]
        filling = [{"id": f"F-{tier}", "tier": tier, "when": {"all_of": [facts[0]]}} for tier in range(1, tiers)]
        last = {"id": "X-last", "tier": tiers, "when": {}}
        head = {"name": "triage.priority", "in_force_from": date(2018, 1, 1), "source": "invented"}
        words = [{"number": number, "words": f"Sample {number}"} for number in range(1, tiers + 1)]
        every = [rule | REASONS for rule in (*rules, *filling, last)]
        return PriorityPolicy.model_validate(head | {"tiers": words, "rules": every})

    some = st.lists(st.sampled_from(list(facts)), max_size=2, unique=True)
    days = st.lists(conditions(), max_size=2, unique_by=lambda each: each["of"])
    return st.builds(made, st.integers(1, 4), st.lists(st.tuples(st.integers(0, 3), some, some, days), max_size=5))
