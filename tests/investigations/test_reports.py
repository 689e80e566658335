"""Taking up reports, and closing them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.foundation.refusals import IllegalMove, NotAllowed, NotFound, RuleRefusal
from nightlight.intake.models import Report
from nightlight.investigations import actions

Make = Callable[..., Report]
Person = Callable[..., User]
Written = Callable[[], list[tuple[str, str]]]


def _statuses() -> set[str]:
    return set(Report.objects.unscoped(because="test").values_list("status", flat=True))


@pytest.mark.parametrize("role", [RoleName.ANALYST, RoleName.INVESTIGATOR])
def test_assigned_reports_are_taken_up(
    role: RoleName, person: Person, assigned_report: Make, written: Written, held_clock: datetime
) -> None:
    reports = [assigned_report(), assigned_report()]
    taken = actions.take_up(reports, by=person("co", role))
    for report in (*taken, *Report.objects.unscoped(because="test")):
        assert (report.status, report.taken_up_at) == ("under_investigation", held_clock)
    assert written() == [("report.taken_up", "done")] * 2


def test_reports_are_closed_with_a_reason(supervisor: User, assigned_report: Make, written: Written) -> None:
    waiting, taken = assigned_report(None, received_by="co"), assigned_report()
    actions.take_up([taken], by=supervisor)
    actions.close_reports([waiting, taken], by=supervisor, because="No nexus")
    assert _statuses() == {"closed"}
    assert set(Report.objects.visible_to(supervisor).values_list("closed_because", flat=True)) == {"No nexus"}
    assert written()[1:] == [("report.closed", "done")] * 2


@pytest.mark.parametrize("because", ["", "  ", "x" * 201])
def test_a_report_is_not_closed_without_a_fitting_reason(because: str, supervisor: User, assigned_report: Make) -> None:
    with pytest.raises(RuleRefusal, match="reason"):
        actions.close_reports([assigned_report()], by=supervisor, because=because)
    assert _statuses() == {"assigned"}


def test_a_batch_with_one_report_that_cannot_move_changes_nothing(
    supervisor: User, assigned_report: Make, written: Written
) -> None:
    batch = [assigned_report(), assigned_report(None, received_by="co")]
    with pytest.raises(IllegalMove):
        actions.take_up(batch, by=supervisor)
    assert _statuses() == {"assigned", "waiting_for_route"}
    assert written() == [("report.taken_up", "refused")]


def test_the_report_of_another_agency_is_not_found(supervisor: User, assigned_report: Make, written: Written) -> None:
    reports = [assigned_report(), assigned_report("wa")]
    with pytest.raises(NotFound):
        actions.take_up(reports, by=supervisor)
    assert _statuses() == {"assigned"}
    assert written() == [("report.taken_up", "refused")]


def test_a_report_that_was_sent_on_is_seen_and_is_theirs_to_work(supervisor: User, assigned_report: Make) -> None:
    report = assigned_report("wa", received_by="co")
    with pytest.raises(RuleRefusal, match="another agency"):
        actions.take_up([report], by=supervisor)
    with pytest.raises(RuleRefusal, match="another agency"):
        actions.close_reports([report], by=supervisor, because="No nexus")
    assert _statuses() == {"assigned"}


def test_without_the_right_nothing_happens(person: Person, assigned_report: Make, written: Written) -> None:
    specialist, report = person("co", RoleName.VICTIM_SPECIALIST), assigned_report()
    with pytest.raises(NotAllowed):
        actions.take_up([report], by=specialist)
    with pytest.raises(NotAllowed):
        actions.close_reports([report], by=specialist, because="No nexus")
    assert _statuses() == {"assigned"}
    assert written() == [("report.taken_up", "refused"), ("report.closed", "refused")]


def test_a_report_may_be_taken_up_afterwards_with_its_own_moment(
    person: Person, assigned_report: Make, held_clock: datetime
) -> None:
    report = assigned_report()
    earlier = held_clock - timedelta(minutes=5)
    Report.objects.unscoped(because="test").update(received_at=earlier - timedelta(hours=1))
    [taken] = actions.take_up([report], by=person("co", RoleName.INVESTIGATOR), at={report.pk: earlier})
    taken.refresh_from_db()
    assert (taken.taken_up_at, taken.taken_up_recorded_at) == (earlier, held_clock)


@pytest.mark.parametrize("minutes", [-10_000_000, 1])
def test_a_report_is_not_taken_up_before_it_came_or_in_the_future(
    person: Person, assigned_report: Make, held_clock: datetime, minutes: int
) -> None:
    report = assigned_report()
    moment = held_clock + timedelta(minutes=minutes)
    with pytest.raises(RuleRefusal):
        actions.take_up([report], by=person("co", RoleName.INVESTIGATOR), at={report.pk: moment})
    assert _statuses() == {"assigned"}
