"""A later submission under a report's number is a version of it: nothing is lost, and what it says now counts."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.deconfliction.models import IndexEntry
from nightlight.geography.gazetteer import Gazetteer
from nightlight.identifiers.kinds import Kind
from nightlight.intake.actions import receive
from nightlight.intake.models import Channel, Report, ReportedFile, ReportVersion, Sighting, Submission
from nightlight.investigations.actions import close_reports
from nightlight.triage.models import Assessment, RouteDecision
from nightlight.triage.resuming import Resumed, resume
from nightlight.triage.road import Receipt, carry
from tests.triage.conftest import address, contact, file, reading, reported

Person = Callable[..., User]
Find = Callable[[str], Agency]
NUMBER = "777000111"
FIRST_TYPE, LATER_TYPE = "Online Enticement of Children for Sexual Acts", "Child Sex Trafficking"


def version(letter: str, *sightings: Any, number: str = NUMBER, **said: Any) -> Any:
    """A version of the report with bytes of its own."""
    made = reading(reported(*sightings), number=number, **said)
    return replace(made, sha256=hashlib.sha256(f"{number} {letter}".encode()).hexdigest(), source=f"{letter}.xml")


FIRST = version("a", address("04013"), contact(Kind.EMAIL, "one@example.com"), incident_type=FIRST_TYPE)
LATER = version(
    "b", address("04013"), contact(Kind.EMAIL, "two@example.com"), incident_type=LATER_TYPE, files=(file(),)
)


@pytest.fixture
def hand_in(person: Person, worker: User, agency: Find, places: Gazetteer) -> Callable[..., list[Receipt]]:
    provider = person("practice-provider", RoleName.PROVIDER)

    def make(*readings: Any, sent_by: str = "practice-provider") -> list[Receipt]:
        return carry(
            readings,
            by=provider,
            worker=worker,
            places=places,
            into=agency("national"),
            sent_by=agency(sent_by),
            channel=Channel.API,
        )

    return make


def only(worker: User) -> Any:
    return Report.objects.visible_to(worker).get()


def values(worker: User, report: Report) -> set[str]:
    rows = Sighting.objects.visible_to(worker).filter(report=report, kind=Kind.EMAIL)
    return set(rows.values_list("value", flat=True))


def test_a_later_submission_under_the_number_is_a_version_of_the_report(hand_in: Any, worker: User) -> None:
    [first] = hand_in(FIRST)
    [later] = hand_in(LATER)
    assert (first.status, later.status) == ("received", "supplement")
    assert later.report_id == first.report_id
    assert "version 2" in later.message
    assert later.assigned_to == "az"
    report = only(worker)
    assert (report.versions, report.incident_type, report.first_incident_type) == (2, LATER_TYPE, FIRST_TYPE)
    assert values(worker, report) == {"two@example.com"}
    assert ReportedFile.objects.visible_to(worker).filter(report=report).count() == 1
    [kept] = ReportVersion.objects.visible_to(worker)
    assert (kept.position, kept.incident_type, kept.submission.receipt) == (2, LATER_TYPE, later.receipt)


def test_the_bytes_of_every_version_stay(hand_in: Any, worker: User) -> None:
    hand_in(FIRST)
    hand_in(LATER)
    rows = Submission.objects.visible_to(worker).order_by("pk")
    assert [(row.sha256, row.status) for row in rows] == [(FIRST.sha256, "received"), (LATER.sha256, "supplement")]


def test_the_report_is_assessed_anew_and_stays_where_it_is(hand_in: Any, worker: User) -> None:
    hand_in(FIRST)
    before = Assessment.objects.visible_to(worker).get()
    hand_in(LATER)
    now = Assessment.objects.visible_to(worker).current().get()
    assert now.pk != before.pk
    assert now.facts["trafficking"]["value"]
    route = RouteDecision.objects.visible_to(worker).current().get()
    assert (route.chosen.code, route.sighting_id) == ("az", None)
    assert "points to" in route.evidence


def test_an_identifier_that_comes_later_is_registered_for_the_agency_that_holds_the_report(
    hand_in: Any, worker: User
) -> None:
    hand_in(FIRST)
    entries = IndexEntry.objects.unscoped(because="test")
    before = set(entries.values_list("token", flat=True))
    hand_in(LATER)
    added = entries.exclude(token__in=before)
    assert {entry.agency.code for entry in added} == {"az"}
    assert added.count() == 1


def test_the_bytes_of_a_version_twice_give_its_own_receipt(hand_in: Any) -> None:
    hand_in(FIRST)
    [later] = hand_in(LATER)
    [again] = hand_in(LATER)
    assert (again.status, again.receipt, again.report_id) == ("duplicate", later.receipt, later.report_id)


def test_two_versions_in_one_batch_are_one_report(hand_in: Any, worker: User) -> None:
    first, later = hand_in(FIRST, LATER)
    assert [first.status, later.status] == ["received", "supplement"]
    assert first.report_id == later.report_id
    assert values(worker, only(worker)) == {"two@example.com"}


def test_the_same_number_of_another_sender_is_a_report_of_its_own(hand_in: Any, worker: User) -> None:
    [first] = hand_in(FIRST)
    [other] = hand_in(LATER, sent_by="az")
    assert other.status == "received"
    assert other.report_id != first.report_id
    assert values(worker, Report.objects.visible_to(worker).get(pk=first.report_id)) == {"one@example.com"}


def test_reports_without_a_number_are_never_versions_of_each_other(hand_in: Any) -> None:
    unnumbered = [replace(version(letter, number="x"), said=replace(FIRST.said, number="")) for letter in "cd"]
    receipts = hand_in(*unnumbered)
    assert {one.status for one in receipts} == {"received", "folded"}  # one account, but two reports
    assert len({one.report_id for one in receipts}) == 2


def test_what_comes_for_a_closed_report_is_a_new_one_that_follows_it(
    hand_in: Any, worker: User, person: Person
) -> None:
    [first] = hand_in(FIRST)
    closed = Report.objects.visible_to(worker).get(pk=first.report_id)
    close_reports([closed], by=person("az", RoleName.SUPERVISOR), because="Nothing came of it")
    [later] = hand_in(LATER)
    assert later.status == "supplement"
    assert "closed" in later.message
    follower = Report.objects.visible_to(worker).get(pk=later.report_id)
    assert (follower.follows_id, follower.versions, follower.status) == (closed.pk, 1, "assigned")
    closed.refresh_from_db(from_queryset=Report.objects.visible_to(worker))
    assert (closed.status, closed.versions) == ("closed", 1)
    [third] = hand_in(version("c", address("04013")))
    assert third.report_id == follower.pk


def test_a_version_that_was_not_assessed_is_assessed_at_the_next_start(
    worker: User, places: Gazetteer, agency: Find
) -> None:
    def came(made: Any) -> None:
        receive([made], by=worker, into=agency("national"), channel=Channel.FILE)

    came(FIRST)
    assert resume(worker=worker, places=places) == Resumed(1, 0)
    came(LATER)
    assert resume(worker=worker, places=places) == Resumed(1, 0)
    assert Assessment.objects.visible_to(worker).current().get().facts["trafficking"]["value"]
    assert resume(worker=worker, places=places) == Resumed(0, 0)
