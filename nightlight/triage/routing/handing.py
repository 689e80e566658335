"""Hands reports over to agencies: the new state, a receipt for each, and the agencies' interests registered."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from nightlight.deconfliction.actions import register
from nightlight.deconfliction.interests import Interest
from nightlight.deconfliction.lifecycle import Standing
from nightlight.foundation import ids
from nightlight.foundation.bulk import insert, unsaved, write_back
from nightlight.foundation.sealed import Actor
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.formats.values import Role, Said
from nightlight.intake.lifecycle import LIFECYCLE
from nightlight.intake.models import Report, Sighting
from nightlight.triage.models import Assignment

RECORD_KIND = "intake.report"


def hand_over(
    reports: Sequence[Report], to: Mapping[UUID, UUID], because: Mapping[UUID, str], *, by: Actor, at: datetime
) -> list[Assignment]:
    """Assign each report to the agency that `to` names for it, inside the act that is running.

    Registration comes first, as deconfliction asks. Raises IllegalMove for a report that cannot be assigned now.
    """
    states = {report.pk: LIFECYCLE.after("assign", report.status) for report in reports}
    register(_interests(reports, to, by), by=by)
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
        report.changed_at = at
    write_back(reports, "status", "assigned_to", "assigned_at", "changed_at")
    return assignments


def renew_interests(reports: Sequence[Report], *, by: Actor) -> None:
    """Register what reports say by now for the agencies that hold them already: a later version may name more."""
    held = {report.pk: report.assigned_to_id for report in reports if report.assigned_to_id}
    if held:
        register(_interests([report for report in reports if report.pk in held], held, by), by=by)


def _interests(reports: Iterable[Report], to: Mapping[UUID, UUID], by: Actor) -> list[Interest]:
    """Return the declared identifiers of the persons reported, as tips of the agencies that now hold the reports."""
    rows = Sighting.objects.visible_to(by).filter(
        report__in=[report.pk for report in reports], said=Said.DECLARED, person__role=Role.REPORTED
    )
    return [
        Interest(to[report_id], Identifier(Kind(kind), value, realm), Standing.TIP, RECORD_KIND, report_id)
        for report_id, kind, value, realm in rows.values_list("report_id", "kind", "value", "realm")
    ]
