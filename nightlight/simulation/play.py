"""Plays an invented operation through the acts that people use, with the clock held at each moment of it.

The plan knows what shall happen; what is counted afterwards is counted from the records that the acts leave.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Protocol

from django.db import transaction

from nightlight.accounts.models import User
from nightlight.foundation import clock
from nightlight.geography.gazetteer import gazetteer, overlays_folder
from nightlight.geography.overlay import write_demo_overlay
from nightlight.investigations.categories import category_set
from nightlight.operations.actions import Definition, define_operation, enrol, start
from nightlight.operations.models import Operation, Scope
from nightlight.simulation import furnishing, handing, hash_lists
from nightlight.simulation.ahead import Batch, batches
from nightlight.simulation.cast import SHOWN, Cast, Practice, hire_everybody
from nightlight.simulation.desk import Desk
from nightlight.simulation.plan import plan
from nightlight.simulation.scenario import Scenario
from nightlight.simulation.units import EVENING, Units

SETTING_UP_DAYS = 9


class Progress(Protocol):
    """A bar that moves while the operation is played."""

    def advance(self, by: int = 1) -> None: ...

    def say(self, words: str, total: int | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class Played:
    """What stands when the curtain falls."""

    operation: Operation
    coordinator: User
    practice: Practice
    ended_at: datetime


def play(scenario: Scenario, *, seed: int, data_dir: Path, bar: Progress) -> Played:
    """Play the scenario into the present database and return the operation. The same seed gives the same figures."""
    write_demo_overlay(overlays_folder(data_dir))
    planned = plan(scenario, seed)
    first = _morning(scenario)
    with clock.held_at(set_up_at(scenario)):
        cast = hire_everybody()
        operation = _enrolled(scenario, cast)
        listed = hash_lists.bring_a_list(cast.coordinator.agency)
    with clock.held_at(first):
        operation = start(operation, by=cast.coordinator)
    desk, units = Desk(cast, planned, gazetteer(data_dir)), Units(cast, planned)
    bar.say("Playing the operation", len(planned.complaints))
    arriving = _by_day(batches(scenario, seed))
    day, arrived = next(arriving, (None, []))
    for today in scenario.window.days:
        if day == today:
            _receive(desk, arrived, bar)
            day, arrived = next(arriving, (None, []))
        with clock.held_at(datetime.combine(today, EVENING)), transaction.atomic():
            desk.route_by_hand()
            if today < scenario.window.last:
                units.look_at_what_came(cast.units[SHOWN], today, desk.reports)
            if (today + timedelta(days=1)).day == 1 or today == scenario.window.last:
                units.enter_returns(today, desk.reports)
            if today == scenario.window.last - handing.BEFORE_THE_END:
                furnishing.hand_over(cast, desk, listed)
    evening = datetime.combine(scenario.window.last, EVENING)
    with clock.held_at(evening), transaction.atomic():
        units.close_cases()
    ended = furnishing.last_half_hour(cast, desk, units.fresh(desk.reports), began_at=evening)
    return Played(operation, cast.coordinator, cast.practice, ended)


@transaction.atomic
def _receive(desk: Desk, arrived: list[Batch], bar: Progress) -> None:
    """Take in the batches of a day: one commit for all, because nobody outside waits for a receipt."""
    for batch in arrived:
        with clock.held_at(batch.arrive_at):
            desk.receive(batch)
        bar.advance(len(batch.indices))


def set_up_at(scenario: Scenario) -> datetime:
    """Return the moment at which the house is set up for the play; prepare the database with the clock held there."""
    return _morning(scenario) - timedelta(days=SETTING_UP_DAYS)


def _morning(scenario: Scenario) -> datetime:
    return datetime.combine(scenario.window.first, time(9), UTC)


def _enrolled(scenario: Scenario, cast: Cast) -> Operation:
    window = scenario.window
    definition = Definition(
        code="broken-heart-2018",
        name=scenario.name,
        scope=Scope.NATIONAL,
        starts_on=window.first,
        ends_on=window.last,
        category_set=category_set(window.first).in_force_from,
    )
    operation = define_operation(definition, by=cast.coordinator)
    enrol(operation, by=cast.coordinator, agencies=[unit.agency for unit in cast.units.values()])
    return operation


def _by_day(arriving: Iterator[Batch]) -> Iterator[tuple[date, list[Batch]]]:
    """Gather batches by the day on which they arrive, as they come."""
    together: list[Batch] = []
    for batch in arriving:
        if together and together[0].arrive_at.date() != batch.arrive_at.date():
            yield together[0].arrive_at.date(), together
            together = []
        together.append(batch)
    if together:
        yield together[0].arrive_at.date(), together
