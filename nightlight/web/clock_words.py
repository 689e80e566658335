"""Clocks as the component of clocks wants them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from nightlight.clocks.reckoning import Clock
from nightlight.web.templatetags.words import day

LAST_FIFTH = 80


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One clock of the page: what it is about, how it stands, until when, and from which source."""

    clock: Clock
    shown: dict[str, Any] | None
    """What the component takes; None where nobody knows until when it runs."""
    letter: str
    """The id of the preservation letter that it is, or empty."""


def lines(clocks: Iterable[Clock], on: date) -> list[ClockLine]:
    """Return the clocks of a page, as of a date."""
    return [ClockLine(clock, shown(clock, on), _letter(clock)) for clock in clocks]


def shown(clock: Clock, on: date) -> dict[str, Any] | None:
    """Return what the component of clocks takes of one clock, or None where its last day is not known."""
    left, used = clock.days_left(on), clock.used(on)
    if left is None or clock.until is None:
        return None
    if left < 0:
        return {"state": "lapsed", "words": f"lapsed {day(clock.until)}", "used": used}
    state = "soon" if used >= LAST_FIFTH else "runs"
    return {"state": state, "words": f"{left} d left" if left else "ends today", "used": used}


def _letter(clock: Clock) -> str:
    kind, _, pk = clock.key.partition(":")
    return pk if kind == "letter" else ""
