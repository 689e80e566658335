"""A child is identified once."""

from hypothesis import given
from hypothesis import strategies as st

from nightlight.foundation.refusals import IllegalMove
from nightlight.victims.lifecycle import LIFECYCLE, VictimStatus


def test_identified_is_the_only_final_state() -> None:
    assert LIFECYCLE.finals == {VictimStatus.IDENTIFIED}


@given(start=st.sampled_from(list(VictimStatus)), moves=st.lists(st.sampled_from(sorted(LIFECYCLE.moves)), max_size=8))
def test_no_sequence_of_moves_leaves_the_known_states_or_a_final_one(start: VictimStatus, moves: list[str]) -> None:
    state = str(start)
    for move in moves:
        before = state
        try:
            state = LIFECYCLE.after(move, state)
        except IllegalMove:
            assert state == before
        else:
            assert before not in LIFECYCLE.finals
        assert state in LIFECYCLE.states
