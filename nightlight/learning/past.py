"""Past reports as triage first saw them: the facts and the tier of the first assessment, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from nightlight.agencies import tree
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import ReportStatus
from nightlight.learning.outcomes import outcome
from nightlight.triage.models import Assessment

DAYS = 90


@dataclass(frozen=True, slots=True)
class Period:
    """Reports received from a first to a last day (UTC), both included; of one agency and those under it, or all."""

    first: date
    last: date
    agency: Agency | None = None

    @classmethod
    def lately(cls, agency: Agency | None = None) -> "Period":
        """Return the last 90 days."""
        today = clock.today()
        return cls(today - timedelta(days=DAYS - 1), today, agency)

    @property
    def begins_at(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, time(), UTC)

    @property
    def ends_before(self) -> datetime:
        """The moment before which the last report came."""
        if self.last == date.max:  # no day follows it
            return datetime.max.replace(tzinfo=UTC)
        return datetime.combine(self.last + timedelta(days=1), time(), UTC)


def past(actor: Actor, period: Period) -> Any:
    """Return the first assessment of every report of a period, as `first_assessments`, with its `outcome`."""
    return first_assessments(actor, period).annotate(outcome=outcome(actor))


def first_assessments(actor: Actor, period: Period) -> Any:
    """Return the first assessment of every report of a period that the actor's agencies hold.

    The first, because what triage learned later would let it look wiser than it was. A report belongs to the agency
    that it is assigned to, else to the one that received it.
    """
    return (
        _first(actor)
        .filter(
            # naming every state lets the index by state and time answer for the time alone
            report__status__in=[status.value for status in ReportStatus],
            report__received_at__gte=period.begins_at,
            report__received_at__lt=period.ends_before,
        )
        .filter(_of(period.agency))
    )


def first_assessments_of(actor: Actor, reports: Sequence[UUID]) -> Any:
    """Return the first assessments of some reports, found by their ids, of those that the actor's agencies hold."""
    return _first(actor).filter(report__in=list(reports))


def _first(actor: Actor) -> Any:
    every: Any = Assessment.objects.get_queryset()
    earlier = every.unscoped(because="whether a report that the reader sees was assessed before").filter(
        Q(assessed_at__lt=OuterRef("assessed_at")) | Q(assessed_at=OuterRef("assessed_at"), pk__lt=OuterRef("pk")),
        report=OuterRef("report"),
    )
    seen: Any = Assessment.objects.visible_to(actor)
    held = _held_by(actor.sees("report__assigned_to"), actor.sees("report__agency"))
    return seen.filter(held).filter(~Exists(earlier))


def _held_by(assigned: Q, received: Q) -> Q:
    return assigned | (Q(report__assigned_to=None) & received)


def _of(agency: Agency | None) -> Q:
    if agency is None:
        return Q()
    family = tree.within(agency.pk, on=clock.today())
    return _held_by(Q(report__assigned_to__in=family), Q(report__agency__in=family))
