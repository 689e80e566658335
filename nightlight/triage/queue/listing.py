"""The open reports in the order in which they are to be looked at: for the page and for the command."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from nightlight.agencies.models import Agency
from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Lane, Report
from nightlight.sampling import reading as sampling
from nightlight.triage.assessment.axes import FourWords, Word
from nightlight.triage.lifecycle import Decided
from nightlight.triage.models import Assessment
from nightlight.triage.queue.filters import Asked, Asking
from nightlight.triage.queue.keys import SOLVABLE_WORDS
from nightlight.triage.queue.orders import Stretch

SHOWN = (
    *("number", "provider", "channel", "state", "received_at", "changed_at", "status", "offered_to", "solvable"),
    *("soonest_clock_on", "folded_into", "agency", "versions", "nexus"),
    *("assigned_to__code", "assigned_to__kind", "assigned_to__name"),
)
"""What is read of a report that stands in a list, and of the agency that holds it."""
JUDGED = {name: F(f"judged__{name}") for name in ("tier_words", "short")} | {
    "judged_tier": F("judged__tier"),
    **{f"{axis}_word": F(f"judged__{axis}") for axis in ("victim", "offender", "severity")},
    "route_decided": F("routed__decided"),
}
"""What is read beside it of the judgement and of the route that hold."""


@dataclass(frozen=True, slots=True)
class Row:
    """One report of the queue. A report that nobody has assessed yet has no tier and stands above all tiers."""

    report: Report
    """Read as far as a list shows it."""
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
    is_suggested: bool
    """Whether the route waits for a person to accept a suggestion."""
    soonest_clock_on: date | None
    """The last day of the clock that runs out first; None where none runs."""
    folded_into: UUID | None
    folded: int
    """How many more open reports it stands for."""
    must_be_looked_at: bool = False
    """Whether it was drawn as a random sample and no person has looked at it yet."""


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
    """Return the open leads that the actor sees, by tier and then by the time they came. Four queries.

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
    """Return the rows of reports that the actor sees, in the order of their ids as given. Three queries.

    Why a report was judged as it was is read by itself, of the one report whose reasons are shown (`judgement`).
    """
    holds = {"judged": _that_holds("assessments"), "routed": _that_holds("route_decisions")}
    seen: Any = Report.objects.all().picked(ids, by=actor).select_related("assigned_to").only(*SHOWN)
    reports = {report.pk: report for report in seen.annotate(**holds).annotate(**JUDGED, person=F("worked_by__name"))}
    folded, drawn = _folded(ids, actor), sampling.waiting(actor, ids)
    return [_row(reports[pk], folded.get(pk, 0), must_be_looked_at=pk in drawn) for pk in ids if pk in reports]


def axes_of(assessment: Assessment, report: Report) -> FourWords:
    """Return the four words of a report: those of its current assessment, and how solvable it is by now."""
    return _four_words(assessment.victim, assessment.offender, report.solvable, assessment.severity)


@functools.cache
def _four_words(victim: str, offender: str, solvable: int, severity: str) -> FourWords:
    return FourWords(Word(victim), Word(offender), SOLVABLE_WORDS[solvable], Word(severity))


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


def _that_holds(relation: str) -> FilteredRelation:
    return FilteredRelation(relation, condition=Q(**{f"{relation}__superseded_at": None}))


def _folded(ids: Sequence[UUID], actor: Actor) -> dict[UUID, int]:
    # not by the lane, which says the same: SQLite would read all that are folded anywhere
    rows: Any = Report.objects.visible_to(actor).open().filter(folded_into__in=ids)
    return dict(rows.order_by().values_list("folded_into").annotate(Count("pk")))


def _row(report: Any, folded: int, *, must_be_looked_at: bool) -> Row:
    judged = report.judged_tier is not None
    axes = (report.victim_word, report.offender_word, report.solvable, report.severity_word)
    return Row(
        report=report,
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
        tier=report.judged_tier,
        tier_words=report.tier_words if judged else "Not assessed yet",
        short=report.short if judged else "Triage has not looked at it yet",
        axes=_four_words(*axes) if judged else None,
        is_suggested=report.route_decided == Decided.SUGGESTED,
        soonest_clock_on=report.soonest_clock_on,
        folded_into=report.folded_into_id,
        folded=folded,
        must_be_looked_at=must_be_looked_at,
    )
