"""The page of a report: what it says and hides, what is written down, and what its acts do."""

import hashlib
import re
import zlib
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.audit.models import Entry
from nightlight.foundation import ids
from nightlight.geography.gazetteer import Gazetteer, overlays_folder
from nightlight.geography.overlay import write_demo_overlay
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.formats.values import Kept, Passage, Sighting
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report, SubmissionPart
from nightlight.investigations.models import Case
from nightlight.triage.actions import assess
from tests.conftest import Person
from tests.triage.conftest import make, places, received, worker

__all__ = ["make", "places", "received", "worker"]

Receive = Callable[..., list[Report]]
SECRET = "Invented words of an account."
CHILDS = "sample.handle.of.a.child"
DOCUMENT = "<reports><note>&lt;b&gt; Sample</note><script>alert(1)</script></reports>"
DIGEST = hashlib.sha256(b"sample").hexdigest()
MARICOPA, DENVER = "04013", "08031"


@pytest.fixture
def triaged(received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace) -> Callable[..., Report]:
    """Give a report with something of everything, received by an agency and assessed."""

    def ready(county: str = MARICOPA, into: str = "national", files: int = 1) -> Report:
        # a fuller report is about somebody else, or it would fold into the first
        email = make.contact(Kind.EMAIL, "alex@example.com" if files == 1 else f"alex{files}@example.com")
        handle = make.contact(Kind.HANDLE, CHILDS, "example social")
        listed = [
            make.file(n, sightings=(Sighting(Identifier(Kind.SHA256, DIGEST), DIGEST, f"/files/{n}/hash"),))
            for n in range(1, files + 1)
        ]
        reading = make.reading(
            make.reported(
                *(make.address(county, n=n) for n in range(files)), email, first_name="Alex", last_name="Example"
            ),
            make.child(age=12, sightings=(handle,)),
            files=tuple(listed),
            passages=(Passage("/additionalInfo", SECRET),),
            kept=(Kept("/unknown", "kept as it stands"),),
            incident_type="Sample incident type",
        )
        [report] = received([reading], into=into)
        assess([report], by=worker, places=places)
        return Report.objects.visible_to(worker).get(pk=report.pk)

    return ready


@pytest.fixture(autouse=True)
def _pages_know_invented_places(settings: Any, tmp_path: Path) -> None:
    write_demo_overlay(overlays_folder(tmp_path))
    settings.DATA_DIR = tmp_path


@pytest.fixture
def report(triaged: Callable[..., Report]) -> Report:
    """Give a report that Arizona received and that a rule assigned to Arizona."""
    return triaged(into="az")


@pytest.fixture
def supervisor(person: Person) -> User:
    return person("az", RoleName.SUPERVISOR)


@pytest.fixture
def document(report: Report) -> SubmissionPart:
    """Keep one document of the report's submission, as it was received."""
    raw = DOCUMENT.encode()
    return SubmissionPart.objects.create(
        id=ids.new(),
        submission_id=report.submission_id,
        position=0,
        sha256=hashlib.sha256(raw).hexdigest(),
        size_bytes=len(raw),
        deflated=zlib.compress(raw),
    )


def get(client: Client, user: User, name: str, *args: Any) -> Any:
    client.force_login(user)
    return client.get(reverse(name, args=args))


def read(client: Client, user: User, report: Report, name: str = "report") -> str:
    answer = get(client, user, name, report.pk)
    assert answer.status_code == HTTPStatus.OK
    return re.sub(r"\s+", " ", answer.content.decode())


def send(client: Client, user: User, name: str, report: Report, **typed: Any) -> Any:
    client.force_login(user)
    return client.post(reverse(name, args=[report.pk]), typed, follow=True)


def written(user: User, outcome: str = "done") -> list[str]:
    entries = Entry.objects.unscoped(because="test").filter(actor_id=user.pk, outcome=outcome).order_by("position")
    return list(entries.values_list("act", flat=True))


def again(report: Report) -> Report:
    return Report.objects.unscoped(because="test").get(pk=report.pk)


# what the page says


def test_the_page_says_what_the_report_says(client: Client, supervisor: User, report: Report) -> None:
    page = read(client, supervisor, report)
    for said in (
        f"<h1>{report.number}</h1>",
        "Example Social",
        "Sample incident type",
        "Alex Example",
        "(alleged)",
        "alex@example.com",
        "Maricopa County, AZ",
        "Fair:",
        "Nightlight holds no file.",
        "counts as not viewed",
        f"{DIGEST[:4]}…{DIGEST[-4:]}",
        "kept as it stands",
        "Why this task force",
        "Not known",
    ):
        assert said in page, said


def test_a_child_is_not_told_apart_here(client: Client, supervisor: User, report: Report) -> None:
    page = read(client, supervisor, report)
    assert "Child, not named here" in page
    assert CHILDS not in page


def test_the_title_of_the_page_carries_no_personal_data(client: Client, supervisor: User, report: Report) -> None:
    title = re.findall("<title>(.*?)</title>", read(client, supervisor, report))
    assert title == [f"Report {report.number} - Nightlight"]


