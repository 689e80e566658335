"""The pages about high-priority suspects: nominate, review, report, open a name, take a list along."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.audit.models import Entry
from nightlight.foundation import clock
from nightlight.intake.formats.values import Role
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report, ReportedPerson
from nightlight.investigations.actions import add_subjects, clear_subjects, open_cases
from nightlight.investigations.asked import Opening, SubjectNamed
from nightlight.investigations.models import Case, CaseReport, Origin, Subject
from nightlight.suspects.actions import approve, make_run, nominate, withdraw
from nightlight.suspects.asked import Labels, Naming
from nightlight.suspects.models import Dissemination, Nomination, NominationIndicator, Run, RunLine, RunReceipt
from tests.promises.furnished_reports import sent_reports
from tests.suspects.said import SUSPICION, stated

Person = Callable[..., User]
NAME = "Casey Neverseen"
MOMENT = datetime(2018, 4, 10, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _held_clock() -> Any:
    with clock.held_at(MOMENT):
        yield


@pytest.fixture
def subject(person: Person) -> Subject:
    """A named subject of a case of Colorado."""
    supervisor = person("co", RoleName.SUPERVISOR)
    [case] = open_cases([Opening(origin=Origin.PROACTIVE)], by=supervisor)
    return add_subjects([SubjectNamed(case, NAME)], by=supervisor)[0]


@pytest.fixture
def in_force(person: Person, subject: Subject) -> Callable[..., Nomination]:
    """Nominate the subject and have it approved."""

    def make(**labels: Any) -> Nomination:
        made = nominate(
            Naming(subject, stated("access"), SUSPICION, Labels(**labels)), by=person("co", RoleName.INVESTIGATOR)
        )
        return approve(made, by=person("co", RoleName.SUPERVISOR), because="Sample review")

    return make


@pytest.fixture
def run(person: Person) -> Callable[[], Run]:
    """Make a run of the nation."""
    return lambda: make_run(by=person("national", RoleName.NATIONAL_COORDINATOR))


def entry(run: Run) -> RunLine:
    return RunLine.objects.unscoped(because="test").get(run=run, place=1)


def given(who: Subject | ReportedPerson, **words: Any) -> dict[str, Any]:
    return {
        "who": str(who.pk),
        "has_access": "on",
        "by_access": "Detective R. Placeholder, interview",
        "activity": "18 U.S.C. 2422(b)",
        "basis": "Sample basis",
        "confidence": "probable",
        "sensitivity": "sensitive",
        "share": "name",
        "is_lawfully_obtained": "on",
    } | words


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_nomination_is_made_from_its_case_reviewed_by_another_and_listed_by_a_run(
    client: Client, person: Person, subject: Subject
) -> None:
    client.force_login(person("co", RoleName.INVESTIGATOR))
    shown = text(client.get(reverse("case-nominate", args=[subject.case_id])))
    assert "Access to children" in shown
    assert NAME in shown
    made = client.post(reverse("case-nominate", args=[subject.case_id]), given(subject), follow=True)
    assert "Waits for review" in text(made)
    assert NAME not in text(made)
    nomination = Nomination.objects.unscoped(because="test").get()
    client.force_login(person("co", RoleName.SUPERVISOR))
    approved = client.post(reverse("suspect-approve", args=[nomination.pk]), {"because": "Sample review"}, follow=True)
    assert "In force" in text(approved)
    client.force_login(person("national", RoleName.NATIONAL_COORDINATOR))
    listed = text(client.post(reverse("suspect-make"), follow=True))
    assert nomination.number in listed
    assert "Everyone is alleged" in listed
    assert NAME not in listed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"has_access": ""}, "Tick at least one indicator"),
        ({"by_access": ""}, "Access to children: say who states it"),
        ({"basis": ""}, "Write down on what the suspicion rests"),
        ({"activity": ""}, "Name the criminal activity"),
        ({"is_lawfully_obtained": ""}, "Nothing unlawfully obtained"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    words: dict[str, str], said: str, client: Client, person: Person, subject: Subject
) -> None:
    client.force_login(person("co", RoleName.INVESTIGATOR))
    answer = client.post(reverse("case-nominate", args=[subject.case_id]), given(subject, share="pointer") | words)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert said in text(answer)
    assert not Nomination.objects.unscoped(because="test").exists()


def test_a_report_that_states_it_comes_prefilled_with_its_source(
    request: pytest.FixtureRequest, client: Client, person: Person, subject: Subject
) -> None:
    [tip] = sent_reports(request, "co", 1)
    case = Case.objects.unscoped(because="test").get(pk=subject.case_id)
    CaseReport.objects.create(agency_id=case.agency_id, case=case, report_id=tip.report_id)
    investigator = person("co", RoleName.INVESTIGATOR)
    client.force_login(investigator)
    suggested = text(client.get(reverse("suspect-suggestions")))
    assert case.number in suggested
    assert "Contact with a child online" in suggested
    assert NAME not in suggested
    address = f"{reverse('case-nominate', args=[case.pk])}?subject={subject.pk}"
    assert "a report states it" in text(client.get(address))
    client.post(address, given(subject, has_live_contact="on", by_live_contact="The provider"))
    stated_there = NominationIndicator.objects.unscoped(because="test").get(code="live_contact")
    assert stated_there.report_id == tip.report_id
    assert stated_there.pointer
    assert case.number not in text(client.get(reverse("suspect-suggestions")))


def test_a_suggestion_lists_nobody(
    request: pytest.FixtureRequest, client: Client, person: Person, subject: Subject, run: Callable[[], Run]
) -> None:
    [tip] = sent_reports(request, "co", 1)
    case = Case.objects.unscoped(because="test").get(pk=subject.case_id)
    CaseReport.objects.create(agency_id=case.agency_id, case=case, report_id=tip.report_id)
    client.force_login(person("co", RoleName.INVESTIGATOR))
    client.get(reverse("suspect-suggestions"))
    assert not RunLine.objects.unscoped(because="test").filter(run=run()).exists()


def test_a_name_is_opened_for_a_stated_reason_and_case_and_written_down(
    client: Client, person: Person, in_force: Callable[..., Nomination], run: Callable[[], Run]
) -> None:
    nomination, line = in_force(), entry(run())
    reader = person("ut", RoleName.INVESTIGATOR)
    client.force_login(reader)
    address = reverse("suspect-name", args=[line.pk])
    assert NAME not in text(client.get(address))
    refused = client.post(address, {"because": "", "for_case": "UT-1"})
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert NAME not in text(refused)
    opened = client.post(address, {"because": "Same account in our case", "for_case": "UT-2018-1"})
    assert NAME in text(opened)
    assert "(alleged)" in text(opened)
    assert f"<title>{NAME}" not in text(opened)
    assert "no-store" in opened.headers["Cache-Control"]
    [given_to] = Dissemination.objects.unscoped(because="test")
    assert (given_to.by_user_id, given_to.to_id, given_to.because) == (
        reader.pk,
        reader.agency_id,
        "Same account in our case",
    )
    written = Entry.objects.unscoped(because="test").get(act="suspect.name_opened", outcome="done")
    assert written.details["because"] == "Same account in our case"
    assert written.details["nomination"] == nomination.number
    assert NAME not in str(written.details)
    client.force_login(person("co", RoleName.SUPERVISOR))
    assert "Same account in our case" in text(client.get(reverse("suspect-nomination", args=[nomination.pk])))


@pytest.mark.parametrize("how", ["pointer", "withdrawn", "cleared", "lapsed"])
def test_a_name_that_is_not_shared_or_not_any_more_stays_closed(
    how: str, client: Client, person: Person, in_force: Callable[..., Nomination], run: Callable[[], Run]
) -> None:
    nomination = in_force(share="pointer" if how == "pointer" else "name")
    line = entry(run())
    if how == "withdrawn":
        withdraw(nomination, by=person("co", RoleName.INVESTIGATOR), because="Sample")
    if how == "cleared":
        assert nomination.subject
        clear_subjects([nomination.subject], by=person("co", RoleName.INVESTIGATOR), because="Sample")
    reader = person("ut", RoleName.SUPERVISOR)
    client.force_login(reader)
    with clock.held_at(MOMENT.replace(year=2023) if how == "lapsed" else MOMENT):
        answer = client.post(reverse("suspect-name", args=[line.pk]), {"because": "Sample", "for_case": "UT-1"})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert NAME not in text(answer)
    assert not Dissemination.objects.unscoped(because="test").exists()
    shown = text(client.get(reverse("suspect-run", args=[line.run_id])))
    assert line.number in shown
    assert "Colorado" in shown


def test_whoever_lacks_the_right_sees_the_entry_and_whom_to_call_and_no_way_to_the_name(
    client: Client, person: Person, in_force: Callable[..., Nomination], run: Callable[[], Run]
) -> None:
    nomination, line = in_force(), entry(run())
    client.force_login(person("ut", RoleName.ANALYST))
    shown = text(client.get(reverse("suspects")))
    assert nomination.number in shown
    assert line.nominated_by.name in shown
    assert "Open name" not in shown
    assert client.post(reverse("suspect-name", args=[line.pk])).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (24, ("countdown-runs", "6 days left")),
        (25, ("countdown-soon", "5 days left")),
        (29, ("countdown-soon", "1 day left")),
        (30, ("countdown-over", "Due today")),
        (32, ("countdown-over", "2 days over")),
    ],
)
def test_the_clock_warns_at_25_days_and_is_overdue_at_30(
    days: int, said: tuple[str, str], client: Client, person: Person, run: Callable[[], Run]
) -> None:
    run()
    client.force_login(person("co", RoleName.ANALYST))
    with clock.held_at(MOMENT + timedelta(days=days)):
        shown = text(client.get(reverse("suspects")))
    assert all(words in shown for words in said)


def test_opening_the_list_is_the_receipt(client: Client, person: Person, run: Callable[[], Run]) -> None:
    reader = person("co", RoleName.ANALYST)
    made = run()
    client.force_login(reader)
    client.get(reverse("suspects"))
    shown = text(client.get(reverse("suspect-run", args=[made.pk])))
    opened = RunReceipt.objects.unscoped(because="test").get(kind="opened")
    assert opened.by_user_id == reader.pk
    assert reader.name in shown


def test_a_run_says_who_is_new_and_who_is_gone_and_why(
    client: Client, person: Person, in_force: Callable[..., Nomination], run: Callable[[], Run]
) -> None:
    run()
    nomination = in_force()
    second = run()
    withdraw(nomination, by=person("co", RoleName.INVESTIGATOR), because="Sample")
    third = run()
    client.force_login(person("ut", RoleName.ANALYST))
    new, gone = (text(client.get(reverse("suspect-run", args=[made.pk]))) for made in (second, third))
    assert "<td>New</td><td>Access to children</td>" in new
    assert "<td>Gone</td><td>Withdrawn by its agency</td>" in gone


@pytest.mark.parametrize("form", ["csv", "json", "pdf"])
def test_a_run_is_taken_along_with_its_digest_and_without_names(
    form: str, client: Client, person: Person, in_force: Callable[..., Nomination], run: Callable[[], Run]
) -> None:
    nomination, made = in_force(), run()
    client.force_login(person("ut", RoleName.ANALYST))
    answer = client.get(reverse("suspect-download", args=[made.pk, form]))
    assert f"{made.number}.{form}" in answer.headers["Content-Disposition"]
    assert NAME.encode() not in answer.content
    if form == "json":
        said = answer.json()
        assert (said["digest"], said["entries"][0]["number"]) == (made.digest, nomination.number)
        assert "alleged" in said["remarks"][0]
    elif form == "csv":
        rows = list(csv.reader(io.StringIO(text(answer))))
        assert rows[1][:5] == [made.number, made.made_at.isoformat(), made.digest, "1", nomination.number]
        assert "alleged" in rows[-1][-1]
    else:
        assert answer.content.startswith(b"%PDF-")


def test_names_are_taken_along_only_for_a_reason_and_every_one_is_written_down(
    client: Client, person: Person, in_force: Callable[..., Nomination], run: Callable[[], Run]
) -> None:
    in_force()
    made = run()
    client.force_login(person("ut", RoleName.COMMANDER))
    address = reverse("suspect-take-along", args=[made.pk])
    assert client.post(address, {"form": "csv"}).status_code == HTTPStatus.BAD_REQUEST
    answer = client.post(address, {"form": "csv", "because": "Briefing of Apr 11", "for_case": "UT-2018-2"})
    assert NAME in text(answer)
    assert "name_alleged" in text(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    [given_to] = Dissemination.objects.unscoped(because="test")
    assert given_to.because == "Briefing of Apr 11"


@pytest.fixture
def report(request: pytest.FixtureRequest, agency: Callable[[str], Agency]) -> Report:
    """A report assigned to Colorado that names whom it reports, who reports, and a child without a name."""
    [tip] = sent_reports(request, "co", 1)
    rows = Report.objects.unscoped(because="test").filter(pk=tip.report_id)
    rows.update(status=ReportStatus.ASSIGNED, assigned_to=agency("co"), assigned_at=MOMENT)
    for role, name in ((Role.REPORTED, NAME), (Role.REPORTER, "Robin Reporter"), (Role.VICTIM, "")):
        first, _, last = name.partition(" ")
        ReportedPerson.objects.create(
            report_id=tip.report_id, role=role, first_name=first, last_name=last, pointer="/report"
        )
    return rows.get()


def test_the_person_reported_is_nominated_from_the_report_and_nobody_else_of_it(
    client: Client, person: Person, report: Report
) -> None:
    client.force_login(person("co", RoleName.INVESTIGATOR))
    address = reverse("report-nominate", args=[report.pk])
    assert address in text(client.get(reverse("report", args=[report.pk])))
    shown = text(client.get(address))
    assert NAME in shown
    assert "Robin Reporter" not in shown
    people = ReportedPerson.objects.unscoped(because="test").filter(report=report)
    refused = client.post(address, given(people.get(role=Role.REPORTER, first_name="Robin")))
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    for status in (HTTPStatus.FOUND, HTTPStatus.CONFLICT):
        answer = client.post(address, given(people.get(role=Role.REPORTED, first_name="Casey")))
        assert answer.status_code == status
    made = Nomination.objects.unscoped(because="test").get()
    assert (made.status, made.report_id, made.name_as_given) == ("waiting", report.pk, NAME)


def test_a_report_that_another_agency_works_is_not_theirs_to_nominate_from(
    client: Client, person: Person, report: Report, agency: Callable[[str], Agency]
) -> None:
    Report.objects.unscoped(because="test").filter(pk=report.pk).update(assigned_to=agency("ut"))
    client.force_login(person("co", RoleName.INVESTIGATOR))
    assert client.get(reverse("report-nominate", args=[report.pk])).status_code == HTTPStatus.NOT_FOUND


def test_another_agencys_nomination_is_not_found(
    client: Client, person: Person, in_force: Callable[..., Nomination]
) -> None:
    nomination = in_force()
    client.force_login(person("ut", RoleName.SUPERVISOR))
    for name in ("suspect-nomination", "suspect-approve", "suspect-withdraw"):
        assert client.get(reverse(name, args=[nomination.pk])).status_code == HTTPStatus.NOT_FOUND


def test_what_was_withdrawn_says_so_and_shows_nothing_of_what_it_rested_on(
    client: Client, person: Person, in_force: Callable[..., Nomination]
) -> None:
    nomination = in_force()
    client.force_login(person("co", RoleName.SUPERVISOR))
    shown = text(client.post(reverse("suspect-withdraw", args=[nomination.pk]), {"because": "Arrested"}, follow=True))
    assert "Arrested" in shown
    assert SUSPICION.basis not in shown
