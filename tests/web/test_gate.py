"""The gate, the clocks and the nexus on the pages: what they say, what they ask first, what they refuse."""

import re
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.audit.models import Entry
from nightlight.clocks.models import LetterRenewal, LogRetention, PreservationLetter
from nightlight.deconfliction.models import IndexEntry
from nightlight.foundation import clock
from nightlight.gate.models import AgencyForum, ForumRule, Opening, Warrant
from nightlight.gate.reading import gate_of
from nightlight.intake.models import Report
from nightlight.intake.nexus import Nexus
from tests.conftest import Person
from tests.gate.conftest import VIEWED, Filed, SetRule, filed, make, places, reported_file, ruled, supervisor, worker

__all__ = ["filed", "make", "places", "ruled", "supervisor", "worker"]

RULE = {
    "forum": "state:AZ",
    "citation": "State v. Sample (invented)",
    "requires": "Sample words",
    "opens": ["opens_viewed", "takes_unstated_scope"],
    "is_confirmed": "yes",
    "in_force_from": str(clock.today()),
    "approved_by": "Sample Counsel",
    "because": "Sample reason",
}
WARRANT = {
    "number": "SW-2026-0112",
    "court": "Sample Superior Court",
    "issued_by": "Sample Magistrate",
    "issued_on": str(clock.today()),
}


@pytest.fixture
def report(filed: Filed) -> Report:
    return filed(reported_file(1, viewed_by_provider=True), reported_file(2))


@pytest.fixture
def investigator(person: Person) -> User:
    return person("az", RoleName.INVESTIGATOR)


def read(client: Client, user: User, name: str, *args: Any) -> str:
    client.force_login(user)
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == HTTPStatus.OK
    return re.sub(r"\s+", " ", answer.content.decode())


def send(client: Client, user: User, name: str, /, *args: Any, **typed: Any) -> Any:
    client.force_login(user)
    return client.post(reverse(name, args=args), typed, follow=True)


def file_named(by: User, report: Report, name: str) -> str:
    return next(str(line.file.pk) for line in gate_of(by, report).files if line.file.name == name)


# the report


def test_each_file_says_whether_it_may_be_opened_by_which_rule_and_how_sure_that_is(
    client: Client, investigator: User, report: Report, ruled: SetRule
) -> None:
    ruled(**VIEWED)
    page = read(client, investigator, "report", report.pk)
    assert "1 of 2 files needs a warrant before anyone opens it." in page
    for said in (
        "Warrant required",
        "May be opened",
        "The provider viewed it.",
        "Not stated, counts as not viewed",
        "United States v. Wilson, 13 F.4th 961 (9th Cir. 2021)",
        "uncertain; counsel must confirm",
        "State v. Sample (invented)",
        "version 1 of",
    ):
        assert said in page, said


def test_the_queue_says_the_same_of_the_files_as_the_report(client: Client, investigator: User, report: Report) -> None:
    said = "2 of 2 files need a warrant before anyone opens them."
    assert said in read(client, investigator, "queue")
    assert said in read(client, investigator, "report", report.pk)


def test_nobody_is_offered_what_they_may_not_record(client: Client, person: Person, report: Report) -> None:
    coordinator = person("national", RoleName.NATIONAL_COORDINATOR)
    page = read(client, coordinator, "report", report.pk)
    assert reverse("report-warrant", args=[report.pk]) not in page
    assert reverse("report-letter", args=[report.pk]) not in page
    assert send(client, coordinator, "report-warrant", report.pk, **WARRANT).status_code == HTTPStatus.FORBIDDEN


