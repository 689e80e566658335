"""Hands reports over to agencies: the new state, a receipt for each, and the agencies' interests registered.

Only what involves the use of the Internet goes into the national index (34 U.S.C. 21115(a)): a report of which that
is not known, or not so, is handed over and held back from the index.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from nightlight.clocks.running import COLUMNS as CLOCKS
from nightlight.deconfliction.actions import register
from nightlight.deconfliction.index import withdraw
from nightlight.deconfliction.interests import Interest
from nightlight.deconfliction.lifecycle import Standing
from nightlight.foundation import ids
from nightlight.foundation.bulk import insert, unsaved, write_back
from nightlight.foundation.sealed import Actor
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.formats.values import Role, Said
from nightlight.intake.lifecycle import LIFECYCLE
from nightlight.intake.lifting import Rows
from nightlight.intake.models import Report, Sighting
from nightlight.intake.nexus import Nexus
from nightlight.triage.models import Assignment

Declared = tuple[UUID, str, str, str]
"""A report, and the kind, value and realm of an identifier that it declares."""

RECORD_KIND = "intake.report"
HANDED = (
    *("status", "assigned_to", "assigned_at", "offered_to", "desk"),
    *("worked_by", "first_looked_at", "first_look_seconds", "changed_at"),
)
"""The columns that a hand-over changes."""


def hand_over(
    reports: Sequence[Report],
    to: Mapping[UUID, UUID],
    because: Mapping[UUID, str],
    *,
    by: Actor,
    at: datetime,
    besides: Sequence[str] = (),
    lifted: Rows | None = None,
) -> list[Assignment]:
    """Assign each report to the agency that `to` names for it, inside the act that is running.

    `besides` names further columns that were set on the reports and are to be written with them. `lifted` may hold the
    rows of these reports, and of others, where the caller has just written them.

    Registration comes first, as deconfliction asks. Raises IllegalMove for a report that cannot be assigned now.
    """
    if not reports:
        return []
    states = {report.pk: LIFECYCLE.after("assign", report.status) for report in reports}
    register(_interests(reports, to, by, lifted), by=by)
    assignments = [
        unsaved(
            Assignment,
            agency_id=report.agency_id,
            report_id=report.pk,
            to_id=to[report.pk],
            from_agency_id=report.assigned_to_id,
            at=at,
            by_user_id=by.pk,
            because=because[report.pk],
        )
        for report in reports
    ]
    for assignment in assignments:
        assignment.receipt = f"A-{ids.spoken(assignment.pk)}"
    insert(assignments)
    for report in reports:
        report.status, report.assigned_to_id, report.assigned_at = states[report.pk], to[report.pk], at
        report.desk = ""
        report.offered_to_id = report.worked_by_id = report.first_looked_at = report.first_look_seconds = None
        report.changed_at = at
    write_back(reports, *dict.fromkeys((*HANDED, *CLOCKS, *besides)))
    return assignments


def renew_interests(reports: Sequence[Report], *, by: Actor) -> None:
    """Register what reports say by now for the agencies that hold them already: a later version may name more.

    What may no longer stand in the index is withdrawn.
    """
    held = {report.pk: report.assigned_to_id for report in reports if report.assigned_to_id}
    if held:
        register(_interests([report for report in reports if report.pk in held], held, by), by=by)
        withdraw(RECORD_KIND, [report.pk for report in reports if report.nexus != Nexus.YES])


def _interests(
    reports: Iterable[Report], to: Mapping[UUID, UUID], by: Actor, lifted: Rows | None = None
) -> list[Interest]:
    """Return the declared identifiers of the persons reported, as tips of the agencies that now hold the reports.

    A report without the Internet nexus has none here.
    """
    of = {report.pk for report in reports if report.nexus == Nexus.YES}
    return [
        Interest(to[report_id], Identifier(Kind(kind), value, realm), Standing.TIP, RECORD_KIND, report_id)
        for report_id, kind, value, realm in (_declared_in(lifted, of) if lifted else _declared(of, by))
    ]


def _declared(reports: Collection[UUID], by: Actor) -> Iterable[Declared]:
    """Give what reports declare of the persons reported."""
    rows: Any = Sighting.objects.visible_to(by).filter(
        report__in=reports, said=Said.DECLARED, person__role=Role.REPORTED
    )
    return cast(Iterable[Declared], rows.values_list("report_id", "kind", "value", "realm"))


def _declared_in(lifted: Rows, reports: Collection[UUID]) -> Iterator[Declared]:
    """Give the same from rows that were just written."""
    reported = {person.pk for person in lifted.people if person.role == Role.REPORTED}
    for seen in lifted.sightings:
        if seen.said == Said.DECLARED and seen.person_id in reported and seen.report_id in reports:
            yield seen.report_id, seen.kind, seen.value, seen.realm
