"""What may become of what is in quarantine."""

from hypothesis import given
from hypothesis import strategies as st

from nightlight.quarantine.lifecycle import LIFECYCLE, QuarantineState

MOVES = st.lists(st.sampled_from(sorted(LIFECYCLE.moves)), max_size=8)


@given(start=st.sampled_from(QuarantineState), moves=MOVES)
def test_no_sequence_of_moves_leaves_a_final_state(start: QuarantineState, moves: list[str]) -> None:
    state = str(start)
    for move in moves:
        if LIFECYCLE.allows(move, state):
            assert state not in LIFECYCLE.finals
            state = LIFECYCLE.after(move, state)


def test_what_went_down_the_road_stays_so_and_a_rejection_does_not() -> None:
    assert LIFECYCLE.finals == {QuarantineState.MENDED, QuarantineState.REPLAYED}
    assert LIFECYCLE.allows("mend", QuarantineState.REJECTED)
    assert not LIFECYCLE.allows("reject", QuarantineState.REJECTED)
