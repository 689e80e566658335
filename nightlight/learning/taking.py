"""Takes a census of a period: reads every past report once, with what became of it, as far as somebody may know."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db.models import Q

from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.learning.census import NOT_KNOWN, Census, Counted, Kind
from nightlight.learning.charges import charged
from nightlight.learning.completeness import items_stated
from nightlight.learning.outcomes import Outcome
from nightlight.learning.past import Period, past
from nightlight.triage.assessment.days import Moments, Span

COLUMNS = (
    *("report__received_at", "report_id", "tier", "tier_words", "true_facts", "items", "outcome"),
    *("assessed_at", "newest_address_at", "events_on", "clock_on"),
)


def take(actor: Actor, period: Period) -> Census:
    """Return the census of a period as it is now, as far as the actor sees and may know. Two queries of reports."""
    return _census(actor, period, list(_rows(actor, period)))


def take_few(actor: Actor, period: Period, *, most: int) -> Census | None:
    """Return the census of a period of few reports; None of one with more than `most`, of which not all are read."""
    rows = list(_rows(actor, period)[: most + 1])
    return None if len(rows) > most else _census(actor, period, rows)


def _rows(actor: Actor, period: Period) -> Any:
    return past(actor, period).order_by().annotate(items=items_stated()).values_list(*COLUMNS)


def _census(actor: Actor, period: Period, rows: list[Any]) -> Census:
    now, of = clock.now(), "arrest__case__case_reports__report__received_at"
    within = Q(**{f"{of}__gte": period.begins_at, f"{of}__lt": period.ends_before})
    by_charge = charged(actor, within, on=now.date()) if rows else {}
    rows.sort(key=itemgetter(0, 1))
    return Census.of(_counted(rows, by_charge), at=now)


def _counted(rows: Sequence[Any], by_charge: dict[Any, Outcome]) -> Iterator[Counted]:
    for _, report, tier, words, true, items, became, at, newest, events_on, clock_on in rows:
        outcome = Outcome(became)
        if outcome is Outcome.ARREST:
            outcome = by_charge.get(report, outcome)
        yield Counted(report, Kind(tier, words, true, items), outcome, _days(at, newest, events_on, clock_on))


def _days(at: datetime, newest: datetime | None, events_on: Any, clock_on: Any) -> tuple[int, ...]:
    moments = Moments(events_on, newest.date() if newest else None, clock_on)
    on = at.date()
    counted = (moments.days(span, on) for span in Span)
    return tuple(NOT_KNOWN if days is None else days for days in counted)
