"""What investigators make of the complaints they take up: cases, arrests, findings and identified children."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

from nightlight.simulation.apportion import apportion_named
from nightlight.simulation.arrivals import Arrival
from nightlight.simulation.charges import charges, further_categories, jurisdiction
from nightlight.simulation.days import Calendar
from nightlight.simulation.planned import PlannedArrest, PlannedCase, PlannedChild, PlannedFinding
from nightlight.simulation.scenario import Targets

OPENED_AFTER_DAYS = (0, 0, 0, 1, 2)
FOUND_AFTER_DAYS = (0, 1, 3, 7, 14)
SECOND_COMPLAINT_SHARE = 0.04
SECOND_SUBJECT_SHARE = 0.05
DISPOSED_SHARE = 0.03
DISPOSITIONS = ("pleaded_guilty", "pleaded_guilty", "pleaded_guilty", "dismissed")
RELATIONS = ("family", "family", "acquaintance", "position_of_trust", "online_only", "unknown")
AGE_BANDS = ("1_5", "6_11", "6_11", "12_14", "12_14", "15_17")


def open_cases(targets: Targets, arrived: Sequence[Arrival], calendar: Calendar, dice: Random) -> list[PlannedCase]:
    """Return the cases in order of opening, each on a complaint of its own task force that was taken up by then."""
    taken_up: dict[str, list[int]] = defaultdict(list)
    for index, arrival in enumerate(arrived):
        if arrival.taken_up_on is not None:
            taken_up[arrival.task_force].append(index)
    weights = {task_force: len(taken_up[task_force]) for task_force in sorted(taken_up)}
    cases = []
    for task_force, count in apportion_named(targets.cases, weights, at_least=1).items():
        firsts = dice.sample(taken_up[task_force], count)
        others = sorted(set(taken_up[task_force]).difference(firsts))
        for first in firsts:
            opened_on = calendar.soon_after(_taken_up_on(arrived[first]), OPENED_AFTER_DAYS, dice)
            second = _second_complaint(others, arrived, opened_on, dice)
            cases.append(PlannedCase(task_force, opened_on, (first, *second)))
    return sorted(cases, key=lambda case: (case.opened_on, case.complaints))


def make_arrests(
    targets: Targets, cases: Sequence[PlannedCase], calendar: Calendar, dice: Random
) -> list[PlannedArrest]:
    """Return the arrests in order of time, none before its case was opened."""
    categories = _drawn(targets.arrests, dice)
    arrests = []
    for task_force, count in _by_task_force(len(categories), cases).items():
        subjects = _subjects([index for index, case in enumerate(cases) if case.task_force == task_force], count, dice)
        arrests += [
            _arrest(subject, categories.pop(), cases[subject[0]].opened_on, calendar, dice) for subject in subjects
        ]
    return sorted(arrests, key=lambda arrest: (arrest.arrested_on, arrest.case, arrest.subject))


def make_findings(
    targets: Targets, arrests: Sequence[PlannedArrest], calendar: Calendar, dice: Random
) -> list[PlannedFinding]:
    """Return who of the arrested produced material or abused a child, in order of time, one finding a person."""
    kinds = _drawn(targets.offenders, dice)
    findings = [
        PlannedFinding(
            arrest.case, arrest.subject, calendar.soon_after(arrest.arrested_on, FOUND_AFTER_DAYS, dice), kind
        )
        for arrest, kind in zip(dice.sample(arrests, len(kinds)), kinds, strict=True)
    ]
    return sorted(findings, key=lambda finding: (finding.found_on, finding.case, finding.subject))


def identify_children(
    targets: Targets, cases: Sequence[PlannedCase], calendar: Calendar, dice: Random
) -> list[PlannedChild]:
    """Return the children in order of identification, none before its case was opened."""
    recencies = _drawn(targets.children, dice)
    children = [
        PlannedChild(
            case,
            calendar.on_or_after(cases[case].opened_on, dice),
            recency,
            dice.choice(RELATIONS),
            dice.choice(AGE_BANDS),
        )
        for case, recency in zip(dice.sample(range(len(cases)), len(recencies)), recencies, strict=True)
    ]
    return sorted(children, key=lambda child: (child.identified_on, child.case))


def _taken_up_on(arrival: Arrival) -> date:
    if arrival.taken_up_on is None:
        raise ValueError("Only a complaint that is taken up can open a case.")
    return arrival.taken_up_on


def _second_complaint(others: list[int], arrived: Sequence[Arrival], opened_on: date, dice: Random) -> tuple[int, ...]:
    """Take a complaint that was already being looked into when the case was opened, sometimes, if there is one."""
    if not others or dice.random() >= SECOND_COMPLAINT_SHARE:
        return ()
    candidate = dice.choice(others)
    if _taken_up_on(arrived[candidate]) > opened_on:
        return ()
    others.remove(candidate)
    return (candidate,)


def _by_task_force(total: int, cases: Sequence[PlannedCase]) -> dict[str, int]:
    """Divide over the task forces by their cases, so that nothing falls to one that has none."""
    opened: dict[str, int] = defaultdict(int)
    for task_force in sorted(case.task_force for case in cases):
        opened[task_force] += 1
    return apportion_named(total, opened, at_least=1)


def _subjects(cases: Sequence[int], count: int, dice: Random) -> list[tuple[int, int]]:
    """Return `count` (case, subject number) pairs: one subject for most cases, two for a few."""
    subjects: list[tuple[int, int]] = []
    for case in dice.sample(cases, min(count, len(cases))):
        subjects.append((case, 1))
        if dice.random() < SECOND_SUBJECT_SHARE:
            subjects.append((case, 2))
    return subjects[:count]


def _arrest(
    subject: tuple[int, int], category: str, opened_on: date, calendar: Calendar, dice: Random
) -> PlannedArrest:
    arrested_on = calendar.on_or_after(opened_on, dice)
    further = further_categories(category, dice)
    where = jurisdiction(dice)
    decided = dice.random() < DISPOSED_SHARE
    return PlannedArrest(
        case=subject[0],
        subject=subject[1],
        arrested_on=arrested_on,
        category=category,
        further_categories=further,
        charges=charges((category, *further), where=where, dice=dice),
        jurisdiction=where,
        disposition=dice.choice(DISPOSITIONS) if decided else "",
        disposed_on=calendar.on_or_after(arrested_on, dice) if decided else None,
    )


def _drawn(counts: Mapping[str, int], dice: Random) -> list[str]:
    """Return each name as often as it counts, in drawn order."""
    names = [name for name, count in counts.items() for _ in range(count)]
    dice.shuffle(names)
    return names
