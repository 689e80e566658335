"""Which moves a report may make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.foundation.refusals import IllegalMove
from nightlight.intake.lifecycle import LIFECYCLE, ReportStatus

MOVES = st.lists(st.sampled_from(sorted(LIFECYCLE.moves)), max_size=12)


@given(start=st.sampled_from(ReportStatus), moves=MOVES)
def test_from_any_start_no_sequence_of_moves_leaves_a_final_state(start: ReportStatus, moves: list[str]) -> None:
    state, ended = str(start), str(start) in LIFECYCLE.finals
    for move in moves:
        if LIFECYCLE.allows(move, state):
            assert not ended
            state = LIFECYCLE.after(move, state)
        else:
            with pytest.raises(IllegalMove):
                LIFECYCLE.after(move, state)
        ended = state in LIFECYCLE.finals


def test_only_a_closed_report_stays_as_it_is() -> None:
    assert LIFECYCLE.finals == {ReportStatus.CLOSED}


def test_a_report_is_taken_up_only_by_whom_it_was_assigned_to() -> None:
    assert [state for state in ReportStatus if LIFECYCLE.allows("take_up", state)] == [ReportStatus.ASSIGNED]


def test_what_was_just_received_is_not_closed_before_it_was_looked_at() -> None:
    assert not LIFECYCLE.allows("close", ReportStatus.RECEIVED)
