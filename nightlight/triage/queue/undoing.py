"""Takes back what was done to several reports at once, with the acts that people use, all or none."""

from collections.abc import Mapping
from uuid import UUID

from nightlight.agencies.models import Agency
from nightlight.foundation.acts import as_one
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.triage.actions import assign, fold, unfold
from nightlight.triage.folding.standing_for import folded_into

BECAUSE = "Undone at once by whoever did it."


@as_one()
def assign_back(before: Mapping[UUID, UUID], *, by: Actor) -> None:
    """Assign reports back to the agencies that held them, by the report's id, with what is folded into them."""
    for holder, reports in _grouped(before).items():
        agency = Agency.objects.filter(pk=holder).first()
        if agency is None:
            raise RuleRefusal("The agency that held a report is gone. Assign it to another; nothing was changed.")
        assign([*reports, *folded_into(reports, by=by)], to=agency, by=by, because=BECAUSE)


@as_one()
def fold_back(before: Mapping[UUID, UUID], *, by: Actor) -> None:
    """Fold reports again into the leads that they stood under, by the report's id."""
    for lead, reports in _grouped(before).items():
        fold(reports, into=Report(pk=lead), by=by, because=BECAUSE)


def unfold_again(reports: Mapping[UUID, UUID | None], *, by: Actor) -> None:
    """Let reports that were just folded stand by themselves again."""
    unfold([Report(pk=pk) for pk in reports], by=by, because=BECAUSE)


def _grouped(before: Mapping[UUID, UUID]) -> dict[UUID, list[Report]]:
    found: dict[UUID, list[Report]] = {}
    for report, earlier in before.items():
        found.setdefault(earlier, []).append(Report(pk=report))
    return found
