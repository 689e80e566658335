"""From a scenario and a seed: who will do what, and when."""

from collections.abc import Sequence
from random import Random

from nightlight.simulation.arrivals import Arrival, arrivals
from nightlight.simulation.casework import identify_children, make_arrests, make_findings, open_cases
from nightlight.simulation.days import Calendar
from nightlight.simulation.outreach import presentations
from nightlight.simulation.planned import Plan, PlannedArrest, PlannedCase, PlannedComplaint, Plot
from nightlight.simulation.scenario import Scenario

CLOSED_SHARE = 0.7
CLOSED_AFTER_DAYS = (1, 3, 7, 14, 28)
CLOSINGS = ("no_further_leads", "subject_not_identified", "no_offense_found", "information_only")


def plan(scenario: Scenario, seed: int) -> Plan:
    """Return the plan of an operation: every sum exactly as the scenario has it, the same for the same seed.

    Each part has dice of its own, so that a change to one leaves the others as they were.
    """
    calendar, targets = Calendar.of(scenario), scenario.targets
    arrived = arrivals(scenario, calendar, _dice(seed, "arrivals"))
    cases = open_cases(targets, arrived, calendar, _dice(seed, "cases"))
    arrests = make_arrests(targets, cases, calendar, _dice(seed, "arrests"))
    findings = make_findings(targets, arrests, calendar, _dice(seed, "findings"))
    children = identify_children(targets, cases, calendar, _dice(seed, "children"))
    shared = _shared_persons(cases, targets.conflicts, _dice(seed, "conflicts"))
    complaints = _complaints(arrived, cases, arrests, shared=shared, calendar=calendar, dice=_dice(seed, "closings"))
    talks = presentations(scenario, calendar, _dice(seed, "presentations"))
    return Plan(complaints, tuple(cases), tuple(arrests), tuple(findings), tuple(children), tuple(talks))


def _dice(seed: int, part: str) -> Random:
    return Random(f"{seed}:{part}")


def _complaints(
    arrived: Sequence[Arrival],
    cases: Sequence[PlannedCase],
    arrests: Sequence[PlannedArrest],
    *,
    shared: dict[int, int],
    calendar: Calendar,
    dice: Random,
) -> tuple[PlannedComplaint, ...]:
    case_of = {complaint: index for index, case in enumerate(cases) for complaint in case.complaints}
    first_category: dict[int, str] = {}
    for arrest in arrests:
        first_category.setdefault(arrest.case, arrest.category)
    return tuple(
        PlannedComplaint(
            arrival.task_force,
            arrival.received_at,
            _plot(arrival, case_of.get(index), calendar, dice),
            first_category.get(case_of.get(index, -1), ""),
            shared.get(index),
        )
        for index, arrival in enumerate(arrived)
    )


def _plot(arrival: Arrival, case: int | None, calendar: Calendar, dice: Random) -> Plot:
    if arrival.taken_up_on is None:
        return Plot(None, closed_on=arrival.closed_on, closing=arrival.closing)
    if case is not None or dice.random() >= CLOSED_SHARE:
        return Plot(arrival.taken_up_on, case)
    closed_on = calendar.soon_after(arrival.taken_up_on, CLOSED_AFTER_DAYS, dice)
    return Plot(arrival.taken_up_on, closed_on=closed_on, closing=dice.choice(CLOSINGS))


def _shared_persons(cases: Sequence[PlannedCase], count: int, dice: Random) -> dict[int, int]:
    """Pair complaints of different task forces: the later one names the person of the earlier one.

    Both belong to cases, so that both task forces hold an interest. Fewer than `count` pairs come back only when
    nearly all cases are one task force's.
    """
    waiting = dice.sample(cases, len(cases))
    shared: dict[int, int] = {}
    while len(shared) < count and waiting:
        one = waiting.pop()
        other = next((case for case in waiting if case.task_force != one.task_force), None)
        if other is None:
            continue
        waiting.remove(other)
        earlier, later = sorted((one.complaints[0], other.complaints[0]))
        shared[later] = earlier
    return shared
