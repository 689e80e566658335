"""Figures turned into what the chart components draw: the same numbers as the table beside them, only placed."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from nightlight.geography.atlas import StatesMap

NO_ROOM_FOR_A_NUMBER = frozenset({"FL", "HI", "IN", "KY", "LA", "ME", "MS", "NC", "SC", "TN", "VA", "WV"})
UNKNOWN_STEP = -1
ROUND_TOPS = (1, 2, 4, 5, 8, 10)


def shares(counts: Sequence[int]) -> list[float]:
    """Return each count as a percentage of the largest, for bars that start at zero."""
    longest = max(counts, default=0)
    return [round(100 * count / longest, 1) if longest else 0.0 for count in counts]


def round_top(largest: int) -> int:
    """Return the end of an axis: the smallest 1, 2, 4, 5 or 8 times a power of ten that holds `largest`."""
    power: int = 10 ** (len(str(max(largest, 1))) - 1)
    return next(step * power for step in ROUND_TOPS if step * power >= largest)


def days(counts: Sequence[tuple[date, int]], *, of: str) -> dict[str, Any]:
    """Return the context of the `days` component for one count per day, in order of time.

    `of` names what is counted, in the plural: "complaints". The first of each month is marked.
    """
    numbers = [count for _, count in counts]
    most = max(numbers, default=0)
    mean = round(sum(numbers) / len(numbers)) if numbers else 0
    marks = [at for at, (day, _) in enumerate(counts) if at == 0 or day.day == 1]
    return {
        "caption": f"{of.capitalize()} per day: {mean:,} a day on average, {most:,} on the busiest day.",
        "peak": f"{most:,} on the busiest day",
        "mean": f"{mean:,} a day on average",
        "top": round_top(most),
        "days": [{"count": count, "words": f"{short(day)}: {count:,}"} for day, count in counts],
        "ticks": [{"at": round(100 * at / len(counts), 2), "words": short(counts[at][0])} for at in marks],
    }


def states_map(
    drawn: StatesMap | None,
    counts: Mapping[str, int | None],
    *,
    of: str,
    limits: Sequence[int],
    links: Mapping[str, str] | None = None,
    hidden: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the context of the `statesmap` component; without an atlas it holds no states.

    `counts` goes by postal code; a state that is absent or None is not known, never zero. `limits` are the four
    lowest counts of the second to the fifth step. `hidden` gives, by code, the words that stand for a count that may
    not be shown; such a state takes no step either, for a color would give it away.
    """
    links, hidden = links or {}, hidden or {}
    shapes = drawn.shapes if drawn else ()
    shown = {code: count for code, count in counts.items() if count is not None and code not in hidden}
    return {
        "caption": _finding(shown, {shape.code: shape.name for shape in shapes}, of),
        "view_box": drawn.view_box if drawn else "0 0 1 1",
        "legend": _legend(limits, unknown=any(shape.code not in shown for shape in shapes)),
        "states": [
            {
                "code": shape.code,
                "name": shape.name,
                "path": shape.path,
                "x": shape.label_x,
                "y": shape.label_y,
                "numeral": f"{shown[shape.code]:,}" if shape.code in shown else hidden.get(shape.code, "not known"),
                "step": _step(shown.get(shape.code), limits),
                "href": links.get(shape.code, ""),
                "beside": drawn is not None and shape.code in drawn.beside,
                "code_only": shape.code in NO_ROOM_FOR_A_NUMBER or shape.code not in shown,
            }
            for shape in _beside_in_order(drawn)
        ],
    }


def short(day: date) -> str:
    """Return a day without its year, as pages word it: "Mar 1"."""
    return f"{day:%b} {day.day}"


def _beside_in_order(drawn: StatesMap | None) -> list[Any]:
    """The list beside the map runs from north to south, as the atlas orders it."""
    if drawn is None:
        return []
    order = {code: at for at, code in enumerate(drawn.beside)}
    return sorted(drawn.shapes, key=lambda shape: order.get(shape.code, -1))


def _step(count: int | None, limits: Sequence[int]) -> int:
    return UNKNOWN_STEP if count is None else sum(count >= limit for limit in limits)


def _legend(limits: Sequence[int], *, unknown: bool) -> list[dict[str, Any]]:
    between = [f"{low:,} to {high - 1:,}" for low, high in pairwise(limits)]
    words = [f"under {limits[0]:,}", *between, f"{limits[-1]:,} or more"]
    steps: list[dict[str, Any]] = [{"step": at, "words": word} for at, word in enumerate(words)]
    return [*steps, {"step": UNKNOWN_STEP, "words": "not known or not shown"}] if unknown else steps


def _finding(shown: Mapping[str, int], names: Mapping[str, str], of: str) -> str:
    if not shown:
        return f"{of.capitalize()}, by state: no number is known."
    most = max(shown, key=lambda code: shown[code])
    return f"{of.capitalize()}, by state: {names.get(most, most)} has the most, {shown[most]:,}."
