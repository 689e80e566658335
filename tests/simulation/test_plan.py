"""The plan has exactly what the scenario asks for, in an order that could have happened."""

from collections import Counter
from functools import cache

import pytest

from nightlight.simulation.charges import FEDERAL, STATUTES
from nightlight.simulation.plan import plan
from nightlight.simulation.planned import Plan
from nightlight.simulation.scenario import Counts, Scenario, load

SCALES = (1, 0.02, 0.001, 0.0001)
SEED = 2018


@cache
def planned(scale: float) -> tuple[Scenario, Plan]:
    scenario = load().scaled(scale)
    return scenario, plan(scenario, SEED)


def existing(counts: Counts) -> Counter[str]:
    return Counter({name: count for name, count in counts.items() if count})


@pytest.mark.parametrize("scale", SCALES)
def test_every_target_is_met_exactly(scale: float) -> None:
    scenario, made = planned(scale)
    targets = scenario.targets
    plots = [complaint.plot for complaint in made.complaints]
    assert sum(plot.taken_up_on is not None for plot in plots) == targets.complaints_investigated
    assert Counter(plot.closing for plot in plots if plot.taken_up_on is None) == existing(
        targets.complaints_not_investigated
    )
    assert len(made.cases) == targets.cases
    assert Counter(arrest.category for arrest in made.arrests) == existing(targets.arrests)
    assert Counter(finding.kind for finding in made.findings) == existing(targets.offenders)
    assert Counter(child.recency for child in made.children) == existing(targets.children)
    assert Counter(talk.audience for talk in made.presentations) == existing(targets.presentations)
    assert sum(talk.people for talk in made.presentations) == targets.people_reached
    assert all(talk.people for talk in made.presentations)


@pytest.mark.parametrize("scale", SCALES)
def test_nothing_happens_before_its_cause_or_outside_the_window(scale: float) -> None:
    scenario, made = planned(scale)
    window = scenario.window
    for complaint in made.complaints:
        received_on, plot = complaint.received_at.date(), complaint.plot
        assert window.first <= received_on <= (plot.taken_up_on or received_on) <= window.last
        assert plot.closed_on is None or received_on <= plot.closed_on <= window.last
        assert (plot.closed_on is None) == (plot.closing == "")
    for case in made.cases:
        assert all(made.complaints[index].task_force == case.task_force for index in case.complaints)
        assert all(
            (made.complaints[index].plot.taken_up_on or window.last) <= case.opened_on for index in case.complaints
        )
        assert case.opened_on <= window.last
    arrested_on = {(arrest.case, arrest.subject): arrest.arrested_on for arrest in made.arrests}
    for arrest in made.arrests:
        assert (
            made.cases[arrest.case].opened_on
            <= arrest.arrested_on
            <= (arrest.disposed_on or window.last)
            <= window.last
        )
    for finding in made.findings:
        assert arrested_on[finding.case, finding.subject] <= finding.found_on <= window.last
    for child in made.children:
        assert made.cases[child.case].opened_on <= child.identified_on <= window.last
    assert all(window.first <= talk.given_on <= window.last for talk in made.presentations)


@pytest.mark.parametrize("scale", SCALES)
def test_complaints_come_in_order_and_belong_to_at_most_one_case(scale: float) -> None:
    _, made = planned(scale)
    moments = [complaint.received_at for complaint in made.complaints]
    assert moments == sorted(moments)
    in_cases = [index for case in made.cases for index in case.complaints]
    assert len(in_cases) == len(set(in_cases))
    for number, case in enumerate(made.cases):
        assert all(made.complaints[index].plot.case == number for index in case.complaints)
    assert sum(complaint.plot.case is not None for complaint in made.complaints) == len(in_cases)


@pytest.mark.parametrize("scale", SCALES)
def test_a_person_is_arrested_and_found_out_once(scale: float) -> None:
    _, made = planned(scale)
    arrested = [(arrest.case, arrest.subject) for arrest in made.arrests]
    found = [(finding.case, finding.subject) for finding in made.findings]
    assert len(arrested) == len(set(arrested))
    assert len(found) == len(set(found))
    assert {case for case, subject in arrested if subject > 1} <= {case for case, subject in arrested if subject == 1}


def test_at_full_size_every_task_force_has_complaints_arrests_and_presentations() -> None:
    scenario, made = planned(1)
    complaints = Counter(complaint.task_force for complaint in made.complaints)
    arrests = Counter(made.cases[arrest.case].task_force for arrest in made.arrests)
    talks = Counter(talk.task_force for talk in made.presentations)
    assert set(complaints) == set(arrests) == set(talks) == set(scenario.weights)
    assert min(complaints.values()) >= 5
    assert min(arrests.values()) >= 1


@pytest.mark.parametrize("scale", [1, 0.02, 0.001])
def test_conflicts_join_cases_of_different_task_forces(scale: float) -> None:
    scenario, made = planned(scale)
    pairs = [(one, made.complaints[one.same_person_as]) for one in made.complaints if one.same_person_as is not None]
    assert len(pairs) == scenario.targets.conflicts >= 1
    assert all(later.task_force != earlier.task_force for later, earlier in pairs)
    assert all(later.received_at >= earlier.received_at for later, earlier in pairs)
    assert all(one.plot.case is not None for pair in pairs for one in pair)


def test_the_charges_fit_the_categories_and_say_who_prosecutes() -> None:
    _, made = planned(1)
    category_of = {statute: category for category, statutes in STATUTES.items() for statute in statutes}
    assert len(category_of) == sum(map(len, STATUTES.values()))
    for arrest in made.arrests:
        bare = [charge.statute.removeprefix("State equivalent of ") for charge in arrest.charges]
        assert [category_of[statute] for statute in bare] == [arrest.category, *arrest.further_categories]
        is_federal = [charge.statute == statute for charge, statute in zip(arrest.charges, bare, strict=True)]
        assert all(federal == (arrest.jurisdiction == FEDERAL) for federal in is_federal)
        assert arrest.category not in arrest.further_categories


def test_weekends_are_quieter() -> None:
    _, made = planned(1)
    arrived = Counter(complaint.received_at.weekday() for complaint in made.complaints)
    assert max(arrived[5], arrived[6]) < 0.7 * min(arrived[day] for day in range(5))


def test_another_seed_gives_another_plan_with_the_same_sums() -> None:
    scenario, made = planned(0.02)
    other = plan(scenario, SEED + 1)
    assert other != made
    assert plan(scenario, SEED) == made
    assert len(other.arrests) == len(made.arrests)
