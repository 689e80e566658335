"""What is handed to providers about the quality of their reports: counts and shares, nothing about any one report."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, Q

from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.learning import small_numbers
from nightlight.learning.completeness import items_stated
from nightlight.learning.outcomes import LED_SOMEWHERE, Outcome
from nightlight.learning.past import Period, past
from nightlight.learning.usability import Usability

SAID = tuple(usability.value for usability in Usability)
OUTCOMES = ("led_somewhere", "ended_without", "not_known")
NO_FEEDBACK = "no_feedback"
HEADS = ("provider", "reports", *SAID, NO_FEEDBACK, *OUTCOMES, "items_of_seven")
Hidden = int | None


@dataclass(frozen=True, slots=True)
class Quality:
    """One provider: reports, what was said of them, what became of them. None is a count that is hidden."""

    provider: str
    reports: Hidden
    said: Mapping[str, Hidden]
    """By kind of feedback, and those of which nothing was said."""
    became: Mapping[str, Hidden]
    items_of_seven: float | None
    """How many of the seven things of a complete report they state on average; hidden with few reports."""

    def row(self) -> tuple[Any, ...]:
        """Return the columns of `HEADS`; what is hidden is empty."""
        cells = (self.provider, self.reports, *self.said.values(), *self.became.values(), self.items_of_seven)
        return tuple("" if cell is None else cell for cell in cells)


@dataclass(frozen=True, slots=True)
class ProviderFeedback:
    """The quality of every provider's reports in a period, as known at a moment, with the rule that hides."""

    period: Period
    known_at: datetime
    smallest_cell: int
    policy_date: str
    providers: Sequence[Quality]

    def as_json(self) -> dict[str, Any]:
        """Return it for machines. A hidden count is null."""
        return {
            "from": str(self.period.first),
            "to": str(self.period.last),
            "agency": self.period.agency.code if self.period.agency else None,
            "known_at": self.known_at.isoformat(),
            "hidden": f"counts from 1 to {self.smallest_cell - 1}, and what would give them away, are null",
            "policy_date": self.policy_date,
            "providers": [
                {
                    "provider": one.provider,
                    "reports": one.reports,
                    "feedback": dict(one.said),
                    "outcomes": dict(one.became),
                    "items_of_seven": one.items_of_seven,
                }
                for one in self.providers
            ],
        }

    def as_csv(self) -> str:
        """Return it as a table. A hidden count is empty."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(HEADS)
        writer.writerows([_inert(one.row()[0]), *one.row()[1:]] for one in self.providers)
        return out.getvalue()


def provider_feedback(actor: Actor, period: Period) -> ProviderFeedback:
    """Return the quality of the reports of every provider that sent any in a period. Two queries of reports."""
    rules = small_numbers.policy(clock.today())
    rows = past(actor, period).exclude(report__provider="").order_by()
    counted = rows.values("report__provider").annotate(
        reports=Count("pk"),
        led=Count("pk", filter=Q(outcome__in=LED_SOMEWHERE)),
        unknown=Count("pk", filter=Q(outcome=Outcome.OPEN)),
        items=Avg(items_stated()),
    )
    said: dict[str, dict[str, int]] = defaultdict(dict)
    for provider, usability, count in rows.values_list("report__provider", "report__feedback__usability").annotate(
        Count("pk")
    ):
        said[provider][usability or NO_FEEDBACK] = count
    return ProviderFeedback(
        period,
        clock.now(),
        rules.content.smallest_cell,
        str(rules.in_force_from),
        tuple(
            _quality(row, said[row["report__provider"]], rules.content.smallest_cell)
            for row in counted.order_by("report__provider")
        ),
    )


def hidden(cells: Mapping[str, int], smallest: int) -> dict[str, Hidden]:
    """Return the cells of a row whose total is shown, without those that are too small to be shown.

    Cells from 1 to just under `smallest` are hidden. Where what is hidden adds up to less than `smallest`, or is one
    cell alone, subtraction from the total would give it away: the next smallest are hidden too, zeros last.
    """
    gone = {name for name, count in cells.items() if 0 < count < smallest}
    rest = sorted((count == 0, count, name) for name, count in cells.items() if name not in gone)
    while gone and rest and (len(gone) == 1 or sum(cells[name] for name in gone) < smallest):
        gone.add(rest.pop(0)[2])
    return {name: None if name in gone else count for name, count in cells.items()}


def _quality(row: Mapping[str, Any], said: Mapping[str, int], smallest: int) -> Quality:
    reports, led, unknown = row["reports"], row["led"], row["unknown"]
    told = {name: said.get(name, 0) for name in (*SAID, NO_FEEDBACK)}
    became = dict(zip(OUTCOMES, (led, reports - led - unknown, unknown), strict=True))
    if reports < smallest:
        return Quality(row["report__provider"], None, dict.fromkeys(told), dict.fromkeys(became), None)
    return Quality(
        row["report__provider"], reports, hidden(told, smallest), hidden(became, smallest), round(row["items"], 2)
    )


def _inert(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
