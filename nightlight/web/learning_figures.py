"""The figures of the record as the page draws them: each opens its reports, a share has its interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from nightlight.learning.behind import KNOWN, LED
from nightlight.learning.misses import Misses
from nightlight.learning.orders import DRAFT, TOPS, Order
from nightlight.learning.outcomes import Outcome
from nightlight.learning.past import Period
from nightlight.learning.printed import percents
from nightlight.learning.record import Line, Record
from nightlight.learning.shares import Share
from nightlight.web.templatetags.words import count

NOT_SHOWN = "not shown"
HEADS = {
    Outcome.CHILD_IDENTIFIED: "Child identified",
    Outcome.PRODUCED_OR_ABUSED: "Produced or abused",
    Outcome.CHARGED_ABUSE: "Charged: contact abuse",
    Outcome.CHARGED_PRODUCTION: "Charged: production",
    Outcome.ARREST: "Other arrest",
    Outcome.CASE_WITHOUT: "Case without these",
    Outcome.NO_CASE: "Closed, no case",
    Outcome.OPEN: "Not known yet",
}
"""The outcomes as heads of columns; each report stands under the first that is true of it."""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses within one period and agency."""

    period: Period

    @property
    def asked(self) -> dict[str, str]:
        """What an address says of the period."""
        agency = {"agency": self.period.agency.code} if self.period.agency else {}
        return {"from": str(self.period.first), "to": str(self.period.last), **agency}

    def to(self, name: str, **more: Any) -> str:
        """Return the address of a page of this period."""
        return f"{reverse(name)}?{urlencode(self.asked | more)}"

    def providers(self, form: str) -> str:
        """Return the address of the feedback for providers."""
        return f"{reverse('learning-providers', args=[form])}?{urlencode(self.asked)}"


def tabs(period: Period, current: str) -> list[dict[str, Any]]:
    """Return the three pages about how triage does."""
    links = Links(period)
    names = (
        ("learning", "How often it was right"),
        ("learning-sample", "Random sample"),
        ("learning-suggested", "Suggested to close"),
    )
    return [{"words": words, "href": links.to(name), "current": name == current} for name, words in names]


def figures(found: Record, missed: Sequence[Misses], links: Links) -> list[dict[str, Any]]:
    """Return the row of figures, children first."""
    everything = found.everything
    led, rate = everything.led_somewhere, missed[0].missed if missed else None
    known = f"{count(led.part)} of {count(led.whole)} whose outcome is known"
    hidden = {"numeral": NOT_SHOWN, "hidden": f"needs the right {' and '.join(found.hidden)}", "counts": ""}
    return [
        {
            "label": "Led to an identified child",
            "lead": True,
            "numeral": count(everything.outcomes[Outcome.CHILD_IDENTIFIED]),
            "href": links.to("learning-reports", outcome=Outcome.CHILD_IDENTIFIED.value),
            "counts": "reports; all of one case count",
            **(hidden if found.hidden else {}),
        },
        {
            "label": "Led to a child, a finding or an arrest",
            "numeral": percents(led).partition(" (")[0],
            "counts": known,
            "href": links.to("learning-reports", outcome=LED),
            **(hidden if found.hidden else {}),
        },
        {
            "label": "Outcome not known yet",
            "numeral": count(everything.outcomes[Outcome.OPEN]),
            "counts": f"of {count(everything.reports)} reports",
            "href": links.to("learning-reports", outcome=Outcome.OPEN.value),
        },
        {
            "label": "Low reports that belonged higher",
            "numeral": percents(rate).partition(" (")[0] if rate else "none drawn",
            "counts": f"{count(rate.part)} of {count(rate.whole)} reviewed" if rate else "no sample in this period",
            "href": links.to("learning-sample"),
        },
    ]


def lines(listed: Sequence[Line], links: Links, *, by: str, hidden: bool) -> list[dict[str, Any]]:
    """Return the rows of a table by tier or by fact. `hidden` where the reader may not know every outcome."""
    return [_line(line, links, {by: line.key} if line.key else {}, hidden=hidden) for line in listed]


def _line(line: Line, links: Links, of: dict[str, str], *, hidden: bool) -> dict[str, Any]:
    def cell(label: str, number: int, outcome: str = "") -> dict[str, Any]:
        more = of | ({"outcome": outcome} if outcome else {})
        return {"label": label, "number": count(number), "href": links.to("learning-reports", **more)}

    shown = [cell(head, line.outcomes[outcome], outcome.value) for outcome, head in HEADS.items()]
    if hidden:
        shown[0] = {"label": HEADS[Outcome.CHILD_IDENTIFIED], "number": "", "href": ""}
    return {
        "tier": int(of["tier"]) if "tier" in of else None,
        "words": line.words,
        "cells": [cell("Reports", line.reports), *shown],
        "share": None if hidden else drawn(line.led_somewhere),
        "of": f"{count(line.led_somewhere.part)} of {count(line.led_somewhere.whole)}",
        "href": links.to("learning-reports", **of, outcome=LED),
        "known": links.to("learning-reports", **of, outcome=KNOWN),
    }


def orders(compared: Sequence[Order], links: Links) -> list[dict[str, Any]]:
    """Return the rows of the comparison; a draft's figures are opened by its form, because no address holds a draft."""
    return [
        {
            "words": order.words,
            "tops": [
                {
                    "label": f"Top {percent} %",
                    "top": percent if order.code == DRAFT else "",
                    "number": f"{count(top.part)} of {count(top.whole)}",
                    "share": drawn(top),
                    "href": ""
                    if order.code == DRAFT
                    else links.to(
                        "learning-reports", order=order.code, top=percent, outcome=Outcome.CHILD_IDENTIFIED.value
                    ),
                }
                for percent, top in zip(TOPS, order.tops, strict=True)
            ],
        }
        for order in compared
    ]


def drawn(share: Share) -> dict[str, Any]:
    """Return a share as the interval component draws it; of too few, its words alone."""
    if share.too_few or share.value is None:
        return {"words": percents(share), "too_few": True}
    low, high, at = (round(100 * end, 1) for end in (share.low, share.high, share.value))
    return {"low": low, "width": round(high - low, 1), "at": at, "words": percents(share)}
