"""The order of the list: lexicographic over named indicators, ties by date. Never a score, never a count.

Each entry answers the policy's indicators from the gravest down with yes or no; the first answer that differs decides.
How often something is stated, how many reports, files or duplicates there are, has no way in: a set holds each
indicator once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nightlight.suspects.indicators import Indicator, IndicatorPolicy


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be listed, as far as its order needs it."""

    nomination: UUID
    codes: frozenset[str]
    approved_at: datetime


def in_order(candidates: Iterable[Candidate], policy: IndicatorPolicy) -> list[Candidate]:
    """Return the candidates in the order of the list."""
    return sorted(candidates, key=lambda one: (_answers(one, policy), one.approved_at, one.nomination))


def of_policy(codes: Iterable[str], policy: IndicatorPolicy) -> list[Indicator]:
    """Return the policy's indicators that are among the codes, the gravest first, each once."""
    held = set(codes)
    return [indicator for indicator in policy.indicators if indicator.id in held]


def reason(indicators: Sequence[Indicator]) -> str:
    """Return in words why an entry stands where it stands."""
    first, *further = indicators
    return f"{first.words}; then {further[0].words[:1].lower()}{further[0].words[1:]}" if further else first.words


def _answers(candidate: Candidate, policy: IndicatorPolicy) -> tuple[bool, ...]:
    return tuple(indicator.id not in candidate.codes for indicator in policy.indicators)