def test_opening_a_report_is_written_down_and_its_account_stays_folded(
    client: Client, supervisor: User, report: Report
) -> None:
    page = read(client, supervisor, report)
    assert SECRET not in page
    assert f"folded ({len(SECRET)} characters)" in page
    assert written(supervisor) == ["report.viewed"]


def test_reading_the_account_is_an_act_of_its_own(client: Client, supervisor: User, report: Report) -> None:
    assert SECRET in read(client, supervisor, report, "report-account")
    assert written(supervisor) == ["report.account_read"]


def test_the_provider_keeps_it_for_a_year(client: Client, supervisor: User, report: Report) -> None:
    page = read(client, supervisor, report)
    assert "365 d left" in page
    assert "18 U.S.C. 2258A(h)" in page


def test_the_history_has_each_assignment_with_its_receipt(client: Client, supervisor: User, report: Report) -> None:
    page = read(client, supervisor, report)
    assert f"Assigned to {Agency.objects.get(code='az').name}" in page
    assert re.search(r"Receipt A-\w+", page)


# the document as received


def test_the_document_is_shown_as_escaped_text_and_opening_it_is_written_down(
    client: Client, supervisor: User, report: Report, document: SubmissionPart
) -> None:
    assert reverse("report-received", args=[report.pk, 0]) in read(client, supervisor, report)
    answer = get(client, supervisor, "report-received", report.pk, 0)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()
    assert written(supervisor) == ["report.viewed", "submission.opened"]


def test_a_document_that_is_not_text_in_its_encoding_is_shown_all_the_same(
    client: Client, supervisor: User, report: Report, document: SubmissionPart
) -> None:
    document.deflated = zlib.compress(b"{\xff\xfe\x00 sample")
    document.save()
    assert "sample" in get(client, supervisor, "report-received", report.pk, 0).content.decode()


def test_a_document_that_is_not_there_or_not_ones_own_is_not_found(
    client: Client, person: Person, supervisor: User, report: Report, document: SubmissionPart
) -> None:
    assert get(client, supervisor, "report-received", report.pk, 7).status_code == HTTPStatus.NOT_FOUND
    stranger = person("co", RoleName.SUPERVISOR)
    assert get(client, stranger, "report-received", report.pk, 0).status_code == HTTPStatus.NOT_FOUND
    assert written(supervisor) + written(stranger) == []


def test_a_task_force_does_not_see_the_submission_that_another_agency_received(
    client: Client, supervisor: User, triaged: Callable[..., Report]
) -> None:
    report = triaged(into="national")
    assert "keeps the submission as it came" in read(client, supervisor, report)
    assert get(client, supervisor, "report-received", report.pk, 0).status_code == HTTPStatus.NOT_FOUND


# who may open it


@pytest.mark.parametrize("name", ["report", "report-account"])
def test_another_agencys_report_is_not_found(client: Client, person: Person, report: Report, name: str) -> None:
    stranger = person("co", RoleName.COMMANDER)
    assert get(client, stranger, name, report.pk).status_code == HTTPStatus.NOT_FOUND
    assert written(stranger) == []


@pytest.mark.parametrize("name", ["report", "report-account"])
def test_without_the_right_it_stays_shut(client: Client, person: Person, report: Report, name: str) -> None:
    administrator = person("az", RoleName.ADMINISTRATOR)
    assert get(client, administrator, name, report.pk).status_code == HTTPStatus.FORBIDDEN
    assert len(written(administrator, "refused")) == 1


def test_signed_out_it_leads_to_the_door(client: Client, report: Report) -> None:
    assert client.get(reverse("report", args=[report.pk])).headers["Location"].startswith("/sign-in")


# the acts


def test_a_report_is_assigned_with_a_reason(client: Client, person: Person, report: Report) -> None:
    utah, coordinator = Agency.objects.get(code="ut"), person("national", RoleName.NATIONAL_COORDINATOR)
    answer = send(client, coordinator, "report-assign", report, to=utah.pk, because="Confirmed by telephone.")
    assert answer.redirect_chain == [(reverse("queue"), HTTPStatus.FOUND)]
    assert f"Report {report.number} is assigned to {utah.name}." in answer.content.decode()
    assert again(report).assigned_to_id == utah.pk


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("az", " "), "Say why in a sentence"),
        (("", "A reason."), "Choose to whom the report goes"),
        (("practice-provider", "A reason."), "Assigned at once is to one&#x27;s own affiliates"),
        (("ut", "A reason."), "choose Transfer"),
        (("az", "A reason."), "is there already"),
    ],
)
def test_an_assignment_that_cannot_be_says_why_and_changes_nothing(
    client: Client, supervisor: User, report: Report, typed: tuple[str, str], said: str
) -> None:
    to = Agency.objects.get(code=typed[0]).pk if typed[0] else ""
    answer = send(client, supervisor, "report-assign", report, to=to, because=typed[1])
    assert answer.redirect_chain == [(reverse("report", args=[report.pk]), HTTPStatus.FOUND)]
    assert said in answer.content.decode()
    assert again(report).assigned_to_id == report.assigned_to_id


