"""The open reports in the order in which they are to be looked at: for the page and for the command."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from nightlight.agencies.models import Agency
from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Lane, Report
from nightlight.sampling import reading as sampling
from nightlight.triage.assessment.axes import FourWords, Word
from nightlight.triage.lifecycle import Decided
from nightlight.triage.models import Assessment, RouteDecision
from nightlight.triage.queue.filters import Asked, Asking
from nightlight.triage.queue.keys import SOLVABLE_WORDS
from nightlight.triage.queue.orders import Stretch


@dataclass(frozen=True, slots=True)
class Row:
    """One report of the queue. A report that nobody has assessed yet has no tier and stands above all tiers."""

    id: UUID
    number: str
    provider: str
    channel: str
    state: str
    received_at: datetime
    changed_at: datetime
    status: str
    assigned_to: Agency | None
    worked_by: str
    """The name of the person who has it; empty while it is with nobody in particular."""
    offered_to: UUID | None
    """The agency that is asked to take it over, where one is."""
    tier: int | None
    tier_words: str
    short: str
    axes: FourWords | None
    facts: dict[str, Any]
    would_move_up: Sequence[str]
    not_known: Sequence[str]
    because: str
    route: RouteDecision | None
    soonest_clock_on: date | None
    """The last day of the clock that runs out first; None where none runs."""
    folded_into: UUID | None
    folded: int
    """How many more open reports it stands for."""
    must_be_looked_at: bool = False
    """Whether it was drawn as a random sample and no person has looked at it yet."""

    @property
    def is_suggested(self) -> bool:
        """Whether the route waits for a person to accept a suggestion."""
        return self.route is not None and self.route.decided == Decided.SUGGESTED


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list: its rows, and the reports before and after which the list goes on, where it does."""

    rows: Sequence[Row] = field(default_factory=list)
    earlier: UUID | None = None
    later: UUID | None = None


def queue(
    actor: Actor,
    *,
    agency: Agency | None = None,
    status: ReportStatus | None = None,
    limit: int | None = None,
) -> list[Row]:
    """Return the open leads that the actor sees, by tier and then by the time they came. Five queries.

    A report that is folded stands under its lead and not in the list.

    With an agency: those assigned to it, and those it received that nobody has yet. With a status: those that stand
    there. At most `limit`.
    """
    asked = Asked({"status": (status.value,)} if status else {})
    return list(page_of(actor, asked, agency=agency, limit=limit).rows)


def page_of(
    actor: Actor,
    asked: Asked,
    stretch: Stretch | None = None,
    *,
    agency: Agency | None = None,
    asking: Asking | None = None,
    limit: int | None = None,
) -> Page:
    """Return a part of the list that the filters and the order ask for. A fixed number of queries.

    The ids come out of the index alone; only the rows of this part are read. `asking` says what is unread, where that
    matters.
    """
    stretch = stretch or Stretch()
    asking = asking or Asking(actor)
    matching = worked_by(Report.objects.visible_to(actor), agency).filter(asked.condition(asking))
    ids, more = _ids(matching, stretch, limit=limit, by=actor)
    rows = rows_of(actor, ids)
    before, after = (more, stretch.before) if stretch.backwards else (stretch.after, more)
    return Page(rows, ids[0] if ids and before else None, ids[-1] if ids and after else None)


def _ids(matching: Any, stretch: Stretch, *, limit: int | None, by: Actor) -> tuple[list[UUID], bool]:
    """Return the ids of a part in the order of the list, and whether the reading could go on beyond it."""
    ordered = stretch.of(matching, open_reports(by)).values_list("pk", flat=True)
    found = list(ordered if limit is None else ordered[: limit + 1])
    ids = found if limit is None else found[:limit]
    return (ids[::-1] if stretch.backwards else ids), len(found) > len(ids)


def rows_of(actor: Actor, ids: Sequence[UUID]) -> list[Row]:
    """Return the rows of reports that the actor sees, in the order of their ids as given. Five queries."""
    seen: Any = Report.objects.all().picked(ids, by=actor).select_related("assigned_to")
    reports = {report.pk: report for report in seen.annotate(person=F("worked_by__name"))}
    assessments = _current(Assessment, ids, actor)
    routes = _current(RouteDecision, ids, actor, "chosen")
    folded, drawn = _folded(ids, actor), sampling.waiting(actor, ids)
    return [
        _row(reports[pk], assessments.get(pk), routes.get(pk), folded.get(pk, 0), must_be_looked_at=pk in drawn)
        for pk in ids
        if pk in reports
    ]


def axes_of(assessment: Assessment, report: Report) -> FourWords:
    """Return the four words of a report: those of its current assessment, and how solvable it is by now."""
    return FourWords(
        Word(assessment.victim),
        Word(assessment.offender),
        SOLVABLE_WORDS[report.solvable],
        Word(assessment.severity),
    )


def open_leads(actor: Actor) -> Any:
    """Return the reports that the queue lists, as one queryset."""
    return Report.objects.visible_to(actor).in_lane(Lane.LEAD)


def open_reports(actor: Actor) -> Any:
    """Return the open reports, leads and what is folded into them, as one queryset."""
    return Report.objects.visible_to(actor).filter(lane__in=Lane.values)


def worked_by(reports: Any, agency: Agency | None) -> Any:
    """Return those that are assigned to an agency, or were received by it and are nobody's yet; all without one."""
    if agency is None:
        return reports
    return reports.filter(Exact(Coalesce("assigned_to", "agency"), agency.pk))


def _current(model: Any, ids: Sequence[UUID], actor: Actor, *related: str) -> dict[UUID, Any]:
    rows = model.objects.visible_to(actor).current().filter(report__in=ids)
    return {row.report_id: row for row in (rows.select_related(*related) if related else rows)}


def _folded(ids: Sequence[UUID], actor: Actor) -> dict[UUID, int]:
    rows: Any = Report.objects.visible_to(actor).in_lane(Lane.FOLDED).filter(folded_into__in=ids)
    return dict(rows.order_by().values_list("folded_into").annotate(Count("pk")))


def _row(
    report: Any,
    assessment: Assessment | None,
    route: RouteDecision | None,
    folded: int,
    *,
    must_be_looked_at: bool,
) -> Row:
    return Row(
        id=report.pk,
        number=report.number,
        provider=report.provider,
        channel=report.channel,
        state=report.state,
        received_at=report.received_at,
        changed_at=report.changed_at,
        status=report.status,
        assigned_to=report.assigned_to,
        worked_by=report.person or "",
        offered_to=report.offered_to_id,
        tier=assessment.tier if assessment else None,
        tier_words=assessment.tier_words if assessment else "Not assessed yet",
        short=assessment.short if assessment else "Triage has not looked at it yet",
        axes=axes_of(assessment, report) if assessment else None,
        facts=assessment.facts if assessment else {},
        would_move_up=assessment.would_move_up if assessment else (),
        not_known=assessment.not_known if assessment else (),
        because=assessment.because if assessment else "",
        route=route,
        soonest_clock_on=report.soonest_clock_on,
        folded_into=report.folded_into_id,
        folded=folded,
        must_be_looked_at=must_be_looked_at,
    )
