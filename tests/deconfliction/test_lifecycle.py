"""A conflict is settled when both have acknowledged it."""

from hypothesis import given
from hypothesis import strategies as st

from nightlight.deconfliction.lifecycle import LIFECYCLE, ConflictStatus


def test_settled_is_the_only_final_state() -> None:
    assert LIFECYCLE.finals == {ConflictStatus.SETTLED}


@given(moves=st.lists(st.sampled_from(sorted(LIFECYCLE.moves)), max_size=8))
def test_nothing_is_settled_before_both_have_acknowledged(moves: list[str]) -> None:
    state, made = str(ConflictStatus.OPEN), []
    for move in moves:
        if LIFECYCLE.allows(move, state):
            state = LIFECYCLE.after(move, state)
            made.append(move)
    assert (state == ConflictStatus.SETTLED) == (made == ["acknowledge_first", "acknowledge_second", "settle"])
