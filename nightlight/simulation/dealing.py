"""Reports are given to the people of a task force, in turn; a few stay with nobody."""

from itertools import islice

from nightlight.intake.models import Report
from nightlight.simulation.cast import Unit
from nightlight.triage.folding.standing_for import folded_into
from nightlight.triage.queue.listing import queue
from nightlight.workload.actions import give

LEFT_OVER = 5
"""Of so many reports, one stays with nobody."""


def deal(unit: Unit, *, most: int | None = None) -> None:
    """Give what a task force holds to those who work there, through its commander; the urgent stay where they are."""
    rows = queue(unit.commander, agency=unit.agency, limit=most)
    holds = [row for row in rows if row.tier != 1 and row.assigned_to and not row.worked_by and not row.offered_to]
    kept = [row for place, row in enumerate(holds) if place % LEFT_OVER != LEFT_OVER - 1]
    people = unit.working
    for turn, person in enumerate(people):
        leads = [Report(pk=row.id) for row in islice(kept, turn, None, len(people))]
        if leads:
            together = [*leads, *folded_into(leads, by=unit.commander)]
            give(together, to=person, by=unit.commander, because="Invented: next in turn")
