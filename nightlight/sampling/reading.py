"""Which reports wait for a person because they were drawn."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.sampling.models import SampledReport

WORDS = "To be looked at by a person: random sample"
"""What the queue and the page of a report say of one that was drawn."""


def waiting(actor: Actor, reports: Collection[UUID]) -> frozenset[UUID]:
    """Return which of the reports were drawn and that nobody has looked at yet. One query."""
    rows: Any = SampledReport.objects.visible_to(actor).waiting().filter(report__in=reports)
    return frozenset(rows.values_list("report_id", flat=True)) if reports else frozenset()


def samples_of(actor: Actor, report: Report) -> list[SampledReport]:
    """Return the samples of a report, the newest first: one for each policy that drew it. At most two queries."""
    rows: Any = SampledReport.objects.visible_to(actor).filter(report=report)
    return list(rows.prefetch_related("reviewed_by").order_by("-drawn_at", "-pk"))


def numbers(reports: Iterable[Report], those: Collection[UUID], *, most: int = 3) -> str:
    """Return the numbers of some of the reports, in words."""
    named = [report.number or "one without a number" for report in reports if report.pk in those]
    more = f" and {len(named) - most} more" if len(named) > most else ""
    return f"{', '.join(named[:most])}{more}"
