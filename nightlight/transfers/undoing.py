"""Takes back what was just offered, with the act that people use, all or none."""

from collections.abc import Iterable
from uuid import UUID

from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.transfers.actions import withdraw
from nightlight.triage.folding.standing_for import folded_into
from nightlight.triage.queue.undoing import BECAUSE


def take_offers_back(reports: Iterable[UUID], *, by: Actor) -> None:
    """Withdraw the offers of reports and of what is folded into them. Raises RuleRefusal where one was answered."""
    leads = [Report(pk=pk) for pk in reports]
    withdraw([*leads, *folded_into(leads, by=by)], by=by, because=BECAUSE)
