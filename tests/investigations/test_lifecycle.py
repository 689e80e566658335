"""No sequence of moves leaves a final state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.foundation.lifecycle import Lifecycle
from nightlight.foundation.refusals import IllegalMove
from nightlight.investigations.lifecycle import LIFECYCLE, SUBJECT_LIFECYCLE, CaseStatus, SubjectStatus


@pytest.mark.parametrize(
    ("lifecycle", "final"), [(LIFECYCLE, CaseStatus.CLOSED), (SUBJECT_LIFECYCLE, SubjectStatus.CLEARED)]
)
def test_there_is_one_final_state(lifecycle: Lifecycle, final: str) -> None:
    assert lifecycle.finals == {final}


@given(lifecycle=st.sampled_from([LIFECYCLE, SUBJECT_LIFECYCLE]), data=st.data())
def test_no_sequence_of_moves_leaves_the_known_states_or_a_final_one(lifecycle: Lifecycle, data: st.DataObject) -> None:
    state = data.draw(st.sampled_from(sorted(lifecycle.states)))
    for move in data.draw(st.lists(st.sampled_from(sorted(lifecycle.moves)), max_size=8)):
        before = state
        try:
            state = lifecycle.after(move, state)
        except IllegalMove:
            assert state == before
        else:
            assert before not in lifecycle.finals
        assert state in lifecycle.states
