"""What leaves no page empty that a house at work has filled: the acts of the last days, beside the plan."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from nightlight.foundation import clock
from nightlight.hashes.models import HashList
from nightlight.notices.tasks import deliver
from nightlight.simulation import (
    dealing,
    handing,
    hash_lists,
    house,
    last_days,
    listing,
    outlets,
    relay,
    unreadable,
    urgent_evening,
    warrants,
)
from nightlight.simulation.cast import FIRST_BY_NAME, NEIGHBOR, SHOWN, Cast
from nightlight.simulation.desk import Desk
from nightlight.simulation.known import added_late
from nightlight.simulation.last_days import Late
from nightlight.transfers.tasks import tell_late_offers

EACH = 4
"""Reports beside the plan that come in for each of the two task forces that visitors see, to be handed to and fro."""


def hand_over(cast: Cast, desk: Desk, listed: HashList) -> None:
    """Let reports come in that the two task forces offer to each other, and the list of known hashes be added to."""
    shown, neighbor = cast.units[SHOWN], cast.units[NEIGHBOR]
    urgent_evening.put_on_call(cast, shown, neighbor)
    fresh = last_days.arrive(desk, _late(), at=clock.now())
    handing.make_offers(shown, neighbor, fresh)
    handing.make_offers(neighbor, shown, fresh)
    hash_lists.bring_what_was_added(listed)


def _late() -> Sequence[Late]:
    """Two of them carry a file that the list's owner adds only now: of a child whom nobody has identified."""
    known = next(file for file in added_late() if file.victim == "no")
    codes = [code for code in (SHOWN, NEIGHBOR) for _ in range(EACH)]
    return [Late(at, code, known=known if at % EACH == EACH - 1 else None) for at, code in enumerate(codes)]


def last_half_hour(cast: Cast, desk: Desk, fresh: Sequence[UUID], *, began_at: datetime) -> datetime:
    """Play from an aware moment on what stands open when the curtain falls; return that moment, half an hour later."""
    ended = began_at + timedelta(minutes=30)
    with relay.listening() as address:
        with clock.held_at(began_at), transaction.atomic():
            urgent_evening.keep_up(desk, frozenset(fresh))
            outlets.set_up(cast, address)
        urgent_evening.play(cast, desk, began_at=began_at)
        with clock.held_at(ended):
            with transaction.atomic():
                _furnish(cast, desk)
            deliver(by=desk.worker)
    return ended


def _furnish(cast: Cast, desk: Desk) -> None:
    shown, neighbor = cast.units[SHOWN], cast.units[NEIGHBOR]
    for unit in (shown, neighbor):
        house.set_up(unit)
        handing.answer_some(unit)
        dealing.deal(unit)
    dealing.deal(cast.units[FIRST_BY_NAME], most=40)
    warrants.record_one(shown)
    hash_lists.say_that_one_is_wrong(shown.commander)
    house.say_how_long_logs_are_kept(cast)
    listing.make_a_list(cast, (SHOWN, NEIGHBOR))
    unreadable.send_what_cannot_be_read(shown.agency, desk.provider)
    tell_late_offers(by=desk.worker)
