"""Two task forces hand reports to each other: accepted, refused, waiting, and waiting too long."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report
from nightlight.simulation.cast import Unit
from nightlight.transfers.actions import accept, offer, refuse
from nightlight.transfers.lifecycle import Ground
from nightlight.transfers.reading import incoming

BEFORE_THE_END = timedelta(days=5)
"""When the first offers are made: longer before the end than the policy gives to answer them."""
REASONS = (
    (Ground.NOT_OUR_TERRITORY, "The address points across the state line"),
    (Ground.NEARER_TO_THE_CHILD, "The household is nearer to you"),
    (Ground.NO_CAPACITY, "Nobody here is free this month"),
)


def make_offers(sender: Unit, to: Unit, fresh: Iterable[UUID], *, most: int = len(REASONS)) -> None:
    """Offer some reports that nobody has looked at to another task force, each for a reason. The urgent stay."""
    held = Report.objects.visible_to(sender.commander).filter(pk__in=list(fresh), assigned_to=sender.agency)
    free = held.in_lane().filter(status=ReportStatus.ASSIGNED).exclude(tier=1).order_by("received_at", "pk")
    for report, (ground, because) in zip(free[:most], REASONS, strict=False):
        offer([report], to=to.agency, by=sender.commander, ground=ground, because=because)


def answer_some(unit: Unit) -> None:
    """Accept the first offer that waits and refuse the second; a third goes on waiting."""
    first, second, *_ = *(transfer.report for transfer in incoming(unit.commander)[:2]), None, None
    if first:
        accept([first], by=unit.commander)
    if second:
        refuse([second], by=unit.commander, ground=Ground.NO_CAPACITY, because="Two investigators are away")