def test_a_warrant_is_recorded_and_what_it_covers_may_be_opened_and_nothing_else(
    client: Client, investigator: User, report: Report
) -> None:
    chosen = file_named(investigator, report, "file-2.jpg")
    answer = send(client, investigator, "report-warrant", report.pk, **WARRANT, files=[chosen])
    page = answer.content.decode()
    assert "The warrant is recorded." in page
    assert "Warrant SW-2026-0112 covers it." in page
    assert "1 of 2 files needs a warrant before anyone opens it." in page
    when = (clock.now() - timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M")  # Arizona is seven hours behind
    other = file_named(investigator, report, "file-1.jpg")
    said = {"opened_by": "Sample Examiner", "opened_at": when}
    refused = send(client, investigator, "report-opening", report.pk, file=other, **said)
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "A warrant is required" in refused.content.decode()
    assert not Opening.objects.visible_to(investigator).exists()
    done = send(client, investigator, "report-opening", report.pk, file=chosen, **said)
    assert "Opened, SW-2026-0112" in done.content.decode()
    [made] = Opening.objects.visible_to(investigator)
    assert made.opened_by == "Sample Examiner"


@pytest.mark.parametrize("missing", [*WARRANT, "files"])
def test_what_is_missing_of_a_warrant_is_said_and_what_was_typed_is_kept(
    client: Client, investigator: User, report: Report, missing: str
) -> None:
    typed = {**WARRANT, "files": [file_named(investigator, report, "file-1.jpg")]}
    del typed[missing]
    answer = send(client, investigator, "report-warrant", report.pk, **typed)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    page = answer.content.decode()
    assert f'href="#id_{missing}"' in page
    assert all(str(value) in page for name, value in typed.items() if name != "files")
    assert not Warrant.objects.visible_to(investigator).exists()


def test_a_file_of_another_report_is_no_choice(
    client: Client, investigator: User, report: Report, filed: Filed
) -> None:
    other = filed(reported_file(9), number="9")
    chosen = file_named(investigator, other, "file-9.jpg")
    answer = send(client, investigator, "report-warrant", report.pk, **WARRANT, files=[chosen])
    assert answer.status_code == HTTPStatus.BAD_REQUEST


def test_a_warrant_is_withdrawn_with_a_reason(client: Client, investigator: User, report: Report) -> None:
    chosen = file_named(investigator, report, "file-2.jpg")
    send(client, investigator, "report-warrant", report.pk, **WARRANT, files=[chosen])
    held = Warrant.objects.visible_to(investigator).get()
    answer = send(client, investigator, "warrant-withdraw", held.pk, because="It is for another report")
    page = answer.content.decode()
    assert "2 of 2 files need a warrant" in page
    assert "It is for another report" in page


def test_no_word_of_a_warrant_reaches_the_audit_log(client: Client, investigator: User, report: Report) -> None:
    chosen = file_named(investigator, report, "file-2.jpg")
    send(client, investigator, "report-warrant", report.pk, **WARRANT, files=[chosen])
    entries = Entry.objects.unscoped(because="test").filter(actor_id=investigator.pk)
    assert "warrant.recorded" in {entry.act for entry in entries}
    assert not any("Magistrate" in str(entry.details) for entry in entries)


# the rules


def test_a_rule_is_set_only_after_its_reach_was_shown_in_exactly_these_words(
    client: Client, supervisor: User, report: Report
) -> None:
    before = ForumRule.objects.count()
    shown = send(client, supervisor, "gate-rule-set", **RULE).content.decode()
    assert "Nothing is set yet." in shown
    assert report.number in shown
    assert ForumRule.objects.count() == before
    [seen] = re.findall(r'name="seen" value="([0-9a-f]{64})"', shown)
    changed = send(client, supervisor, "gate-rule-set", **RULE | {"opens": ["opens_hash_match"], "seen": seen})
    assert "Nothing is set yet." in changed.content.decode()
    assert ForumRule.objects.count() == before
    done = send(client, supervisor, "gate-rule-set", **RULE | {"seen": seen})
    made = ForumRule.objects.get(forum="state:AZ")
    assert done.redirect_chain == [(reverse("gate-rule", args=[made.pk]), HTTPStatus.FOUND)]
    assert report.number in done.content.decode()
    assert "1 of 2 files needs a warrant" in read(client, supervisor, "report", report.pk)


def test_a_rule_of_the_past_and_one_without_words_are_refused(client: Client, supervisor: User) -> None:
    late = send(client, supervisor, "gate-rule-set", **RULE | {"in_force_from": "2020-01-01"})
    assert late.status_code == HTTPStatus.CONFLICT
    empty = send(client, supervisor, "gate-rule-set", **RULE | {"citation": ""})
    assert empty.status_code == HTTPStatus.BAD_REQUEST
    assert not ForumRule.objects.filter(forum="state:AZ").exists()


def test_the_next_version_begins_with_the_words_of_the_one_before(
    client: Client, supervisor: User, ruled: SetRule
) -> None:
    made = ruled(**VIEWED)
    client.force_login(supervisor)
    page = client.get(reverse("gate-rule-set"), {"after": made.pk}).content.decode()
    assert made.citation in page
    assert client.get(reverse("gate-rule-set"), {"after": "nonsense"}).status_code == HTTPStatus.OK


def test_the_list_says_what_holds_later_what_was_replaced_and_what_is_uncertain(
    client: Client, supervisor: User, ruled: SetRule
) -> None:
    ruled(**VIEWED)
    ruled()
    ruled(in_force_from=clock.today() + timedelta(days=9))
    page = read(client, supervisor, "gate-rules")
    for said in ("Holds later", "Replaced", "In force", "Uncertain; counsel must confirm", "No appellate decision"):
        assert said in page, said


def test_who_may_not_set_rules_reads_them(client: Client, investigator: User, report: Report) -> None:
    assert reverse("gate-rule-set") not in read(client, investigator, "gate-rules")
    rule = ForumRule.objects.get(forum="federal:9")
    assert report.number in read(client, investigator, "gate-rule", rule.pk)
    assert send(client, investigator, "gate-rule-set", **RULE).status_code == HTTPStatus.FORBIDDEN


def test_a_rule_shows_no_report_of_others(client: Client, person: Person, report: Report) -> None:
    rule = ForumRule.objects.get(forum="federal:9")
    assert report.number not in read(client, person("nv", RoleName.SUPERVISOR), "gate-rule", rule.pk)


def test_an_agency_says_to_which_courts_it_goes(client: Client, supervisor: User, report: Report) -> None:
    send(client, supervisor, "gate-courts", forums=["federal:9"], because="Federal cases only")
    assert [row.forum for row in AgencyForum.objects.all()] == ["federal:9"]
    assert "1 of 2 files needs a warrant" in read(client, supervisor, "report", report.pk)


# clocks


def test_a_letter_and_its_one_renewal_are_written_down(client: Client, investigator: User, report: Report) -> None:
    send(client, investigator, "report-letter", report.pk, provider="Example Social", sent_on=str(clock.today()))
    letter = PreservationLetter.objects.visible_to(investigator).get()
    page = read(client, investigator, "report", report.pk)
    assert "90 d left" in page
    assert reverse("letter-renewal", args=[letter.pk]) in page
    page = send(client, investigator, "letter-renewal", letter.pk, sent_on=str(clock.today())).content.decode()
    assert "180 d left" in page
    assert reverse("letter-renewal", args=[letter.pk]) not in page
    again = send(client, investigator, "letter-renewal", letter.pk, sent_on=str(clock.today()))
    assert again.status_code == HTTPStatus.CONFLICT
    assert LetterRenewal.objects.visible_to(investigator).count() == 1


def test_the_queue_shows_the_clock_that_runs_out_first(client: Client, investigator: User, report: Report) -> None:
    assert report.soonest_clock_on == clock.today() + timedelta(days=365)
    assert "365 d left" in read(client, investigator, "queue")


def test_how_long_logs_are_kept_is_said_with_its_source(client: Client, supervisor: User, investigator: User) -> None:
    typed = {
        "of_whom": "network",
        "name": "198.51.100.0/24",
        "days": "180",
        "sureness": "uncertain",
        "source": "Sample letter",
        "because": "Sample reason",
    }
    assert send(client, investigator, "retention-set", **typed).status_code == HTTPStatus.FORBIDDEN
    assert send(client, supervisor, "retention-set", **typed | {"name": "no net"}).status_code == HTTPStatus.CONFLICT
    page = send(client, supervisor, "retention-set", **typed).content.decode()
    assert "198.51.100.0/24" in page
    assert "uncertain" in page
    assert LogRetention.objects.get().days == 180


# the nexus


def test_a_person_decides_about_the_internet_and_the_index_follows(
    client: Client, person: Person, report: Report
) -> None:
    analyst = person("az", RoleName.ANALYST)
    assert "stand in the national index" in read(client, analyst, "report", report.pk)
    page = send(client, analyst, "report-nexus", report.pk, nexus="no", because="It was on paper.").content.decode()
    assert "Held back from the national index." in page
    assert "It was on paper." in page
    assert not IndexEntry.objects.unscoped(because="test").filter(record_id=report.pk).exists()
    assert Report.objects.visible_to(analyst).get(pk=report.pk).nexus == Nexus.NO
    assert "held back from the national index" in read(client, analyst, "queue")
    empty = send(client, analyst, "report-nexus", report.pk, nexus="yes", because=" ")
    assert empty.status_code == HTTPStatus.BAD_REQUEST


def test_the_nation_names_the_courts_of_a_task_force_and_a_stranger_none(client: Client, person: Person) -> None:
    coordinator = person("national", RoleName.NATIONAL_COORDINATOR)
    client.force_login(coordinator)
    address = f"{reverse('gate-courts')}?agency=az"
    client.post(address, {"forums": ["federal:9"], "because": "Sample reason"})
    assert [row.agency.code for row in AgencyForum.objects.all()] == ["az"]
    client.force_login(person("co", RoleName.SUPERVISOR))
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND


def test_a_report_says_that_a_rule_is_newer_than_it_is(
    client: Client, investigator: User, report: Report, ruled: SetRule
) -> None:
    said = "The rule of State courts, Arizona is newer than this report."
    ruled(**VIEWED)
    assert said not in read(client, investigator, "report", report.pk)
    ruled(in_force_from=clock.today() + timedelta(days=3))
    with clock.held_at(clock.now() + timedelta(days=3)):
        assert said in read(client, investigator, "report", report.pk)
        assert said in read(client, investigator, "queue")
