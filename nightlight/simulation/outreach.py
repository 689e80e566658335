"""Which presentations the task forces gave, to whom, and how many people heard them."""

from random import Random

from nightlight.simulation.apportion import apportion, apportion_named
from nightlight.simulation.days import Calendar
from nightlight.simulation.planned import PlannedPresentation
from nightlight.simulation.scenario import Scenario


def presentations(scenario: Scenario, calendar: Calendar, dice: Random) -> list[PlannedPresentation]:
    """Return the presentations in order of time; together they reach exactly the people of the scenario."""
    audiences = [name for name, count in scenario.targets.presentations.items() for _ in range(count)]
    dice.shuffle(audiences)
    heard = iter(
        apportion(scenario.targets.people_reached, [dice.lognormvariate(0, 0.9) for _ in audiences], at_least=1)
    )
    given = [
        PlannedPresentation(task_force, calendar.any_day(dice), audiences.pop(), next(heard))
        for task_force, count in apportion_named(len(audiences), scenario.weights, at_least=1).items()
        for _ in range(count)
    ]
    return sorted(given, key=lambda talk: (talk.given_on, talk.task_force, talk.audience, talk.people))
