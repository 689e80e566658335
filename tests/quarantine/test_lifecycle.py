"""What may become of what is in quarantine."""

from nightlight.quarantine.lifecycle import LIFECYCLE, QuarantineState


def test_what_went_down_the_road_stays_so_and_a_rejection_does_not() -> None:
    assert LIFECYCLE.finals == {QuarantineState.MENDED, QuarantineState.REPLAYED}
    assert LIFECYCLE.allows("mend", QuarantineState.REJECTED)
    assert not LIFECYCLE.allows("reject", QuarantineState.REJECTED)
