"""Transfers and persons on the page of a report, the list of transfers, desks, load, coverage: through the pages."""

from collections.abc import Callable
from dataclasses import replace
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
from nightlight.coverage.models import AddedNetwork, TerritoryClaim
from nightlight.foundation import clock
from nightlight.geography.gazetteer import overlays_folder
from nightlight.geography.overlay import write_demo_overlay
from nightlight.intake.models import Report
from nightlight.transfers.models import Transfer
from nightlight.triage.actions import assess
from nightlight.web.load import duration
from nightlight.workload.models import Leave, Skill
from tests.transfers.conftest import again, az, held, make, mn, places, received, worker

__all__ = ["again", "az", "held", "make", "mn", "places", "received", "worker"]
Held = Callable[..., Report]
People = Callable[..., User]
Find = Callable[[str], Agency]


@pytest.fixture(autouse=True)
def _pages_know_invented_places(settings: Any, tmp_path: Path) -> None:
    write_demo_overlay(overlays_folder(tmp_path))
    settings.DATA_DIR = tmp_path


def read(client: Client, user: User, address: str, *args: Any, **query: str) -> str:
    client.force_login(user)
    answer = client.get(reverse(address, args=args), query)
    assert answer.status_code == HTTPStatus.OK, answer.status_code
    return " ".join(answer.content.decode().split())


def send(client: Client, user: User, address: str, *args: Any, **words: Any) -> str:
    client.force_login(user)
    answer = client.post(reverse(address, args=args), words, follow=True)
    return " ".join(answer.content.decode().split())


def offered(client: Client, az: User, report: Report) -> str:
    to = Agency.objects.get(code="mn")
    words = {"to": to.pk, "ground": "not_our_territory", "because": "The house stands in Minneapolis."}
    return send(client, az, "report-offer", report.pk, **words)


def test_a_report_is_offered_accepted_and_both_read_about_it(
    client: Client, held: Held, az: User, mn: User, again: Any
) -> None:
    report = held()
    assert "Transfer…" in read(client, az, "report", report.pk)
    said = offered(client, az, report)
    assert "You hold it until they accept." in said
    assert "Offered to Minnesota ICAC Task Force" in said
    assert "Withdraw the offer…" in said
    assert "71 h left" in said or "72 h left" in said
    shown = read(client, mn, "transfers")
    assert report.number in shown
    assert "The house stands in Minneapolis." in shown
    assert "Nothing waits for an answer" in read(client, az, "transfers")
    assert report.number in read(client, az, "transfers", show="outgoing")
    page = read(client, mn, "report", report.pk)
    assert 'data-key="y"' in page
    assert "Withdraw the offer…" not in page
    assert "is yours now" in send(client, mn, "report-accept", report.pk)
    assert again(report).assigned_to.code == "mn"
    told = read(client, az, "transfers", show="answered")
    assert "Accepted" in told
    assert reverse("report", args=[report.pk]) not in told


def test_a_refusal_goes_back_with_its_reason(client: Client, held: Held, az: User, mn: User, again: Any) -> None:
    report = held()
    offered(client, az, report)
    said = send(client, mn, "report-refuse", report.pk, ground="no_capacity", because="Nobody is free until May.")
    assert "stays with the sender" in said
    page = read(client, az, "report", report.pk)
    assert "Nobody is free until May." in page
    assert "Transfer…" in page
    assert again(report).assigned_to.code == "az"


def test_what_is_missing_is_said_and_nothing_is_offered(client: Client, held: Held, az: User, agency: Find) -> None:
    report = held()
    for words, said in (
        ({"to": "", "ground": "other", "because": "Test."}, "Choose who is asked"),
        ({"to": agency("mn").pk, "ground": "", "because": "Test."}, "Choose a ground"),
        ({"to": agency("mn").pk, "ground": "other", "because": ""}, "Say why in a sentence"),
        ({"to": agency("national").pk, "ground": "other", "because": "Test."}, "offered to task forces"),
    ):
        assert said in send(client, az, "report-offer", report.pk, **words)
    assert "Only the agency that was asked" not in read(client, az, "report", report.pk)
    assert "No offer stands" in send(client, az, "report-accept", report.pk)
    assert not Transfer.objects.visible_to(az).exists()


def test_an_overdue_offer_counts_up_and_is_still_there(client: Client, held: Held, az: User, mn: User) -> None:
    report = held()
    offered(client, az, report)
    client.force_login(mn)
    with clock.held_at(clock.now() + timedelta(hours=80)):
        shown = " ".join(client.get(reverse("transfers")).content.decode().split())
    assert "Overdue: " in shown
    assert "1 of ours to answer is overdue." in shown


def test_a_report_is_given_to_the_person_suggested_first_and_taken_back(
    client: Client, held: Held, az: User, person: People, again: Any
) -> None:
    report, investigator = held(), person("az", RoleName.INVESTIGATOR)
    page = read(client, az, "report", report.pk)
    assert "Suggested, in this order" in page
    assert f"{investigator.name}: has nothing open" in page
    said = send(client, az, "report-give", report.pk, person=investigator.pk, because="Next in turn.")
    assert f"is with {investigator.name}." in said
    assert again(report).worked_by_id == investigator.pk
    assert "1" in read(client, az, "load")
    assert "is with nobody in particular" in send(client, az, "report-take-back", report.pk, because="On leave.")
    assert again(report).worked_by_id is None


