"""When complaints arrive at which task force, and whether anybody takes them up."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from nightlight.simulation.apportion import apportion_named
from nightlight.simulation.days import Calendar
from nightlight.simulation.scenario import Scenario

TAKEN_UP_AFTER_DAYS = (0, 0, 0, 1, 1, 2, 3, 5)
CLOSED_AFTER_DAYS = (0, 1, 2, 4, 7)

# Between these times the date is the same in UTC and everywhere from Maine to Hawaii, so an invented complaint
# falls on one day whoever counts it.
FIRST_ARRIVAL = time(12, 0, tzinfo=UTC)
ARRIVAL_SECONDS = 10 * 60 * 60


@dataclass(frozen=True, slots=True)
class Arrival:
    """One complaint on its way. `taken_up_on` is None, and `closed_on` and `closing` set, when nobody takes it up."""

    received_at: datetime
    task_force: str
    taken_up_on: date | None
    closed_on: date | None = None
    closing: str = ""


def arrivals(scenario: Scenario, calendar: Calendar, dice: Random) -> list[Arrival]:
    """Return every complaint of the scenario in order of time, exactly as many of each sort as it asks for."""
    targets = scenario.targets
    invented = []
    for task_force, count in apportion_named(targets.complaints_investigated, scenario.weights, at_least=1).items():
        for _ in range(count):
            received_at = _received(calendar.any_day(dice), dice)
            taken_up_on = calendar.soon_after(received_at.date(), TAKEN_UP_AFTER_DAYS, dice)
            invented.append(Arrival(received_at, task_force, taken_up_on))
    for closing, total in targets.complaints_not_investigated.items():
        for task_force, count in apportion_named(total, scenario.weights).items():
            for _ in range(count):
                received_at = _received(calendar.any_day(dice), dice)
                closed_on = calendar.soon_after(received_at.date(), CLOSED_AFTER_DAYS, dice)
                invented.append(Arrival(received_at, task_force, None, closed_on, closing))
    return sorted(invented, key=lambda arrival: (arrival.received_at, arrival.task_force))


def _received(day: date, dice: Random) -> datetime:
    return datetime.combine(day, FIRST_ARRIVAL) + timedelta(seconds=dice.randrange(ARRIVAL_SECONDS))
