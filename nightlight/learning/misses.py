"""The measured rate of misses: of low reports that people looked at, how many belonged higher."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from nightlight.agencies import tree
from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.learning import small_numbers
from nightlight.learning.past import Period
from nightlight.learning.shares import Share, share
from nightlight.sampling.models import SampledReport
from nightlight.sampling.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Misses:
    """The samples of one tier and rule, or of all of them together."""

    tier: int | None
    tier_words: str
    rule: str
    drawn: int
    waiting: int
    cannot_tell: int
    missed: Share
    """Of those about which somebody could tell: how many belonged higher."""


def misses(actor: Actor, period: Period) -> tuple[Misses, ...]:
    """Return the rate of each tier and rule for what was drawn in a period, and first of all together. One query.

    A report that is still waiting, or about which nobody could tell, is in no rate; both are counted.
    """
    too_few = small_numbers.policy(clock.today()).content.too_few
    rows = samples(actor, period).order_by()
    counted = list(
        rows.values("tier", "tier_words", "rule")
        .annotate(
            drawn=Count("pk"),
            waiting=Count("pk", filter=Q(reviewed_at=None)),
            cannot_tell=Count("pk", filter=Q(verdict=Verdict.CANNOT_TELL)),
            higher=Count("pk", filter=Q(verdict=Verdict.BELONGS_HIGHER)),
        )
        .order_by("tier", "rule")
    )
    numbers = ("drawn", "waiting", "cannot_tell", "higher")
    total = {name: sum(row[name] for row in counted) for name in numbers}
    everything = {"tier": None, "tier_words": "All low tiers", "rule": "", **total}
    return tuple(_misses(row, too_few) for row in ([everything, *counted] if counted else []))


def listed(actor: Actor, period: Period) -> Any:
    """Return what was drawn in a period with its reports, the oldest first."""
    return (
        samples(actor, period).select_related("report", "report__assigned_to", "reviewed_by").order_by("drawn_at", "pk")
    )


def samples(actor: Actor, period: Period) -> Any:
    """Return what was drawn in a period, of the agency of the period and those under it."""
    rows: Any = SampledReport.objects.visible_to(actor)
    rows = rows.filter(drawn_at__gte=period.begins_at, drawn_at__lt=period.ends_before)
    if period.agency is None:
        return rows
    family = tree.within(period.agency.pk, on=clock.today())
    return rows.filter(Q(report__assigned_to__in=family) | Q(report__assigned_to=None, report__agency__in=family))


def _misses(row: dict[str, Any], too_few: int) -> Misses:
    told = row["drawn"] - row["waiting"] - row["cannot_tell"]
    return Misses(
        row["tier"],
        row["tier_words"],
        row["rule"],
        row["drawn"],
        row["waiting"],
        row["cannot_tell"],
        share(row["higher"], told, too_few=too_few),
    )
