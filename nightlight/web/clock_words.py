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
    return None if clock.until is None else _standing(clock.until, clock.used(on), on)


def standing(began: date, until: date, on: date) -> dict[str, Any]:
    """Return what the component takes of a clock of which only its last day is at hand, reckoned from a first day."""
    days = max(1, (until - began).days)
    return _standing(until, min(100, max(0, 100 * (on - began).days // days)), on)


def _standing(until: date, used: int, on: date) -> dict[str, Any]:
    left = (until - on).days
    if left < 0:
        return {"state": "lapsed", "words": f"lapsed {day(until)}", "used": used}
    state = "soon" if used >= LAST_FIFTH else "runs"
    return {"state": state, "words": f"{left} d left" if left else "ends today", "used": used}


def _letter(clock: Clock) -> str:
    kind, _, pk = clock.key.partition(":")
    return pk if kind == "letter" else ""
