"""The open reports in the order in which they are to be looked at: for the page and for the command."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, Q

from nightlight.agencies.models import Agency
from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report
from nightlight.sampling import reading as sampling
from nightlight.triage.assessment.axes import FourWords, Solvable, Word
from nightlight.triage.lifecycle import Decided
from nightlight.triage.models import Assessment, RouteDecision


@dataclass(frozen=True, slots=True)
class Row:
    """One report of the queue. A report that nobody has assessed yet has no tier and stands above all tiers."""

    id: UUID
    number: str
    provider: str
    received_at: datetime
    status: str
    assigned_to: Agency | None
    tier: int | None
    tier_words: str
    short: str
    axes: FourWords | None
    facts: dict[str, Any]
    would_move_up: Sequence[str]
    not_known: Sequence[str]
    because: str
    route: RouteDecision | None
    folded: int
    """How many more open reports it stands for."""
    must_be_looked_at: bool = False
    """Whether it was drawn as a random sample and no person has looked at it yet."""

    @property
    def is_suggested(self) -> bool:
        """Whether the route waits for a person to accept a suggestion."""
        return self.route is not None and self.route.decided == Decided.SUGGESTED


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open reports there are, in the states that the queue's tabs name."""

    open: int
    folded: int
    """How many more are open and stand under a lead of the list."""
    not_assessed: int
    waiting_for_a_person: int
    assigned: int
    under_investigation: int


def queue(
    actor: Actor,
    *,
    agency: Agency | None = None,
    status: ReportStatus | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> list[Row]:
    """Return the open leads that the actor sees, by tier and then by the time they came. Five queries.

    A report that is folded stands under its lead and not in the list.

    With an agency: those assigned to it, and those it received that nobody has yet. With a status: those that stand
    there. From `offset` on, at most `limit`.
    """
    asked = open_leads(actor, agency=agency)
    ordered = (asked.filter(status=status) if status else asked).annotate(
        current=FilteredRelation("assessments", condition=Q(assessments__superseded_at=None))
    )
    ordered = ordered.select_related("assigned_to").order_by(
        F("current__tier").asc(nulls_first=True), "received_at", "pk"
    )
    reports = list(ordered[offset : None if limit is None else offset + limit])
    assessments = _current(Assessment, reports, actor)
    routes = _current(RouteDecision, reports, actor, "chosen")
    folded = _folded(reports, actor)
    rows = [
        _row(report, assessments.get(report.pk), routes.get(report.pk), folded.get(report.pk, 0)) for report in reports
    ]
    drawn = sampling.waiting(actor, [row.id for row in rows])
    return [replace(row, must_be_looked_at=row.id in drawn) for row in rows]


def counts(actor: Actor, *, agency: Agency | None = None) -> Counts:
    """Return how many open leads the queue would list, by state, and how many reports stand under them. One query."""
    asked, is_lead = open_reports(actor, agency=agency).order_by(), Q(folded_into=None)
    rows = list(
        asked.values_list("status").annotate(leads=Count("pk", filter=is_lead), under=Count("pk", filter=~is_lead))
    )
    found = {status: leads for status, leads, _ in rows}
    return Counts(
        sum(found.values()),
        sum(under for _, _, under in rows),
        found.get(ReportStatus.RECEIVED, 0),
        found.get(ReportStatus.WAITING_FOR_ROUTE, 0),
        found.get(ReportStatus.ASSIGNED, 0),
        found.get(ReportStatus.UNDER_INVESTIGATION, 0),
    )


def axes_of(assessment: Assessment) -> FourWords:
    """Return the four words of an assessment."""
    return FourWords(
        Word(assessment.victim),
        Word(assessment.offender),
        Solvable(assessment.solvable),
        Word(assessment.severity),
    )


def open_leads(actor: Actor, *, agency: Agency | None = None) -> Any:
    """Return the reports that the queue lists, as one queryset."""
    return open_reports(actor, agency=agency).filter(folded_into=None)


def open_reports(actor: Actor, *, agency: Agency | None = None) -> Any:
    """Return the open reports, leads and what is folded into them, as one queryset."""
    reports: Any = Report.objects.visible_to(actor)
    if agency is not None:
        reports = reports.filter(Q(assigned_to=agency) | Q(agency=agency, assigned_to=None))
    return reports.open()


def _current(model: Any, reports: Sequence[Report], actor: Actor, *related: str) -> dict[UUID, Any]:
    rows = model.objects.visible_to(actor).current().filter(report__in=[report.pk for report in reports])
    return {row.report_id: row for row in (rows.select_related(*related) if related else rows)}


def _folded(reports: Sequence[Report], actor: Actor) -> dict[UUID, int]:
    rows: Any = Report.objects.visible_to(actor).open().filter(folded_into__in=[report.pk for report in reports])
    return dict(rows.order_by().values_list("folded_into").annotate(Count("pk")))


def _row(report: Report, assessment: Assessment | None, route: RouteDecision | None, folded: int) -> Row:
    return Row(
        id=report.pk,
        number=report.number,
        provider=report.provider,
        received_at=report.received_at,
        status=report.status,
        assigned_to=report.assigned_to,
        tier=assessment.tier if assessment else None,
        tier_words=assessment.tier_words if assessment else "Not assessed yet",
        short=assessment.short if assessment else "Triage has not looked at it yet",
        axes=axes_of(assessment) if assessment else None,
        facts=assessment.facts if assessment else {},
        would_move_up=assessment.would_move_up if assessment else (),
        not_known=assessment.not_known if assessment else (),
        because=assessment.because if assessment else "",
        route=route,
        folded=folded,
    )
