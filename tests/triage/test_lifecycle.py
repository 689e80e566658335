from hypothesis import given
from hypothesis import strategies as st

from nightlight.foundation.refusals import IllegalMove
from nightlight.intake.lifecycle import LIFECYCLE, ReportStatus


@given(st.lists(st.sampled_from(sorted(LIFECYCLE.moves))))
def test_no_sequence_of_moves_brings_an_assigned_report_back_to_waiting(moves: list[str]) -> None:
    state: str = ReportStatus.ASSIGNED
    for move in moves:
        try:
            state = LIFECYCLE.after(move, state)
        except IllegalMove:
            continue
        assert state not in {ReportStatus.RECEIVED, ReportStatus.WAITING_FOR_ROUTE}
