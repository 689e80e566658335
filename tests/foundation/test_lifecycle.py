"""A lifecycle allows what its table says, nothing else, and refuses in words."""

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.foundation.lifecycle import Lifecycle, Move
from nightlight.foundation.refusals import IllegalMove


class Door(StrEnum):
    SHUT = "shut"
    OPEN = "open"
    HALF_OPEN = "half_open"
    WALLED_UP = "walled_up"


TABLES = st.dictionaries(
    st.sampled_from(["push", "pull_back", "wall_up"]),
    st.builds(Move.between, st.sets(st.sampled_from(Door)), st.sampled_from(Door)),
    min_size=1,
)
DOOR = Lifecycle(
    Door,
    {
        "push": Move.between({Door.SHUT, Door.HALF_OPEN}, Door.OPEN),
        "wall_up": Move.between({Door.SHUT}, Door.WALLED_UP),
    },
)


@given(table=TABLES, state=st.sampled_from(Door), data=st.data())
def test_a_move_is_made_exactly_where_the_table_allows_it(
    table: dict[str, Move], state: Door, data: st.DataObject
) -> None:
    move = data.draw(st.sampled_from(sorted(table)))
    lifecycle = Lifecycle(Door, table)
    assert lifecycle.allows(move, state) == (state in table[move].starts)
    if lifecycle.allows(move, state):
        assert lifecycle.after(move, state) == table[move].end
        assert lifecycle.after(move, state) in lifecycle.states
    else:
        with pytest.raises(IllegalMove):
            lifecycle.after(move, state)


@given(table=TABLES)
def test_no_move_leaves_a_final_state_and_some_move_leaves_every_other(table: dict[str, Move]) -> None:
    lifecycle = Lifecycle(Door, table)
    for state in lifecycle.states:
        leaves = any(lifecycle.allows(move, state) for move in table)
        assert leaves == (state not in lifecycle.finals)


@given(table=TABLES)
def test_a_table_that_changes_afterwards_changes_no_lifecycle(table: dict[str, Move]) -> None:
    lifecycle, moves = Lifecycle(Door, table), set(table)
    table.clear()
    assert set(lifecycle.moves) == moves


def test_a_refusal_says_what_is_what_would_be_needed_and_that_nothing_happened() -> None:
    with pytest.raises(IllegalMove) as refusal:
        DOOR.after("push", Door.WALLED_UP)
    assert refusal.value.message == "It is walled up; to push it must be half open or shut. Nothing was changed."


def test_finals_are_the_states_that_nothing_leaves() -> None:
    assert DOOR.finals == {"open", "walled_up"}


def test_a_move_that_is_in_no_table_is_a_mistake_of_the_code() -> None:
    with pytest.raises(KeyError):
        DOOR.after("knock", Door.SHUT)
