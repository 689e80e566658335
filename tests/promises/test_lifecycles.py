"""Every lifecycle of the house: its moves stay within its states, and none leaves a final one."""

import importlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.foundation.lifecycle import Lifecycle
from nightlight.foundation.refusals import IllegalMove
from tests.promises.walking import module_name, sources


def lifecycles() -> Iterator[object]:
    """Yield every lifecycle of the house, named for the package and the constant that hold it."""
    for path in sources():
        if path.name == "lifecycle.py" and path.parent.name != "foundation":
            for name, thing in vars(importlib.import_module(module_name(path))).items():
                if isinstance(thing, Lifecycle):
                    yield pytest.param(thing, id=f"{path.parent.name}.{name}")


every = pytest.mark.parametrize("lifecycle", list(lifecycles()))


@every
def test_moves_begin_and_end_in_states(lifecycle: Lifecycle) -> None:
    for move in lifecycle.moves.values():
        assert move.starts
        assert set(move.starts) | {move.end} <= lifecycle.states


@every
@given(data=st.data())
def test_no_sequence_of_moves_leaves_the_states_or_a_final_one(lifecycle: Lifecycle, data: st.DataObject) -> None:
    state = data.draw(st.sampled_from(sorted(lifecycle.states)))
    for move in data.draw(st.lists(st.sampled_from(sorted(lifecycle.moves)), max_size=8)):
        if lifecycle.allows(move, state):
            assert state not in lifecycle.finals
            state = lifecycle.after(move, state)
        else:
            with pytest.raises(IllegalMove):
                lifecycle.after(move, state)
        assert state in lifecycle.states
