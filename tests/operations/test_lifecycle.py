"""An operation ends when it is closed."""

from nightlight.operations.lifecycle import LIFECYCLE, OperationStatus


def test_closed_is_the_only_final_state() -> None:
    assert LIFECYCLE.finals == {OperationStatus.CLOSED}
