"""A warrant that was recorded, and the one file that was opened under it."""

from datetime import timedelta

from nightlight.foundation import clock
from nightlight.gate.actions import record_opening, record_warrant
from nightlight.gate.asked import OpeningAsked, WarrantAsked
from nightlight.gate.reading import FileGate, State, gate_of
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report
from nightlight.simulation.cast import Unit

READ = 8
"""How many reports an investigator reads to find one whose file asks for a warrant."""


def record_one(unit: Unit) -> None:
    """Record a warrant for the first file that asks for one, and that it was opened; nothing where none does."""
    found = _first_that_asks(unit, ReportStatus.UNDER_INVESTIGATION) or _first_that_asks(unit, ReportStatus.ASSIGNED)
    if found is None:
        return
    report, line = found
    by, now = unit.investigator, clock.now()
    warrant = WarrantAsked(
        number="18-SW-0000 (invented)",
        court="Example District Court",
        issued_by="Magistrate Judge Placeholder",
        issued_on=(now - timedelta(days=2)).date(),
    )
    record_warrant(report, by=by, warrant=warrant, files=[line.file])
    opening = OpeningAsked(opened_by=by.name, opened_at=now - timedelta(hours=3))
    record_opening(report, by=by, opening=opening, file=line.file)


def _first_that_asks(unit: Unit, status: ReportStatus) -> tuple[Report, FileGate] | None:
    held = Report.objects.visible_to(unit.investigator).filter(assigned_to=unit.agency, status=status)
    read = ((report, gate_of(unit.investigator, report)) for report in held.order_by("received_at", "pk")[:READ])
    asking = ((report, line) for report, gate in read for line in gate.files if line.state is State.WARRANT_REQUIRED)
    return next(asking, None)
