"""Conditions on days: how long ago the events were, how old the evidence is, how long until a clock runs out."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

MOST_DAYS = 36_500
DAY = timedelta(days=1)


class Span(StrEnum):
    """What a rule can count days of."""

    EVENTS = "events"
    EVIDENCE = "evidence"
    CLOCK = "clock"


SPAN_WORDS: Mapping[Span, str] = {
    Span.EVENTS: "days since the events",
    Span.EVIDENCE: "days since the newest dated address",
    Span.CLOCK: "days until the next preservation or log clock runs out",
}
"""What is counted, as a noun. Days are whole days of the calendar (UTC)."""


SHORT: Mapping[Span, str] = {
    Span.EVENTS: "since the events",
    Span.EVIDENCE: "since the newest dated address",
    Span.CLOCK: "until the next clock runs out",
}


@dataclass(frozen=True, slots=True)
class Moments:
    """The days from which a report's days are counted; None is not known."""

    events_on: date | None = None
    evidence_on: date | None = None
    clock_on: date | None = None

    @classmethod
    def of(
        cls, events_at: datetime | None, newest_address_at: datetime | None, soonest_clock_on: date | None
    ) -> "Moments":
        """Return the days of two moments (UTC) and a date."""
        return cls(
            events_at.date() if events_at else None,
            newest_address_at.date() if newest_address_at else None,
            soonest_clock_on,
        )

    def days(self, span: Span, on: date) -> int | None:
        """Return the days of a span as they stand on a day; None where not known, and for a clock that has run out.

        What is stated for a later day than this one counts as today.
        """
        start = self.start(span)
        if start is None:
            return None
        if span is not Span.CLOCK:
            return max(0, (on - start).days)
        left = (start - on).days
        return left if left >= 0 else None

    def start(self, span: Span) -> date | None:
        """Return the day from which, or to which, a span is counted; None is not known."""
        return {Span.EVENTS: self.events_on, Span.EVIDENCE: self.evidence_on, Span.CLOCK: self.clock_on}[span]


class Days(BaseModel):
    """Holds while a number of days is known and lies between two, both included; at least one of them is given."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: Span
    at_least: Annotated[int, Field(ge=0, le=MOST_DAYS)] | None = None
    at_most: Annotated[int, Field(ge=0, le=MOST_DAYS)] | None = None

    @model_validator(mode="after")
    def _says_something_that_can_be(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("A condition on days says at_least, at_most, or both.")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("at_least is no more than at_most.")
        return self

    @property
    def words(self) -> str:
        """The condition as a noun: "at most 30 days since the events"."""
        least, most = self.at_least, self.at_most
        if least is not None and most is not None:
            said = f"{least:,} to {most:,} days" if least < most else f"exactly {many(most)}"
        else:
            said = f"at least {many(least)}" if least is not None else f"at most {many(most or 0)}"
        return f"{said} {SHORT[self.of]}"

    @model_serializer(mode="wrap")
    def _only_what_was_said(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        said: dict[str, Any] = whole(self)
        return {name: value for name, value in said.items() if value is not None}

    def takes(self, days: int | None) -> bool:
        """Say whether a number of days is within; what is not known is not."""
        if days is None:
            return False
        return (self.at_least is None or self.at_least <= days) and (self.at_most is None or days <= self.at_most)

    def holds(self, moments: Moments, on: date) -> bool:
        """Say whether the condition holds on a day."""
        return self.takes(moments.days(self.of, on))

    def turns(self, moments: Moments) -> Iterator[date]:
        """Return the days on which the condition begins or ceases to hold, in no order."""
        start = moments.start(self.of)
        if start is None:
            return
        least, most = self.at_least or 0, self.at_most
        if self.of is Span.CLOCK:
            steps = [1 - least, *([] if most is None else [-most])]
        else:  # from at least 0 days on it held always
            steps = [*([least] if least else []), *([] if most is None else [most + 1])]
        for days in steps:
            with suppress(OverflowError):  # beyond what a calendar holds nothing turns any more
                yield start + days * DAY


def many(days: int) -> str:
    """Return a number of days in words."""
    return "1 day" if days == 1 else f"{days:,} days"


def counted(conditions: Iterable[Days], moments: Moments, *, on: date) -> str:
    """Return how the days of some conditions stand on a day, as one sentence; nothing where none is asked."""
    spans = [span for span in Span if span in {each.of for each in conditions}]
    said = [f"{many(days)} {SHORT[span]}" for span in spans if (days := moments.days(span, on)) is not None]
    return f"Counted on {on:%B} {on.day}, {on.year}: {', '.join(said)}." if said else ""


def turning(conditions: Iterable[Days], moments: Moments, *, after: date) -> list[date]:
    """Return the days after one on which any of the conditions begins or ceases to hold, the soonest first."""
    return sorted({turn for each in conditions for turn in each.turns(moments) if turn > after})
