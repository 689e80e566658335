"""Reports are given to the people of a task force, in turn; a few stay with nobody."""

from itertools import islice

from nightlight.intake.models import Report
from nightlight.simulation.cast import Unit
from nightlight.triage.folding.standing_for import folded_into
from nightlight.workload.actions import give

LEFT_OVER = 5
"""Of so many reports, one stays with nobody."""


def deal(unit: Unit, *, most: int | None = None) -> None:
    """Give what a task force holds to those who work there, through its commander; the urgent stay where they are."""
    held = Report.objects.visible_to(unit.commander).in_lane().filter(assigned_to=unit.agency, worked_by=None)
    leads = list(held.filter(offered_to=None).exclude(tier=1).order_by("received_at", "pk")[:most])
    kept = [lead for place, lead in enumerate(leads) if place % LEFT_OVER != LEFT_OVER - 1]
    for turn, person in enumerate(unit.working):
        if those := list(islice(kept, turn, None, len(unit.working))):
            together = [*those, *folded_into(those, by=unit.commander)]
            give(together, to=person, by=unit.commander, because="Invented: next in turn")
