"""By which rule and on which evidence a report came to where a person now passes it on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.triage.models import RouteDecision


@dataclass(frozen=True, slots=True)
class Origin:
    """The rule that routed or suggested, and the county and network number of the evidence that decided."""

    rule: str = ""
    county: str = ""
    asn: int | None = None


def origins(reports: Sequence[Report], *, by: Actor) -> dict[UUID, Origin]:
    """Return the newest decision of a rule on each report that has one. One query."""
    rows: Any = RouteDecision.objects.visible_to(by).filter(report__in=[report.pk for report in reports])
    by_rule = rows.exclude(rule="").order_by("decided_at", "pk")
    return {
        report: Origin(rule, county, asn)
        for report, rule, county, asn in by_rule.values_list("report_id", "rule", "county", "asn")
    }
