"""Rules that hold from a day on, warrants that open what they cover, and openings that say on what authority."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency, AgencyKind, Membership
from nightlight.audit.models import Entry
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotAllowed, NotFound, RuleRefusal
from nightlight.gate.actions import record_opening, record_warrant, set_forums, set_rule, withdraw_warrant
from nightlight.gate.asked import OpeningAsked, WarrantAsked
from nightlight.gate.drafting import drafted
from nightlight.gate.models import AgencyForum, ForumRule, Opening, Warrant
from nightlight.gate.reading import FileGate, ReportGate, State, gate_of, gates_of
from nightlight.gate.touched import reach_of
from nightlight.intake.models import Report, ReportedFile
from nightlight.triage.actions import assign
from tests.conftest import Person
from tests.gate.conftest import VIEWED, Filed, SetRule, asked, reported_file

W, M, O = State.WARRANT_REQUIRED, State.MAY_BE_OPENED, State.OPENED  # noqa: E741 - as the lists below read
NOW_IS_FINE = timedelta(minutes=1)


def lines(by: User, report: Report) -> list[FileGate]:
    return sorted(gate_of(by, report).files, key=lambda line: line.file.name)


def states(by: User, report: Report) -> list[State]:
    return [line.state for line in lines(by, report)]


def gate(by: User, report: Report) -> ReportGate:
    return gate_of(by, report)


def file(by: User, report: Report, at: int = 0) -> ReportedFile:
    return lines(by, report)[at].file


def opening(**later: int) -> OpeningAsked:
    return OpeningAsked("Sample Examiner", clock.now() - NOW_IS_FINE - timedelta(**later))


def warrant(number: str = "SW-2026-0112", **ago: int) -> WarrantAsked:
    return WarrantAsked(number, "Sample Superior Court", "Sample Magistrate", clock.today() - timedelta(**ago))


def two_files(filed: Filed) -> Report:
    return filed(reported_file(1, viewed_by_provider=True), reported_file(2))


# what holds without anybody having set anything


def test_a_state_without_a_rule_asks_for_a_warrant_whatever_its_circuit_says(filed: Filed, supervisor: User) -> None:
    report = two_files(filed)
    assert states(supervisor, report) == [W, W]
    line = lines(supervisor, report)[0]
    assert [ruling.opens for ruling in line.verdict.rulings] == [True, False]
    assert line.verdict.because == "Counsel has set no rule for this court. No rule means warrant."


def test_wisconsin_and_its_circuit_have_rules_and_the_stricter_holds(filed: Filed, person: Person) -> None:
    by = person("wi", RoleName.SUPERVISOR)
    report = filed(reported_file(1, viewed_by_provider=True), reported_file(2), into="wi")
    assert states(by, report) == [M, W]
    rules = dict(gate(by, report).rules)
    assert not any(rule.is_confirmed for rule in rules.values() if rule)


def test_whoever_takes_no_case_to_court_opens_nothing(filed: Filed, worker: User) -> None:
    report = filed(reported_file(1, viewed_by_provider=True), into="national")
    assert gate(worker, report).rules == ()
    assert states(worker, report) == [W]


# rules


def test_a_rule_holds_from_its_day_on_and_not_before(filed: Filed, supervisor: User, ruled: SetRule) -> None:
    report = two_files(filed)
    ruled(**VIEWED, in_force_from=clock.today() + timedelta(days=3))
    assert states(supervisor, report) == [W, W]
    with clock.held_at(clock.now() + timedelta(days=3)):
        assert states(supervisor, report) == [M, W]


def test_a_new_precedent_shuts_what_was_open(filed: Filed, supervisor: User, ruled: SetRule) -> None:
    report = two_files(filed)
    ruled(**VIEWED)
    assert states(supervisor, report) == [M, W]
    newer = ruled()
    assert newer.version == 2
    assert states(supervisor, report) == [W, W]


def test_an_own_rule_that_expired_does_not_fall_back_on_the_nations(
    filed: Filed, supervisor: User, ruled: SetRule
) -> None:
    report = two_files(filed)
    ruled(**VIEWED)
    ruled("federal:9", **VIEWED, expires_on=clock.today() + timedelta(days=1))
    assert states(supervisor, report) == [M, W]
    with clock.held_at(clock.now() + timedelta(days=1)):
        line = lines(supervisor, report)[0]
        assert line.state is W
        assert "expired" in line.verdict.because


def test_a_rule_of_one_task_force_is_not_another_ones(filed: Filed, ruled: SetRule, person: Person) -> None:
    ruled("federal:9")
    ruled("state:NV", **VIEWED)
    by = person("nv", RoleName.SUPERVISOR)
    report = filed(reported_file(1, viewed_by_provider=True), into="nv")
    assert [ruling.opens for ruling in lines(by, report)[0].verdict.rulings] == [True, False]


@pytest.mark.parametrize(
    "says",
    [
        {"forum": "state:XX"},
        {"forum": "federal:12"},
        {"citation": " "},
        {"requires": ""},
        {"approved_by": ""},
        {"because": ""},
        {"in_force_from": clock.today() - timedelta(days=1)},
        {"expires_on": clock.today()},
        {"takes_unstated_scope": True},
        {"counts_clearing_house": True},
    ],
)
def test_a_rule_that_is_not_whole_is_refused(supervisor: User, says: dict[str, object]) -> None:
    before = ForumRule.objects.count()
    with pytest.raises(RuleRefusal):
        set_rule(asked(**says), by=supervisor)
    assert ForumRule.objects.count() == before


def test_only_who_holds_the_right_sets_a_rule(person: Person) -> None:
    with pytest.raises(NotAllowed):
        set_rule(asked(), by=person("az", RoleName.INVESTIGATOR))


def test_the_reach_of_a_rule_is_known_before_and_after(filed: Filed, supervisor: User, ruled: SetRule) -> None:
    report, other = two_files(filed), filed(reported_file(3), into="nv", number="7")
    before = reach_of(drafted(asked(**VIEWED), by=supervisor), by=supervisor, before=True)
    assert (before.count, [(one.report.pk, one.shut_before, one.shut_after) for one in before.reports]) == (
        1,
        [(report.pk, 2, 1)],
    )
    assert other.pk not in {one.report.pk for one in before.reports}
    after = reach_of(ruled(**VIEWED), by=supervisor, before=False)
    assert (after.count, after.reports[0].shut_after, after.changed) == (1, 1, 0)


# courts of an agency


def test_an_agency_that_goes_to_federal_court_only_is_judged_by_it_alone(filed: Filed, supervisor: User) -> None:
    report, arizona = two_files(filed), Agency.objects.get(code="az")
    set_forums(arizona, forums=["federal:9"], by=supervisor, because="Sample reason")
    assert states(supervisor, report) == [M, W]
    set_forums(arizona, forums=["federal:9", "state:AZ"], by=supervisor, because="Sample reason")
    assert states(supervisor, report) == [W, W]
    assert AgencyForum.objects.filter(agency=arizona, valid_to=None).count() == 2


def test_courts_are_named_whole_and_for_ones_own_agency(supervisor: User) -> None:
    arizona, colorado = (Agency.objects.get(code=code) for code in ("az", "co"))
    for forums, because in (([], "Sample"), (["federal:99"], "Sample"), (["federal:9"], " ")):
        with pytest.raises(RuleRefusal):
            set_forums(arizona, forums=forums, by=supervisor, because=because)
    with pytest.raises(NotFound):
        set_forums(colorado, forums=["federal:10"], by=supervisor, because="Sample")
    assert not AgencyForum.objects.exists()


# warrants


def test_a_warrant_opens_the_files_that_it_covers_and_no_other(filed: Filed, supervisor: User) -> None:
    report = two_files(filed)
    record_warrant(report, by=supervisor, warrant=warrant(), files=[file(supervisor, report, 1)])
    assert states(supervisor, report) == [W, M]
    entry = Entry.objects.unscoped(because="test").filter(act="warrant.recorded").get()
    assert "SW-2026-0112" not in str(entry.details)


def test_a_warrant_that_is_not_whole_or_not_issued_is_refused(filed: Filed, supervisor: User) -> None:
    report = two_files(filed)
    listed, other = file(supervisor, report), filed(reported_file(9), number="8")
    for said, files in (
        (WarrantAsked(" ", "Court", "Judge", clock.today()), [listed]),
        (WarrantAsked("1", "", "Judge", clock.today()), [listed]),
        (WarrantAsked("1", "Court", "", clock.today()), [listed]),
        (warrant(days=-3), [listed]),
        (warrant(), []),
    ):
        with pytest.raises(RuleRefusal):
            record_warrant(report, by=supervisor, warrant=said, files=files)
    with pytest.raises(NotFound):
        record_warrant(report, by=supervisor, warrant=warrant(), files=[file(supervisor, other)])
    assert not Warrant.objects.visible_to(supervisor).exists()
    assert states(supervisor, report) == [W, W]


def test_a_withdrawn_warrant_opens_nothing_and_its_number_is_free_again(filed: Filed, supervisor: User) -> None:
    report = two_files(filed)
    held = record_warrant(report, by=supervisor, warrant=warrant(), files=[file(supervisor, report)])
    with pytest.raises(RuleRefusal):
        record_warrant(report, by=supervisor, warrant=warrant(), files=[file(supervisor, report)])
    with pytest.raises(RuleRefusal):
        withdraw_warrant(held, by=supervisor, because="")
    withdraw_warrant(held, by=supervisor, because="It is for another report")
    assert states(supervisor, report) == [W, W]
    with pytest.raises(RuleRefusal):
        withdraw_warrant(held, by=supervisor, because="Again")
    record_warrant(report, by=supervisor, warrant=warrant(), files=[file(supervisor, report)])
    assert states(supervisor, report) == [M, W]


def test_a_later_version_keeps_what_a_warrant_covers_by_its_digest(filed: Filed, supervisor: User) -> None:
    report = filed(reported_file(1), reported_file(2), number="900")
    record_warrant(report, by=supervisor, warrant=warrant(), files=[file(supervisor, report, 0)])
    later = filed(reported_file(2), reported_file(1), reported_file(3), number="900")
    assert later.pk == report.pk
    assert later.versions == 2
    assert states(supervisor, later) == [M, W, W]


# openings


def test_nothing_is_opened_without_a_warrant_where_one_is_required(filed: Filed, supervisor: User) -> None:
    report = two_files(filed)
    with pytest.raises(RuleRefusal, match="warrant is required"):
        record_opening(report, by=supervisor, opening=opening(), file=file(supervisor, report))
    assert not Opening.objects.visible_to(supervisor).exists()


def test_an_opening_under_a_warrant_says_which(filed: Filed, supervisor: User) -> None:
    report = two_files(filed)
    record_warrant(report, by=supervisor, warrant=warrant(), files=[file(supervisor, report)])
    made = record_opening(report, by=supervisor, opening=opening(), file=file(supervisor, report))
    assert made.covered_by is not None
    assert made.covered_by.warrant.number in made.because
    assert states(supervisor, report) == [O, W]
    with pytest.raises(RuleRefusal):
        record_opening(report, by=supervisor, opening=opening(), file=file(supervisor, report, 1))


def test_a_warrant_does_not_cover_what_happened_before_it_was_issued(filed: Filed, supervisor: User) -> None:
    report = two_files(filed)
    record_warrant(report, by=supervisor, warrant=warrant(), files=[file(supervisor, report)])
    with pytest.raises(RuleRefusal):
        record_opening(report, by=supervisor, opening=opening(days=5), file=file(supervisor, report))


def test_an_old_opening_shows_the_rule_that_held_then(filed: Filed, supervisor: User, ruled: SetRule) -> None:
    report = two_files(filed)
    first = ruled(**VIEWED)
    record_opening(report, by=supervisor, opening=OpeningAsked("Sample", clock.now()), file=file(supervisor, report))
    ruled(citation="State v. Later (invented)")
    [line, _] = lines(supervisor, report)
    assert line.state is O
    assert not line.verdict.opens
    [kept] = line.openings
    assert kept.rule in ForumRule.objects.filter(agency__code="national", forum="federal:9")
    assert [one["version"] for one in kept.under] == [1, first.version]
    assert kept.under[1]["citation"] == first.citation
    with pytest.raises(RuleRefusal):
        record_opening(report, by=supervisor, opening=opening(), file=file(supervisor, report))


def test_an_opening_says_who_and_lies_in_the_past(filed: Filed, supervisor: User, ruled: SetRule) -> None:
    report = two_files(filed)
    ruled(**VIEWED)
    for said in (OpeningAsked(" ", clock.now()), OpeningAsked("Sample", clock.now() + timedelta(hours=1))):
        with pytest.raises(RuleRefusal):
            record_opening(report, by=supervisor, opening=said, file=file(supervisor, report))


def test_who_may_not_record_does_not(filed: Filed, person: Person, supervisor: User) -> None:
    report, stranger = two_files(filed), person("co", RoleName.SUPERVISOR)
    coordinator = person("national", RoleName.NATIONAL_COORDINATOR)
    with pytest.raises(NotFound):
        record_warrant(report, by=stranger, warrant=warrant(), files=[file(supervisor, report)])
    with pytest.raises(NotAllowed):
        record_warrant(report, by=coordinator, warrant=warrant(), files=[file(supervisor, report)])


def test_many_reports_cost_as_many_queries_as_few(filed: Filed, supervisor: User, ruled: SetRule) -> None:
    def asked(reports: int) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as gates:
            gates_of(supervisor, list(Report.objects.visible_to(supervisor)))
        with CaptureQueriesContext(connection) as reach:
            assert reach_of(rule, by=supervisor, before=True).count == reports
        return len(gates), len(reach)

    rule = ruled(**VIEWED)
    filed(reported_file(1))
    asked(1)
    few = asked(1)
    for number in range(2, 6):
        filed(reported_file(number, viewed_by_provider=True), reported_file(90 + number), number=str(number))
    assert asked(5) == few


def test_an_affiliate_goes_to_the_courts_of_its_task_force(filed: Filed, supervisor: User, worker: User) -> None:
    arizona = Agency.objects.get(code="az")
    affiliate = Agency.objects.create(code="az-sample", kind=AgencyKind.AFFILIATE, name="Sample Police", state="AZ")
    Membership.objects.create(agency=affiliate, parent=arizona)
    report = filed(reported_file(1, viewed_by_provider=True), into="az")
    assign([report], to=affiliate, by=worker, because="Sample reason")
    moved = Report.objects.visible_to(worker).get(pk=report.pk)
    assert states(worker, moved) == [W]
    set_forums(arizona, forums=["federal:9"], by=supervisor, because="Sample reason")
    assert states(worker, moved) == [M]
    set_forums(affiliate, forums=["federal:9", "state:AZ"], by=worker, because="Sample reason")
    assert states(worker, moved) == [W]
