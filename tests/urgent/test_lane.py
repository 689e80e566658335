"""An urgent report calls a person at once, the next one when nobody comes, and falls silent when somebody does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.permissions import RoleName
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotAllowed, NotFound, RuleRefusal
from nightlight.intake.models import Report
from nightlight.investigations.actions import close_reports, take_up
from nightlight.notices.actions import add_outlet
from nightlight.notices.kinds import NoticeKind
from nightlight.notices.models import Delivery, Notice, Way
from nightlight.triage.actions import reassess, viewed
from nightlight.urgent import tasks
from nightlight.urgent.actions import Step, set_on_call, take
from nightlight.urgent.ladder import ABOVE
from nightlight.urgent.models import Alarm, OnCall
from nightlight.urgent.raising import Judged, raise_alarms
from nightlight.urgent.reading import alarms_of, calls_me, is_on_call, waiting
from nightlight.urgent.rules import lane_on
from tests.conftest import Person
from tests.urgent.conftest import Lane

FIRST, NEXT = (NoticeKind.REPORT_URGENT.value, 1), (NoticeKind.REPORT_ESCALATED.value, 1)


def test_an_urgent_report_calls_the_first_of_the_list_and_no_other_report_does(lane: Lane) -> None:
    lane.put_on_call(Step(lane.first), Step(lane.second))
    [urgent, _] = lane.arrive(urgent=1, others=1)
    alarm = lane.alarm()
    assert (alarm.report_id, alarm.step, alarm.tier) == (urgent.pk, 1, 1)
    assert alarm.open_by - alarm.raised_at == timedelta(minutes=15)
    assert alarm.policy_digest == lane_on(clock.today()).digest
    assert lane.called() == [(1, lane.first.pk)]
    assert (lane.told(lane.first), lane.told(lane.second)) == ([FIRST], [])
    assert [one.pk for one in calls_me(lane.first)] == [alarm.pk]
    assert calls_me(lane.second) == []


def test_without_a_list_the_whole_agency_is_called_and_the_one_above_it_when_nobody_comes(
    lane: Lane, person: Person
) -> None:
    coordinator = person("national", RoleName.NATIONAL_COORDINATOR)
    [report] = lane.arrive()
    assert lane.called() == [(0, None)]
    assert lane.told(lane.first) == lane.told(lane.second) == [FIRST]
    assert calls_me(lane.second)
    assert (lane.told(coordinator), calls_me(coordinator)) == ([], [])
    assert lane.watch(minutes=14).escalated == 0
    assert lane.watch(minutes=16).escalated == 1
    assert lane.called()[1:] == [(ABOVE, None)]
    assert lane.told(coordinator) == [NEXT]
    assert lane.told(lane.first) == [FIRST]
    assert [one.report_id for one in calls_me(coordinator)] == [report.pk]
    assert [one.name for one in waiting(lane.worker)[0].rings] == ["", coordinator.agency.name]
    assert lane.watch(minutes=300).escalated == 0
    viewed(report, by=coordinator)
    assert lane.alarm().answered_by_id == coordinator.pk
    assert calls_me(lane.first) == []


def test_who_was_called_from_above_may_say_that_they_have_it(lane: Lane, person: Person) -> None:
    coordinator = person("national", RoleName.NATIONAL_COORDINATOR)
    lane.arrive()
    with pytest.raises(RuleRefusal, match="another agency"):
        take(lane.alarm(), by=coordinator)
    lane.watch(minutes=16)
    assert take(lane.alarm(), by=coordinator).answer == "taken"


def test_above_the_nation_is_nobody(lane: Lane) -> None:
    lane.arrive(into="national")
    assert lane.alarm().next_at is None
    assert lane.watch(minutes=60).escalated == 0
    assert lane.called() == [(0, None)]


def test_when_nobody_comes_it_goes_up_the_list_then_to_everybody_and_then_further_up(lane: Lane) -> None:
    lane.put_on_call(Step(lane.first, minutes=5), Step(lane.second))
    lane.arrive()
    lane.watch(minutes=4)
    assert len(lane.called()) == 1
    lane.watch(minutes=6)
    assert lane.called()[1:] == [(2, lane.second.pk)]
    assert lane.told(lane.second) == [NEXT]
    lane.watch(minutes=22)
    assert lane.called()[2:] == [(0, None)]
    assert lane.told(lane.supervisor) == [NEXT]
    lane.watch(minutes=38)
    assert lane.called()[3:] == [(ABOVE, None)]
    lane.watch(minutes=300)
    assert len(lane.called()) == 4
    assert [read.is_late for read in waiting(lane.worker)] == [False]
    with clock.held_at(clock.now() + timedelta(minutes=300)):
        assert [read.is_late for read in waiting(lane.worker)] == [True]


def test_opening_the_report_stops_it_and_says_who_did(lane: Lane) -> None:
    lane.put_on_call(Step(lane.first), Step(lane.second))
    [report] = lane.arrive()
    viewed(report, by=lane.second)
    alarm = lane.alarm()
    assert (alarm.answer, alarm.answered_by_id, alarm.next_at) == ("opened", lane.second.pk, None)
    lane.watch(minutes=60)
    assert len(lane.called()) == 1
    assert calls_me(lane.first) == []
    assert Notice.objects.visible_to(lane.first).get().handled_by_id == lane.second.pk


def test_somebody_of_another_agency_who_looks_does_not_stop_it(lane: Lane) -> None:
    [report] = lane.arrive()
    viewed(report, by=lane.worker)
    assert lane.alarm().answer == ""


def test_i_have_it_stops_it_once(lane: Lane, person: Person) -> None:
    lane.put_on_call(Step(lane.first))
    lane.arrive()
    with pytest.raises(RuleRefusal, match="another agency"):
        take(lane.alarm(), by=lane.worker)
    with pytest.raises(NotFound):
        take(lane.alarm(), by=person("ut", RoleName.ANALYST))
    assert take(lane.alarm(), by=lane.first).answer == "taken"
    with pytest.raises(RuleRefusal, match="already"):
        take(lane.alarm(), by=lane.second)


def test_a_burst_calls_each_person_once_with_the_number_and_every_report_has_its_receipt(lane: Lane) -> None:
    lane.put_on_call(Step(lane.first))
    reports = lane.arrive(urgent=7)
    assert lane.told(lane.first) == [(NoticeKind.REPORT_URGENT.value, 7)]
    assert len(lane.called()) == 7
    viewed(reports[0], by=lane.first)
    assert Notice.objects.visible_to(lane.first).get().handled_at is None
    for report in reports[1:]:
        viewed(report, by=lane.first)
    assert Notice.objects.visible_to(lane.first).get().handled_at is not None


def test_a_report_that_is_handed_on_calls_the_agency_that_has_it_now(lane: Lane) -> None:
    [report] = lane.arrive()
    lane.hand_on(report, "ut")
    assert lane.watch().moved == 1
    assert len(lane.called()) == 2
    assert lane.alarm(agency=lane.agency("co")).answer == "handed_on"
    assert lane.alarm(agency=lane.agency("ut")).answer == ""
    assert lane.watch() == type(lane.watch())(0, 0, 0)


def test_a_report_that_was_opened_before_it_was_handed_on_calls_the_next_agency_all_the_same(lane: Lane) -> None:
    [report] = lane.arrive()
    viewed(report, by=lane.first)
    lane.hand_on(report, "ut")
    assert lane.alarm(agency=lane.agency("ut")).answer == ""


def test_a_report_that_comes_back_calls_again(lane: Lane) -> None:
    [report] = lane.arrive()
    lane.hand_on(report, "ut")
    lane.watch()
    lane.hand_on(report, "co")
    lane.watch()
    answers = Alarm.objects.visible_to(lane.worker).filter(agency=lane.agency("co")).order_by("pk")
    assert [alarm.answer for alarm in answers] == ["handed_on", ""]


def test_a_report_that_is_worked_calls_nobody_further(lane: Lane) -> None:
    [report] = lane.arrive()
    take_up([report], by=lane.second)
    assert lane.watch().ended == 1
    assert (lane.alarm().answer, lane.alarm().answered_by) == ("worked", None)
    assert lane.watch(minutes=60).escalated == 0


def test_of_more_than_one_round_lets_go_none_that_is_worked_calls_anybody(
    lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    take_up(lane.arrive(urgent=3), by=lane.second)
    rounds = [lane.watch(minutes=60) for _ in range(3)]
    assert [(each.ended, each.escalated) for each in rounds] == [(1, 0)] * 3


def test_judged_again_by_the_same_rule_it_calls_nobody_twice(lane: Lane) -> None:
    [report] = lane.arrive()
    reassess([report], by=lane.worker)
    assert len(lane.called()) == 1


def test_whoever_left_is_skipped(lane: Lane) -> None:
    lane.put_on_call(Step(lane.first), Step(lane.second))
    lane.first.is_active = False
    lane.first.save(update_fields=["is_active"])
    lane.arrive()
    assert lane.called() == [(1, lane.second.pk)]


def test_a_step_may_be_sent_by_one_way_only(lane: Lane, person: Person) -> None:
    lane.put_on_call(Step(lane.first, way=Way.MAIL.value))
    hook = {"way": Way.WEBHOOK, "target": "https://hook.example.com/", "person": lane.first}
    add_outlet(by=person("co", RoleName.ADMINISTRATOR), agency=lane.agency("co"), **hook)
    lane.arrive()
    assert not Delivery.objects.unscoped(because="test").exists()
    lane.put_on_call(Step(lane.first))
    lane.arrive()
    assert Delivery.objects.unscoped(because="test").get().is_urgent


def test_every_call_stands_with_the_report(lane: Lane) -> None:
    lane.put_on_call(Step(lane.first, minutes=5), Step(lane.second))
    [report] = lane.arrive()
    lane.watch(minutes=6)
    [read] = alarms_of(report.pk, lane.supervisor)
    assert [(ring.name, ring.step) for ring in read.rings] == [(lane.first.name, 1), (lane.second.name, 2)]


def test_alarms_cost_nothing_without_an_urgent_report_and_the_same_for_many_as_for_one(lane: Lane) -> None:
    lane.put_on_call(Step(lane.first))

    def queries(urgent: int) -> int:
        reports = [Report.objects.visible_to(lane.worker).get(pk=one.pk) for one in lane.arrive(urgent=0, others=8)]
        with CaptureQueriesContext(connection) as captured:
            raise_alarms([_judged(report, number < urgent) for number, report in enumerate(reports)], at=clock.now())
        return len({query["sql"].partition("VALUES")[0] for query in captured.captured_queries})

    assert queries(0) == 0
    assert queries(1) == queries(8) <= 10


def _judged(report: Report, urgent: bool) -> Judged:
    return Judged(report, 1 if urgent else 7, "P-1")


# never in bulk, never by a rule


def test_an_urgent_report_is_never_closed_in_bulk(lane: Lane) -> None:
    reports = lane.arrive(urgent=2, others=1)
    urgent, other, third = reports
    for together in ([urgent, other], [urgent, third]):
        with pytest.raises(RuleRefusal, match="closed by itself"):
            close_reports(together, by=lane.supervisor, because="Sample reason")
    assert Report.objects.visible_to(lane.worker).open().count() == 3
    close_reports([third], by=lane.supervisor, because="Sample reason")
    close_reports([urgent], by=lane.supervisor, because="Sample reason")
    assert Report.objects.visible_to(lane.worker).open().count() == 1


# who is on call


def test_a_new_list_takes_the_place_of_the_old_one_which_is_kept(lane: Lane) -> None:
    lane.put_on_call(Step(lane.first), Step(lane.second))
    lane.put_on_call(Step(lane.second))
    rows = OnCall.objects.visible_to(lane.supervisor)
    assert rows.count() == 3
    assert [one.person_id for one in rows.in_force(clock.now())] == [lane.second.pk]
    assert not is_on_call(lane.first)
    assert is_on_call(lane.second)


def test_a_list_is_set_by_who_may_with_a_reason_and_of_ones_own_people_who_read_reports(
    lane: Lane, person: Person
) -> None:
    colorado = lane.agency("co")
    with pytest.raises(NotAllowed):
        set_on_call(colorado, by=lane.first, steps=[], because="Sample reason")
    for steps, because, words in (
        ([], " ", "Say why"),
        ([Step(person("ut", RoleName.ANALYST))], "Sample reason", "another agency"),
        ([Step(person("co", RoleName.AUDITOR))], "Sample reason", "may not read reports"),
        ([Step(lane.first, minutes=0)], "Sample reason", "between 1 and"),
    ):
        with pytest.raises(RuleRefusal, match=words):
            set_on_call(colorado, by=lane.supervisor, steps=steps, because=because)
    with pytest.raises(RuleRefusal, match="one's own agency"):
        set_on_call(lane.agency("ut"), by=lane.supervisor, steps=[], because="Sample reason")
    assert not OnCall.objects.visible_to(lane.worker).exists()
    assert not Alarm.objects.visible_to(lane.worker).exists()
