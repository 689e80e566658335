"""The reports that the policy in force suggests to close, with the rule that does."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

from nightlight.clocks.preservation import lapsed
from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import ReportStatus
from nightlight.investigations.closing.policy import ClosingRule, policy
from nightlight.sampling.models import SampledReport
from nightlight.triage.assessment.in_database import states
from nightlight.triage.models import Assessment

NOBODY_WORKS_IT = (ReportStatus.WAITING_FOR_ROUTE.value, ReportStatus.ASSIGNED.value)


def suggested(actor: Actor) -> Any:
    """Return the current assessments of the reports that are suggested to be closed, the oldest first.

    Each has `suggested_by`, the id of the first rule that holds, and `must_be_looked_at`, where it was drawn as a
    sample and nobody has looked, or an open report that stands under it was: such a report cannot be closed yet.
    Only reports of the actor's own agencies.
    """
    rules = policy(clock.today()).content.rules
    drawn: Any = SampledReport.objects.visible_to(actor).waiting()
    under = drawn.filter(report__folded_into=OuterRef("report"), report__closed_at=None)
    rows: Any = Assessment.objects.visible_to(actor).current()
    rows = rows.filter(
        actor.sees("report__assigned_to") | (Q(report__assigned_to=None) & actor.sees("report__agency")),
        report__status__in=NOBODY_WORKS_IT,
        tier__in=frozenset[int]().union(*(rule.tiers for rule in rules)),
    ).annotate(
        suggested_by=Case(
            *(When(_holds(rule), then=Value(rule.id)) for rule in rules), default=Value(""), output_field=CharField()
        ),
        must_be_looked_at=Exists(drawn.filter(report=OuterRef("report"))) | Exists(under),
    )
    return rows.exclude(suggested_by="").order_by("report__received_at", "report_id")


def _holds(rule: ClosingRule) -> Q:
    """Return when a rule holds for a current assessment."""
    before = clock.now() - timedelta(days=rule.older_than_days)
    found = Q(tier__in=rule.tiers, report__received_at__lt=before)
    for fact in rule.all_of:
        found &= states(fact)
    if rule.folded:
        found &= Q(report__folded_into__isnull=False)
    if rule.preservation_lapsed:
        found &= lapsed("report__received_at", on=clock.today())
    return found
