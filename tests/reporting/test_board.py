"""The board shows the report's numbers, placed for drawing."""

from collections.abc import Callable

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.foundation.refusals import NotFound
from nightlight.reporting.board import board
from tests.reporting.countable import AFTER, FIRST, LAST, Field, noon

Person = Callable[..., User]


@pytest.fixture
def coordinator(person: Person) -> User:
    return person("national", RoleName.NATIONAL_COORDINATOR)


def test_children_come_first_and_tables_are_sorted_by_what_is_shown(field: Field, coordinator: User) -> None:
    for code, talks in (("co", 1), ("wa", 3), ("fl-central", 2), ("fl-south", 2)):
        for _ in range(talks):
            field.arrest(code, FIRST)
    operation = field.operation("co", "wa", "fl-central", "fl-south")
    drawn = board(operation, actor=coordinator, as_of=AFTER, measure="arrests")
    assert drawn.figures[0].measure.code == "children_identified"
    assert [row.code for row in drawn.state_rows] == ["FL", "WA", "CO"]
    assert [row.name for row in drawn.state_rows] == ["Florida", "Washington", "Colorado"]
    assert [row.values["arrests"] for row in drawn.task_force_rows] == [3, 2, 2, 1]
    assert {state.code: state.value for state in drawn.states} == {"FL": 4, "WA": 3, "CO": 1}
    assert len(drawn.legend) == len(drawn.limits) + 1


def test_the_longest_bar_is_whole_and_the_others_are_shares_of_it(field: Field, coordinator: User) -> None:
    for category in "aaaab":
        field.arrest("co", FIRST, category)
    drawn = board(field.operation("co"), actor=coordinator, as_of=AFTER)
    assert [(bar.category.code, bar.share) for bar in drawn.bars] == [("a", 100.0), ("b", 25.0), ("c", 0.0), ("d", 0.0)]


def test_days_say_their_mean_and_their_most(field: Field, coordinator: User) -> None:
    for _ in range(184):
        field.complaint("co", noon(LAST))
    days = board(field.operation("co"), actor=coordinator, as_of=AFTER).days
    assert days is not None
    assert (len(days.counts), days.words) == (92, "2 a day on average, 184 on the busiest day")


def test_before_the_first_day_the_board_says_so(field: Field, coordinator: User) -> None:
    days = board(field.operation("co"), actor=coordinator, as_of=FIRST.replace(month=2)).days
    assert days is not None
    assert days.words == "No day counts yet."


def test_what_is_not_shown_has_no_shade(field: Field, person: Person) -> None:
    drawn = board(
        field.operation("co"), actor=person("co", RoleName.INVESTIGATOR), as_of=AFTER, measure="children_identified"
    )
    assert [(state.value, state.step) for state in drawn.states] == [(None, None)]
    assert drawn.recency is None


def test_a_measure_that_is_not_there_is_not_found(field: Field, coordinator: User) -> None:
    with pytest.raises(NotFound):
        board(field.operation("co"), actor=coordinator, as_of=AFTER, measure="beauty")
