"""Letters with their one renewal, logs that are kept for a time, and alarms that ring once each."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.clocks.actions import renew_letter, ring, send_letter, set_retention
from nightlight.clocks.asked import RetentionAsked
from nightlight.clocks.due import due_alarms, ring_all
from nightlight.clocks.models import ClockAlarm, LetterRenewal, LogRetention, PreservationLetter
from nightlight.clocks.reading import clocks_of
from nightlight.clocks.reckoning import Clock
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotAllowed, NotFound, RuleRefusal
from nightlight.intake.models import Channel, Report
from nightlight.investigations.actions import close_reports
from tests.breaking import breaks
from tests.clocks.conftest import Running
from tests.conftest import Person

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
TODAY = NOON.date()
A_YEAR = date(2027, 11, 26)


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    with clock.held_at(NOON):
        yield


def clocks(by: User, report: Report) -> dict[str, Clock]:
    return {one.key.partition(":")[0]: one for one in clocks_of(by, [report])[report.pk]}


def columns(report: Report) -> tuple[date | None, date | None]:
    now = Report.objects.unscoped(because="test").get(pk=report.pk)
    return now.soonest_clock_on, now.next_alarm_on


def retention(**said: Any) -> RetentionAsked:
    words: dict[str, Any] = {
        "of_whom": "provider",
        "name": "  Example   SOCIAL",
        "days": 30,
        "source": "Sample letter",
        "sureness": "in_writing",
        "because": "Sample reason",
    }
    return RetentionAsked(**words | said)


def rung(by: User, on: date) -> list[tuple[str, int]]:
    return [(alarm.clock.partition(":")[0], alarm.days) for batch in ring_all(by=by, on=on) for alarm in batch]


# the provider's year


def test_a_report_runs_for_a_year_and_is_looked_at_sixty_days_before(running: Running, worker: User) -> None:
    report = running()
    assert columns(report) == (A_YEAR, A_YEAR - timedelta(days=60))
    kept = clocks(worker, report)["preservation"]
    assert (kept.until, kept.days_left(TODAY), kept.source) == (A_YEAR, 365, "18 U.S.C. 2258A(h)")


@pytest.mark.parametrize("channel", [Channel.FORM, Channel.TYPED])
def test_what_a_person_reported_no_provider_keeps(running: Running, worker: User, channel: Channel) -> None:
    report = running(channel)
    assert columns(report) == (None, None)
    assert "preservation" not in clocks(worker, report)


# letters


def test_a_letter_holds_ninety_days_and_its_renewal_ninety_more(running: Running, investigator: User) -> None:
    report = running()
    letter = send_letter(report, by=investigator, provider="Example Social", sent_on=TODAY)
    assert letter.until == TODAY + timedelta(days=90)
    assert columns(report) == (letter.until, letter.until - timedelta(days=60))
    renewal = renew_letter(letter, by=investigator, sent_on=TODAY)
    assert renewal.until == TODAY + timedelta(days=180)
    assert columns(report)[0] == renewal.until
    assert clocks(investigator, report)["letter"].until == renewal.until


def test_a_letter_is_renewed_once_by_whoever_tries(running: Running, investigator: User, worker: User) -> None:
    letter = send_letter(running(), by=investigator, provider="Example Social", sent_on=TODAY)
    first = renew_letter(letter, by=investigator, sent_on=TODAY)
    for by in (investigator, worker):
        with pytest.raises(RuleRefusal, match="renewed once"):
            renew_letter(letter, by=by, sent_on=TODAY)
    first.pk, first.agency_id, first._state.adding = letter.pk, worker.agency_id, True
    with breaks("a_letter_is_renewed_once"):
        first.save(force_insert=True)


def test_letters_and_renewals_that_cannot_be_are_refused(running: Running, investigator: User, person: Person) -> None:
    report = running()
    for provider, sent_on in ((" ", TODAY), ("Example Social", TODAY + timedelta(days=2))):
        with pytest.raises(RuleRefusal):
            send_letter(report, by=investigator, provider=provider, sent_on=sent_on)
    letter = send_letter(report, by=investigator, provider="Example Social", sent_on=TODAY - timedelta(days=91))
    assert columns(report)[0] == A_YEAR
    with pytest.raises(RuleRefusal):
        send_letter(report, by=investigator, provider="Example Social", sent_on=letter.sent_on)
    for day in (letter.sent_on - timedelta(days=1), TODAY, TODAY + timedelta(days=9)):
        with pytest.raises(RuleRefusal):
            renew_letter(letter, by=investigator, sent_on=day)
    assert not LetterRenewal.objects.visible_to(investigator).exists()
    with pytest.raises(NotFound):
        send_letter(report, by=person("co", RoleName.INVESTIGATOR), provider="Example Social", sent_on=TODAY)


# logs


def test_how_long_logs_are_kept_is_not_known_until_somebody_says_so(
    running: Running, supervisor: User, person: Person
) -> None:
    unknown = clocks(supervisor, running())["logs"]
    assert (unknown.until, unknown.source) == (None, "Not known for these networks")
    set_retention(retention(), by=supervisor)
    set_retention(retention(of_whom="network", name="2001:db8::/32", days=10, sureness="seen"), by=supervisor)
    report = running()
    kept = {one.what: one for one in clocks_of(supervisor, [report])[report.pk] if one.key.startswith("logs")}
    assert {what: one.until for what, one in kept.items()} == {
        "Logs of addresses, example social": date(2026, 12, 20),
        "Logs of addresses, 2001:db8::/32": date(2026, 11, 30),
    }
    assert kept["Logs of addresses, example social"].source == "Told in writing: Sample letter"
    assert columns(report)[0] == date(2026, 11, 30)
    elsewhere = person("national", RoleName.OPERATOR)
    assert clocks(elsewhere, report)["logs"].until is not None


def test_the_narrowest_network_counts_and_ones_own_word_first(
    running: Running, supervisor: User, person: Person
) -> None:
    nation = person("national", RoleName.NATIONAL_COORDINATOR)
    set_retention(retention(of_whom="network", name="2001:db8::/32", days=100), by=nation)
    set_retention(retention(of_whom="network", name="2001:db8::/16".replace("/16", "/31"), days=50), by=supervisor)
    report = running()
    assert [one.days for one in clocks_of(supervisor, [report])[report.pk] if one.key.startswith("logs")] == [50]


def test_a_new_word_ends_the_old_one(supervisor: User) -> None:
    set_retention(retention(), by=supervisor)
    set_retention(retention(days=45), by=supervisor)
    rows = LogRetention.objects.order_by("days").values_list("name", "days", "valid_to")
    assert list(rows) == [("example social", 30, TODAY), ("example social", 45, None)]


@pytest.mark.parametrize(
    "said",
    [
        {"name": " "},
        {"of_whom": "network", "name": "no network"},
        {"of_whom": "network", "name": "198.51.100.1/24"},
        {"days": 0},
        {"source": " "},
        {"because": ""},
        {"sureness": "quite"},
    ],
)
def test_a_word_that_is_not_whole_is_refused(supervisor: User, said: dict[str, Any]) -> None:
    with pytest.raises(RuleRefusal):
        set_retention(retention(**said), by=supervisor)
    assert not LogRetention.objects.exists()


def test_only_who_holds_the_right_says_how_long_logs_are_kept(investigator: User) -> None:
    with pytest.raises(NotAllowed):
        set_retention(retention(), by=investigator)


# alarms


def test_an_alarm_rings_once_at_each_number_of_days(running: Running, worker: User) -> None:
    report = running()
    assert rung(worker, A_YEAR - timedelta(days=61)) == []
    for left, days in ((60, 60), (30, 30), (7, 7)):
        on = A_YEAR - timedelta(days=left)
        assert rung(worker, on) == [("preservation", days)]
        assert rung(worker, on) == []
    assert rung(worker, A_YEAR + timedelta(days=1)) == []
    assert columns(report) == (None, None)
    kept = ClockAlarm.objects.visible_to(worker).filter(report=report)
    assert sorted(kept.values_list("days", flat=True)) == [7, 30, 60]


def test_after_a_long_silence_it_rings_for_where_the_clock_is_now(running: Running, worker: User) -> None:
    running()
    assert rung(worker, A_YEAR - timedelta(days=5)) == [("preservation", 7)]


def test_a_clock_does_not_ring_again_when_another_ones_turn_comes(
    running: Running, worker: User, investigator: User
) -> None:
    report, on = running(), A_YEAR - timedelta(days=60)
    assert rung(worker, on) == [("preservation", 60)]
    with clock.held_at(datetime(on.year, on.month, on.day, 12, tzinfo=UTC)):
        send_letter(report, by=investigator, provider="Example Social", sent_on=on - timedelta(days=20))
    assert rung(worker, on + timedelta(days=10)) == [("letter", 60)]


def test_when_one_clock_ran_out_the_next_one_rings(running: Running, worker: User, investigator: User) -> None:
    report = running()
    letter = send_letter(report, by=investigator, provider="Example Social", sent_on=TODAY)
    on = letter.until - timedelta(days=30)
    assert rung(worker, on) == [("letter", 30)]
    assert rung(worker, letter.until + timedelta(days=1)) == []
    assert columns(report) == (A_YEAR, A_YEAR - timedelta(days=60))
    assert rung(worker, A_YEAR - timedelta(days=60)) == [("preservation", 60)]


def test_a_closed_report_rings_no_more(running: Running, worker: User, investigator: User) -> None:
    report = running()
    close_reports([report], by=investigator, because="Sample reason")
    assert rung(worker, A_YEAR - timedelta(days=30)) == []


def test_whoever_does_not_see_a_report_hears_nothing_of_it(running: Running, person: Person) -> None:
    running()
    assert rung(person("co", RoleName.SUPERVISOR), A_YEAR) == []


def test_what_is_due_is_answered_by_its_index(running: Running, worker: User) -> None:
    running()
    plan = due_alarms(worker, A_YEAR).explain()
    assert "report_by_next_alarm" in plan or connection.vendor == "postgresql"


def test_many_reports_are_asked_for_as_often_as_few(running: Running, worker: User) -> None:
    def asked(count: int) -> int:
        reports = [running() for _ in range(count)]
        with CaptureQueriesContext(connection) as captured:
            clocks_of(worker, reports)
        return len(captured)

    assert asked(1) == asked(4)


# what the database holds


def test_no_row_can_break_a_check(running: Running, worker: User, investigator: User, supervisor: User) -> None:
    report = running()
    letter = send_letter(report, by=investigator, provider="Example Social", sent_on=TODAY)
    renewal = renew_letter(letter, by=investigator, sent_on=TODAY)
    row = set_retention(retention(), by=supervisor)
    [alarm] = ring([report], by=worker, on=letter.until + timedelta(days=60))[:1]
    before = {"sent_on": TODAY, "until": TODAY}
    for model, made, changes, name in (
        (PreservationLetter, letter, {"provider": ""}, "letter_names_its_provider"),
        (PreservationLetter, letter, before, "letter_holds_after_it_was_sent"),
        (PreservationLetter, letter, {"policy_digest": "none"}, "letter_names_its_dated_rule"),
        (LetterRenewal, renewal, before, "renewal_holds_after_it_was_sent"),
        (LetterRenewal, renewal, {"policy_digest": ""}, "renewal_names_its_dated_rule"),
        (LogRetention, row, {"of_whom": "nobody"}, "retention_is_of_a_known_kind"),
        (LogRetention, row, {"sureness": "quite"}, "retention_sureness_is_known"),
        (LogRetention, row, {"days": 0}, "retention_lasts_a_day_at_least"),
        (LogRetention, row, {"source": ""}, "retention_names_whom_its_source_and_why"),
        (LogRetention, row, {"valid_to": TODAY - timedelta(days=1)}, "retention_ends_not_before_it_begins"),
        (ClockAlarm, alarm, {"clock": ""}, "alarm_names_its_clock"),
        (ClockAlarm, alarm, {"rang_on": alarm.until + timedelta(days=1)}, "alarm_rings_before_the_clock_runs_out"),
        (ClockAlarm, alarm, {"policy_digest": ""}, "alarm_names_its_dated_rule"),
        (
            Report,
            report,
            {"next_alarm_on": None, "soonest_clock_on": TODAY},
            "report_clock_that_runs_is_looked_at_again",
        ),
    ):
        rows: Any = model.objects
        rows = rows if model is LogRetention else rows.unscoped(because="test")
        with breaks(name):
            rows.filter(pk=made.pk).update(**changes)


def test_no_row_can_be_there_twice(running: Running, worker: User, investigator: User, supervisor: User) -> None:
    report = running()
    letter = send_letter(report, by=investigator, provider="Example Social", sent_on=TODAY)
    row = set_retention(retention(), by=supervisor)
    [alarm] = ring([report], by=worker, on=letter.until)
    for made, name in (
        (letter, "one_letter_per_provider_and_day"),
        (row, "one_retention_holds_per_name"),
        (alarm, "a_clock_rings_once_for_each_number_of_days"),
    ):
        again: Callable[[], Any] = made.save
        made.pk, made._state.adding = report.pk, True
        with breaks(name):
            again()
