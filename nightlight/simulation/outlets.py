"""By what ways notices leave the house: webhooks to a relay on this machine, set up by administrators."""

from nightlight.agencies.loading import NATIONAL
from nightlight.notices.actions import add_outlet, end_outlet
from nightlight.notices.models import Way
from nightlight.simulation.cast import SHOWN, Cast


def set_up(cast: Cast, relay: str) -> None:
    """Let notices of the nation and of one task force go to a relay; one outlet more was in use, and has ended."""
    national, shown = cast.administrators[NATIONAL], cast.administrators[SHOWN]
    on_call = cast.units[SHOWN].investigator
    for by, name, person in (
        (national, "national-desk", None),
        (national, "coordinator", cast.coordinator),
        (shown, "duty-desk", None),
        (shown, "on-call", on_call),
    ):
        target = f"{relay}/{name}"
        add_outlet(by=by, agency=by.agency, way=Way.WEBHOOK, target=target, person=person, only_urgent=bool(person))
    former = add_outlet(by=shown, agency=shown.agency, way=Way.WEBHOOK, target=f"{relay}/former-pager")
    end_outlet(former, by=shown)
