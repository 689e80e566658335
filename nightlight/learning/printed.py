"""The figures of the record for machines, and a share in words: the same on the page and at the console."""

from collections.abc import Sequence
from typing import Any

from nightlight.learning.misses import Misses
from nightlight.learning.orders import TOPS
from nightlight.learning.record import Line, Record
from nightlight.learning.shares import Share

TOO_FEW = "too few to say"


def percents(share: Share) -> str:
    """Return a share with its 95 % interval in words; of too few, that it says nothing."""
    if share.too_few or share.value is None:
        return TOO_FEW
    return f"{share.value:.1%} ({share.low:.1%} to {share.high:.1%})".replace("%", " %")


def in_json(found: Record, missed: Sequence[Misses]) -> dict[str, Any]:
    """Return the whole page as one JSON document."""
    period = found.period
    return {
        "from": str(period.first),
        "to": str(period.last),
        "agency": period.agency.code if period.agency else None,
        "known_at": found.known_at.isoformat(),
        "not_shown_without": list(found.hidden),
        "all": _line(found.everything),
        "tiers": [_line(line) for line in found.tiers],
        "facts": [_line(line) for line in found.facts],
        "orders": [
            {
                "order": order.code,
                "words": order.words,
                "children_identified": [
                    {"top_percent": percent, **top.as_json()} for percent, top in zip(TOPS, order.tops, strict=True)
                ],
            }
            for order in found.orders
        ],
        "misses": [
            {
                "tier": one.tier,
                "rule": one.rule or None,
                "drawn": one.drawn,
                "waiting": one.waiting,
                "cannot_tell": one.cannot_tell,
                "belonged_higher": one.missed.as_json(),
            }
            for one in missed
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "key": line.key or None,
        "words": line.words,
        "reports": line.reports,
        "outcomes": {outcome.value: count for outcome, count in line.outcomes.items()},
        "led_somewhere": line.led_somewhere.as_json(),
    }
