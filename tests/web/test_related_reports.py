"""Versions, folds and earlier reports on the page of a report, and what is done about them there."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.geography.gazetteer import Gazetteer, overlays_folder
from nightlight.geography.overlay import write_demo_overlay
from nightlight.intake.arriving import Arrival, read_arrival
from nightlight.intake.models import Channel, Report, ReportVersion
from nightlight.triage.road import Receipt, carry
from tests.conftest import Person
from tests.triage.conftest import places, worker

__all__ = ["places", "worker"]

Bring = Callable[..., Report]
FIRST, LATER = "Online Enticement of Children for Sexual Acts", "Child Sex Trafficking"


def document(number: str, incident_type: str = FIRST, email: str = "alex@example.com", more: str = "") -> bytes:
    """A report of law enforcement's JSON."""
    return f"""{{"reportId": "{number}", "reportedInformation": {{
        "incidentSummary": {{"incidentType": "{incident_type}", "incidentDateTime": "2026-11-01T12:00:00Z"}},
        "reportedPeople": {{"reportedPersons": [{{"lastName": "Nobody", "emails": {{"emails": [{{"value": "{email}"}}]}}
        {more} }}]}} }} }}""".encode()


@pytest.fixture(autouse=True)
def _pages_know_invented_places(settings: Any, tmp_path: Path) -> None:
    write_demo_overlay(overlays_folder(tmp_path))
    settings.DATA_DIR = tmp_path


@pytest.fixture
def analyst(person: Person) -> User:
    return person("az", RoleName.ANALYST)


@pytest.fixture
def bring(worker: User, agency: Callable[[str], Agency], places: Gazetteer) -> Bring:
    """Bring a document to Arizona's own desk."""
    start = clock.now()

    def bring(raw: bytes, *, days: int = 0, into: str = "az") -> Report:
        with clock.held_at(start + timedelta(days=days)):
            receipts: list[Receipt] = carry(
                [read_arrival(Arrival("sample.json", raw))],
                by=worker,
                worker=worker,
                places=places,
                into=agency(into),
                channel=Channel.FILE,
            )
        return Report.objects.visible_to(worker).get(pk=receipts[0].report_id)

    return bring


def page(client: Client, user: User, name: str, report: Report) -> str:
    client.force_login(user)
    answer = client.get(reverse(name, args=[report.pk]))
    assert answer.status_code == HTTPStatus.OK, answer.status_code
    return answer.content.decode()


def test_the_versions_of_a_report_say_what_changed(client: Client, bring: Bring, analyst: User) -> None:
    bring(document("900100"))
    report = bring(document("900100", LATER, "other@example.com"), days=1)
    shown = page(client, analyst, "report", report)
    assert "2 versions" in shown
    assert f"First declared as “{FIRST}”" in shown
    changed = page(client, analyst, "report-versions", report)
    assert f"<del>{FIRST}</del>" in changed
    assert f"<ins>{LATER}</ins>" in changed
    assert "<ins>other@example.com</ins>" in changed


def test_the_same_in_other_bytes_is_said_to_be_the_same(client: Client, bring: Bring, analyst: User) -> None:
    bring(document("900101"))
    report = bring(document("900101") + b"\n", days=1)
    assert "says the same as the version before" in page(client, analyst, "report-versions", report)


def test_versions_are_not_found_by_whoever_does_not_see_the_report(
    client: Client, bring: Bring, person: Person
) -> None:
    bring(document("900102"))
    report = bring(document("900102", LATER), days=1)
    client.force_login(person("ut", RoleName.ANALYST))
    assert client.get(reverse("report-versions", args=[report.pk])).status_code == HTTPStatus.NOT_FOUND


def test_a_lead_stands_for_its_reports_in_the_queue_and_counts_tell_both(
    client: Client, bring: Bring, analyst: User
) -> None:
    lead = bring(document("900200"))
    folded = [bring(document(f"90020{n}"), days=n) for n in (1, 2)]
    assert {report.folded_into_id for report in folded} == {lead.pk}
    client.force_login(analyst)
    queue = client.get(reverse("queue")).content.decode()
    assert "900200" in queue
    assert "900201" not in queue
    assert "and 2 folded" in queue
    assert "<b>1</b> lead, for <b>3</b> reports" in queue
    assert "Stands for 2 more reports" in page(client, analyst, "report", lead)
    assert "Folded into" in page(client, analyst, "report", folded[0])


def test_a_report_is_folded_by_number_and_the_fold_is_undone(
    client: Client, bring: Bring, analyst: User, worker: User
) -> None:
    lead, other = bring(document("900300")), bring(document("900301", email="sam@example.com"), days=1)
    client.force_login(analyst)
    words = {"into": "900300", "because": "One household"}
    said = client.post(reverse("report-fold", args=[other.pk]), words, follow=True).content.decode()
    assert "folded into 900300" in said
    other.refresh_from_db(from_queryset=Report.objects.visible_to(worker))
    assert other.folded_into_id == lead.pk
    answer = client.post(reverse("report-unfold", args=[other.pk]), {"because": "Two households"})
    assert answer["Location"] == reverse("report", args=[other.pk])
    other.refresh_from_db(from_queryset=Report.objects.visible_to(worker))
    assert other.folded_into_id is None


def test_what_stands_against_a_fold_is_said_and_nothing_changes(
    client: Client, bring: Bring, analyst: User, worker: User
) -> None:
    bring(document("900400"))
    other = bring(document("900401", email="sam@example.com"), days=1)
    client.force_login(analyst)
    for into, because, said in (
        ("1", "Alike", "has none of that number"),
        ("", "Alike", "Say which report"),
        ("900400", "", "Say why"),
    ):
        words = {"into": into, "because": because}
        answer = client.post(reverse("report-fold", args=[other.pk]), words, follow=True)
        assert said in answer.content.decode()
        assert Report.objects.visible_to(worker).get(pk=other.pk).folded_into_id is None


def test_closing_a_lead_closes_what_it_stands_for(client: Client, bring: Bring, person: Person, worker: User) -> None:
    lead, folded = bring(document("900500")), bring(document("900501"), days=1)
    client.force_login(person("az", RoleName.SUPERVISOR))
    client.post(reverse("report-close", args=[lead.pk]), {"because": "Nothing came of it"})
    rows = Report.objects.visible_to(worker).filter(pk__in=[lead.pk, folded.pk])
    assert {row.status for row in rows} == {"closed"}


def test_earlier_reports_that_the_provider_names_are_linked_both_ways(
    client: Client, bring: Bring, analyst: User
) -> None:
    earlier = bring(document("900600"))
    naming = ', "priorCybertipReports": ["900600", "800000"]'
    later = bring(document("900601", email="sam@example.com", more=naming), days=1)
    shown = page(client, analyst, "report", later)
    assert reverse("report", args=[earlier.pk]) in shown
    assert "no such report among yours" in shown
    assert reverse("report", args=[later.pk]) in page(client, analyst, "report", earlier)


def test_the_receipt_of_a_version_leads_to_its_report(client: Client, bring: Bring, analyst: User) -> None:
    bring(document("900700"))
    report = bring(document("900700", LATER), days=1)
    later = ReportVersion.objects.visible_to(analyst).get(report=report)
    client.force_login(analyst)
    shown = client.get(reverse("submission", args=[later.submission_id])).content.decode()
    assert reverse("report", args=[report.pk]) in shown
    assert "version 2" in shown
