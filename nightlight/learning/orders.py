"""How early each order of looking would have shown the reports behind which a child was identified."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Q, Window
from django.db.models.functions import RowNumber

from nightlight.foundation import clock
from nightlight.learning.completeness import items_stated
from nightlight.learning.shares import Share, share
from nightlight.triage.assessment import priority
from nightlight.triage.assessment.in_database import tier_by
from nightlight.triage.assessment.priority import PriorityPolicy

TOPS = (1, 5, 10)
"""Percent of the reports that are looked at first."""
WORDS = {
    "judged": "As it was judged at the time",
    "in_force": "The priorities in force now",
    "first_in": "First in, first out",
    "completeness": "Most complete first",
    "draft": "The draft",
}
"""What each order is called. The queue's own order within a tier: who waits longest comes first."""


@dataclass(frozen=True, slots=True)
class Order:
    """One order: of all reports behind which a child was identified, how many stand in the first part of it."""

    code: str
    words: str
    tops: tuple[Share, ...]
    """One for each of `TOPS`."""


def orders(
    rows: Any, *, child: Exists, total: int, children: int, draft: PriorityPolicy | None, too_few: int
) -> tuple[Order, ...]:
    """Return every order over the same past reports. One query, whatever their number.

    `rows` are first assessments of `total` reports; `child` says of one whether it led to an identified child, as
    `children` of them did.
    """
    asked = sorting(draft)
    counted = {
        f"{code}_{top}": Count("pk", filter=Q(child=True, **{f"by_{code}__lte": first(total, top)}))
        for code in asked
        for top in TOPS
    }
    found = placed(rows.annotate(child=child), asked).aggregate(**counted)
    return tuple(
        Order(code, WORDS[code], tuple(share(found[f"{code}_{top}"], children, too_few=too_few) for top in TOPS))
        for code in asked
    )


def sorting(draft: PriorityPolicy | None = None) -> dict[str, Sequence[Any]]:
    """Return by what each order sorts before it sorts by time."""
    found: dict[str, Sequence[Any]] = {
        "judged": (F("tier"),),
        "in_force": (tier_by(priority.policy(clock.today()).content),),
        "first_in": (),
        "completeness": ((-1 * items_stated()),),
    }
    return found | {"draft": (tier_by(draft),)} if draft else found


def placed(rows: Any, asked: Mapping[str, Sequence[Any]]) -> Any:
    """Return the rows with their place in each order, from 1, as `by_` and the order's name."""
    return rows.annotate(
        **{
            f"by_{code}": Window(RowNumber(), order_by=[*keys, F("report__received_at"), F("report_id")])
            for code, keys in asked.items()
        }
    )


def first(total: int, percent: int) -> int:
    """Return how many reports the first percents of a list are, rounded up."""
    return math.ceil(total * percent / 100)
