"""The reports behind a figure of the record: exactly those that were counted, for whoever may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from nightlight.foundation.refusals import NotFound
from nightlight.foundation.sealed import Actor
from nightlight.learning.census import OUTCOMES, Census, Chosen
from nightlight.learning.orders import Orders
from nightlight.learning.outcomes import LED_SOMEWHERE, Outcome
from nightlight.learning.past import first_assessments_of
from nightlight.triage.assessment.facts import Fact

LED = "led_somewhere"
KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Cell:
    """Which figure was clicked: of a tier or a fact, of an outcome, or of the first part of an order."""

    tier: int | None = None
    fact: Fact | None = None
    outcome: str = ""
    """One outcome, `led_somewhere`, `known`, or nothing for all."""
    order: str = ""
    top: int = 0


@dataclass(frozen=True, slots=True)
class Behind:
    """The reports behind one figure, in order of receipt, with what became of each as it was counted."""

    reports: Sequence[UUID]
    outcomes: Sequence[Outcome]


def behind(census: Census, cell: Cell, orders: Orders) -> Behind:
    """Return the reports behind a figure of a census. Raises NotFound for what is no figure."""
    chosen = np.ones(len(census), dtype=np.bool_)
    if cell.order:
        chosen &= _top(orders, cell)
    if cell.tier is not None:
        chosen &= census.of_kinds(kind.tier == cell.tier for kind in census.kinds)
    if cell.fact is not None:
        chosen &= census.of_kinds(cell.fact.value in kind.facts for kind in census.kinds)
    if cell.outcome:
        chosen &= census.became(_outcomes(cell.outcome))
    places = np.flatnonzero(chosen).tolist()
    return Behind(census.ids(places), [OUTCOMES[number] for number in census.outcome[places].tolist()])


def assessments(actor: Actor, reports: Sequence[UUID]) -> dict[UUID, Any]:
    """Return the first assessments of some reports with these, by report, as far as the actor still sees them."""
    rows = first_assessments_of(actor, reports)
    return {one.report_id: one for one in rows.select_related("report", "report__assigned_to")}


def _outcomes(asked: str) -> Sequence[Outcome]:
    several = {LED: LED_SOMEWHERE, KNOWN: [outcome for outcome in Outcome if outcome is not Outcome.OPEN]}
    if asked in several:
        return several[asked]
    if asked not in set(Outcome):
        raise NotFound
    return [Outcome(asked)]


def _top(orders: Orders, cell: Cell) -> Chosen:
    try:
        return orders.top(cell.order, cell.top)
    except KeyError:
        raise NotFound from None