def test_what_somebody_assigned_meanwhile_is_not_taken_away_by_a_page_that_is_older(
    client: Client, person: Person, triaged: Callable[..., Report]
) -> None:
    report, coordinator = triaged(DENVER), person("national", RoleName.NATIONAL_COORDINATOR)
    utah, wyoming = Agency.objects.get(code="ut"), Agency.objects.get(code="wy")
    shown = re.search(r'name="held_by"(?: value="([^"]*)")?', read(client, coordinator, report))
    assert shown
    older = shown[1] or ""
    first = {"to": utah.pk, "because": "A reason.", "held_by": older}
    assert "is assigned to" in send(client, coordinator, "report-assign", report, **first).content.decode()
    second = send(client, coordinator, "report-assign", report, **(first | {"to": wyoming.pk}))
    assert "was assigned meanwhile. Look who has it now; nothing was changed." in second.content.decode()
    assert again(report).assigned_to_id == utah.pk
    third = send(client, coordinator, "report-assign", report, **(first | {"to": wyoming.pk, "held_by": utah.pk}))
    assert f"is assigned to {wyoming.name}" in third.content.decode()


def test_a_report_is_closed_with_a_reason(client: Client, supervisor: User, report: Report) -> None:
    answer = send(client, supervisor, "report-close", report, because="Nothing to work.")
    assert answer.redirect_chain == [(reverse("queue"), HTTPStatus.FOUND)]
    assert (again(report).status, again(report).closed_because) == (ReportStatus.CLOSED, "Nothing to work.")
    page = read(client, supervisor, report)
    assert reverse("report-close", args=[report.pk]) not in page
    answer = send(client, supervisor, "report-close", report, because="Once more.")
    assert again(report).closed_because == "Nothing to work."
    assert answer.redirect_chain == [(reverse("report", args=[report.pk]), HTTPStatus.FOUND)]


def test_opening_a_case_takes_the_report_up_and_leads_to_the_case(
    client: Client, supervisor: User, report: Report
) -> None:
    assert reverse("report-case", args=[report.pk]) in read(client, supervisor, report)
    answer = send(client, supervisor, "report-case", report)
    case = Case.objects.visible_to(supervisor).get()
    assert answer.redirect_chain == [(reverse("case", args=[case.pk]), HTTPStatus.FOUND)]
    assert again(report).status == ReportStatus.UNDER_INVESTIGATION
    page = read(client, supervisor, report)
    assert f"Case {case.number}" in page
    assert reverse("report-case", args=[report.pk]) not in page
    send(client, supervisor, "report-case", report)
    assert Case.objects.visible_to(supervisor).count() == 1


@pytest.mark.parametrize("name", ["report-assign", "report-close", "report-case"])
def test_an_act_is_refused_without_its_right_and_written_down(
    client: Client, person: Person, report: Report, name: str
) -> None:
    specialist = person("az", RoleName.VICTIM_SPECIALIST)
    utah = Agency.objects.get(code="ut")
    answer = send(client, specialist, name, report, to=utah.pk, because="A reason.")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert (again(report).status, again(report).assigned_to_id) == (report.status, report.assigned_to_id)
    assert len(written(specialist, "refused")) == 1


@pytest.mark.parametrize("name", ["report-assign", "report-close", "report-case"])
def test_an_act_on_another_agencys_report_is_not_found(
    client: Client, person: Person, report: Report, name: str
) -> None:
    answer = send(client, person("co", RoleName.COMMANDER), name, report, because="A reason.")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert again(report).status == report.status


@pytest.mark.parametrize("name", ["report-assign", "report-close", "report-case"])
def test_an_act_is_not_done_by_reading(client: Client, supervisor: User, report: Report, name: str) -> None:
    assert get(client, supervisor, name, report.pk).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_nobody_is_offered_what_they_may_not_do(client: Client, person: Person, report: Report) -> None:
    investigator, analyst = person("az", RoleName.INVESTIGATOR), person("az", RoleName.ANALYST)
    offered = {
        user: [name for name in ("assign", "close", "case") if f"/reports/{report.pk}/{name}" in page]
        for user, page in ((user, read(client, user, report)) for user in (investigator, analyst))
    }
    assert offered == {investigator: ["close", "case"], analyst: ["assign", "close"]}


def test_the_page_asks_as_often_for_a_full_report_as_for_a_small_one(
    client: Client, supervisor: User, triaged: Callable[..., Report]
) -> None:
    def asked(report: Report) -> int:
        with CaptureQueriesContext(connection) as captured:
            read(client, supervisor, report)
        return len(captured)

    small, full = triaged(into="az", files=1), triaged(into="az", files=9)
    asked(small)
    assert asked(small) == asked(full)
