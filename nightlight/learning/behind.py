"""The reports behind a figure of the record: exactly those that were counted, for whoever may see them."""

from dataclasses import dataclass
from typing import Any

from nightlight.foundation.refusals import NotFound
from nightlight.foundation.sealed import Actor
from nightlight.learning.orders import TOPS, first, placed, sorting
from nightlight.learning.outcomes import LED_SOMEWHERE, Outcome
from nightlight.learning.past import Period, first_assessments, past
from nightlight.triage.assessment.facts import Fact
from nightlight.triage.assessment.in_database import states

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


def behind(actor: Actor, period: Period, cell: Cell) -> Any:
    """Return the assessments of the reports behind a figure, in order of receipt. Raises NotFound for no figure."""
    rows = past(actor, period)
    if cell.order:
        rows = rows.filter(pk__in=_top(first_assessments(actor, period), cell))
    if cell.tier is not None:
        rows = rows.filter(tier=cell.tier)
    if cell.fact is not None:
        rows = rows.filter(states(cell.fact))
    if cell.outcome == LED:
        rows = rows.filter(outcome__in=LED_SOMEWHERE)
    elif cell.outcome == KNOWN:
        rows = rows.exclude(outcome=Outcome.OPEN)
    elif cell.outcome:
        rows = rows.filter(outcome=_known(cell.outcome))
    return rows.select_related("report", "report__assigned_to").order_by("report__received_at", "report_id")


def _known(outcome: str) -> Outcome:
    if outcome not in set(Outcome):
        raise NotFound
    return Outcome(outcome)


def _top(rows: Any, cell: Cell) -> Any:
    asked = sorting()
    if cell.order not in asked or cell.top not in TOPS:
        raise NotFound
    standing = placed(rows, {cell.order: asked[cell.order]})
    return standing.filter(**{f"by_{cell.order}__lte": first(rows.count(), cell.top)}).values("pk")
