"""Which moves a report may make."""

from nightlight.intake.lifecycle import LIFECYCLE, ReportStatus


def test_only_a_closed_report_stays_as_it_is() -> None:
    assert LIFECYCLE.finals == {ReportStatus.CLOSED}


def test_a_report_is_taken_up_only_by_whom_it_was_assigned_to() -> None:
    assert [state for state in ReportStatus if LIFECYCLE.allows("take_up", state)] == [ReportStatus.ASSIGNED]


def test_what_was_just_received_is_not_closed_before_it_was_looked_at() -> None:
    assert not LIFECYCLE.allows("close", ReportStatus.RECEIVED)
