"""A child is identified once."""

from nightlight.victims.lifecycle import LIFECYCLE, VictimStatus


def test_identified_is_the_only_final_state() -> None:
    assert LIFECYCLE.finals == {VictimStatus.IDENTIFIED}
