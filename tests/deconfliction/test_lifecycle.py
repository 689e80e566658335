"""No sequence of moves leaves a final state."""

from hypothesis import given
from hypothesis import strategies as st

from nightlight.deconfliction.lifecycle import LIFECYCLE, ConflictStatus
from nightlight.foundation.refusals import IllegalMove


def test_settled_is_the_only_final_state() -> None:
    assert LIFECYCLE.finals == {ConflictStatus.SETTLED}


@given(
    start=st.sampled_from(list(ConflictStatus)), moves=st.lists(st.sampled_from(sorted(LIFECYCLE.moves)), max_size=8)
)
def test_no_sequence_of_moves_leaves_the_known_states_or_a_final_one(start: ConflictStatus, moves: list[str]) -> None:
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


@given(moves=st.lists(st.sampled_from(sorted(LIFECYCLE.moves)), max_size=8))
def test_nothing_is_settled_before_both_have_acknowledged(moves: list[str]) -> None:
    state, made = str(ConflictStatus.OPEN), []
    for move in moves:
        if LIFECYCLE.allows(move, state):
            state = LIFECYCLE.after(move, state)
            made.append(move)
    assert (state == ConflictStatus.SETTLED) == (made == ["acknowledge_first", "acknowledge_second", "settle"])