def test_a_stranger_cannot_be_chosen(client: Client, held: Held, az: User, person: People) -> None:
    said = send(client, az, "report-give", held().pk, person=person("mn", RoleName.INVESTIGATOR).pk, because="Test.")
    assert "Choose one of the agency&#x27;s people" in said


def test_a_shared_address_without_a_port_is_marked_as_such(
    client: Client, received: Callable[..., list[Report]], az: User, make: Any
) -> None:
    (report,) = received([make.reading(make.reported(replace(make.address("04013", mobile=True), port=None)))], "az")
    page = read(client, az, "report", report.pk)
    assert "mobile carrier&#x27;s shared address: many people at once" in page
    assert "without a port it names nobody" in page


def test_the_route_panel_names_desk_district_and_the_childs_place(
    client: Client, received: Callable[..., list[Report]], worker: User, places: Any, make: Any
) -> None:
    suspect, child = make.reported(make.address("72127")), make.child(sightings=(make.address("27053"),))
    (report,) = received([make.reading(suspect, child)])
    assess([report], by=worker, places=places)
    page = read(client, worker, "report", report.pk)
    assert "Puerto Rico desk" in page
    assert "(led by HSI)" in page
    assert "District of Puerto Rico" in page
    assert "s place:</b> Upload address of a child" in page
    assert "s place points there" in page
    desk = read(client, worker, "desks", desk="puerto_rico")
    assert report.number in desk
    assert report.number not in read(client, worker, "desks", desk="foreign")


def test_who_covers_what_names_certainty_district_and_exception(client: Client, az: User) -> None:
    page = read(client, az, "territories", state="NC", on="2026-11-20")
    assert "Durham County" in page
    assert "Butner" in page
    assert "North Carolina ICAC Task Force" in page
    assert "Today is shown" in read(client, az, "territories", state="XX", on="yesterday")
    assert "No routing policy was in force then" in read(client, az, "territories", on="1999-01-01")


def test_load_names_the_wait_and_who_has_nothing(client: Client, held: Held, az: User) -> None:
    held()
    page = read(client, az, "load")
    assert "Arizona ICAC Task Force" in page
    assert "No first look yet" in page
    assert az.name in page


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "not known"),
        (59, "under 1 min"),
        (7_199, "119 min"),
        (7_200, "2 h"),
        (172_800, "2 d"),
        (1_000_000, "11.6 d"),
        (275_616_000, "3,190 d"),
    ],
)
def test_a_span_is_said_in_the_unit_that_says_enough(seconds: int | None, words: str) -> None:
    assert duration(seconds) == words


def test_skills_and_leave_are_written_down_and_taken_back(client: Client, az: User, person: People) -> None:
    investigator, today = person("az", RoleName.INVESTIGATOR), clock.today()
    send(client, az, "staff-skill", person=investigator.pk, skill="spanish", first_day=today)
    send(client, az, "staff-leave", person=investigator.pk, first_day=today, last_day=today)
    page = read(client, az, "staff")
    assert "Spanish" in page
    assert "away" in page
    skill, leave = Skill.objects.visible_to(az).get(), Leave.objects.visible_to(az).get()
    assert "counts until today" in send(client, az, "staff-skill-end", skill.pk)
    assert "taken back" in send(client, az, "staff-leave-back", leave.pk)
    assert "taken back already" in send(client, az, "staff-leave-back", leave.pk)
    wrong = send(client, az, "staff-leave", person=investigator.pk, first_day=today, last_day=today - timedelta(days=1))
    assert "ends before it begins" in wrong
    assert "Write a skill down…" not in read(client, investigator, "staff")


def test_a_lesson_leads_to_a_claim_which_is_undone(
    *, client: Client, held: Held, az: User, mn: User, person: People, agency: Find
) -> None:
    coordinator = person("national", RoleName.NATIONAL_COORDINATOR)
    report = held()
    offered(client, az, report)
    send(client, mn, "report-accept", report.pk)
    page = read(client, coordinator, "coverage")
    assert "1 of 1 reports from Maricopa County, AZ were passed to Minnesota ICAC Task Force" in page
    link = reverse("territory-claim") + "?place=04013&amp;to=mn"
    assert link in page
    words = {"to": agency("mn").pk, "certainty": "high", "first_day": clock.today(), "because": "Agreed."}
    assert "No county has this code" in send(client, coordinator, "territory-claim", place="00000", **words)
    assert "The territory is claimed" in send(client, coordinator, "territory-claim", place="04013", **words)
    assert "theirs already" in send(client, coordinator, "territory-claim", place="04013", **words)
    claim = TerritoryClaim.objects.visible_to(coordinator).get()
    assert "Maricopa, AZ" in read(client, coordinator, "territory-claim-undo", claim.pk)
    assert "Undone" in send(client, coordinator, "territory-claim-undo", claim.pk, because="Not agreed.")


def test_a_network_is_added_and_ended(client: Client, person: People) -> None:
    administrator = person("national", RoleName.ADMINISTRATOR)
    words = {
        "name": "Sample Carrier", "asn": "", "addresses": "192.0.2.0/24", "kind": "mobile", "sureness": "high",
        "first_day": clock.today(), "because": "The carrier told us.",
    }  # fmt: skip
    assert "one of the two" in send(client, administrator, "network-add", **words | {"asn": "64496"})
    assert "Sample Carrier" in send(client, administrator, "network-add", **words)
    network = AddedNetwork.objects.visible_to(administrator).get()
    assert "It has ended." in send(client, administrator, "network-end", network.pk, because="It changed.")
