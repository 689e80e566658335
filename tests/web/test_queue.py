"""The queue: the order, the tabs and their counts, the pane beside the list, accepting suggestions."""

import itertools
import re
from collections.abc import Callable
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.audit.models import Entry
from nightlight.geography.gazetteer import Gazetteer
from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.values import Passage
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report
from nightlight.intake.nexus import Nexus
from nightlight.investigations.actions import take_up
from nightlight.triage.actions import assess, decide_nexus
from nightlight.triage.queue.listing import queue
from nightlight.web.queue import PAGE
from tests.conftest import Person
from tests.triage.conftest import make, places, received, worker

__all__ = ["make", "places", "received", "worker"]

Receive = Callable[..., list[Report]]
SECRET = "Invented words of an account."
DENVER, MARICOPA = "08031", "04013"
_numbers = itertools.count(1)


@pytest.fixture
def triaged(received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace) -> Receive:
    """Give so many assessed reports whose upload came from a county: Colorado's are suggested, Arizona's routed."""

    def ready(many: int = 1, county: str = MARICOPA, **said: Any) -> list[Report]:
        readings = [
            make.reading(
                make.reported(
                    make.address(county, n=n), make.contact(Kind.EMAIL, f"sample{next(_numbers)}@example.com")
                ),
                files=(make.file(1, viewed_by_provider=True), make.file(2)),
                passages=(Passage("/additionalInfo", SECRET),),
                **said,
            )
            for n in range(many)
        ]
        assess(received(readings), by=worker, places=places)
        numbers = [reading.said.number for reading in readings]
        found = {report.number: report for report in Report.objects.visible_to(worker).filter(number__in=numbers)}
        return [found[number] for number in numbers]

    return ready


def read(client: Client, user: User, **query: str) -> str:
    client.force_login(user)
    answer = client.get(reverse("queue"), query)
    assert answer.status_code == HTTPStatus.OK
    return re.sub(r"\s+", " ", answer.content.decode())


def rows(page: str) -> list[str]:
    return re.findall(r'class="record-number numbers" data-open>([^<]*)<', page)


def tabs(page: str) -> dict[str, int]:
    found = re.findall(r'href="/queue\?show=(\w+)"[^>]*>[^<]*<span class="tabs-count">([\d,]+)<', page)
    return {name: int(how_many.replace(",", "")) for name, how_many in found}


def detail(page: str) -> str:
    return page.partition('id="detail"')[2].partition("</aside>")[0]


def status_of(report: Report) -> tuple[str, str]:
    row = Report.objects.unscoped(because="test").select_related("assigned_to").get(pk=report.pk)
    return row.status, row.assigned_to.code if row.assigned_to else ""


def test_the_reports_stand_by_tier_and_then_by_time(client: Client, worker: User, triaged: Receive) -> None:
    [low], [later_low] = triaged(), triaged()
    [urgent] = triaged(escalation="folded")
    assert rows(read(client, worker)) == [urgent.number, low.number, later_low.number]


def test_an_agency_sees_its_own_reports_only(client: Client, person: Person, triaged: Receive) -> None:
    [report] = triaged()
    assert rows(read(client, person("az", RoleName.ANALYST))) == [report.number]
    assert "No open report" in read(client, person("co", RoleName.ANALYST))


def test_the_counts_of_the_tabs_equal_their_lists(
    client: Client, person: Person, worker: User, triaged: Receive
) -> None:
    triaged(2), triaged(3, DENVER)
    [taken, *_] = triaged(2)
    take_up([taken], by=worker)
    decide_nexus([taken], by=worker, nexus=Nexus.NO, because="A test says so.")
    listed = tabs(read(client, worker))
    assert listed == {"open": 7, "mine": 0, "new": 3, "waiting": 3, "working": 1, "held": 1}
    for name, how_many in listed.items():
        assert len(rows(read(client, worker, show=name))) == how_many


def test_what_waits_for_a_route_concerns_those_who_may_route(client: Client, person: Person, triaged: Receive) -> None:
    triaged(1, MARICOPA)
    assert "waiting" not in tabs(read(client, person("az", RoleName.INVESTIGATOR)))
    assert "waiting" in tabs(read(client, person("az", RoleName.SUPERVISOR)))


def test_a_long_list_is_shown_fifty_at_a_time(client: Client, worker: User, triaged: Receive) -> None:
    triaged(PAGE + 2)
    first = read(client, worker)
    later = re.search(r'href="[^"]*after=([^"&]*)" rel="next"', first)
    assert later
    second = read(client, worker, after=later[1])
    assert (len(rows(first)), len(rows(second))) == (PAGE, 2)
    assert not set(rows(first)) & set(rows(second))
    earlier = re.search(r'href="[^"]*before=([^"&]*)" rel="prev"', second)
    assert earlier
    assert rows(read(client, worker, before=earlier[1])) == rows(first)
    end = queue(worker)[-1]
    assert "The list ends before this place" in read(client, worker, after=str(end.id))


def test_the_address_chooses_the_row_whose_detail_is_shown_and_else_the_first(
    client: Client, worker: User, triaged: Receive
) -> None:
    [first], [second] = triaged(), triaged()
    assert first.number in detail(read(client, worker))
    assert first.number in detail(read(client, worker, at="nonsense"))
    chosen = detail(read(client, worker, at=str(second.pk)))
    assert second.number in chosen
    assert first.number not in chosen


def test_the_detail_says_why_and_what_is_not_known_and_counts_the_files(
    client: Client, worker: User, triaged: Receive
) -> None:
    triaged()
    pane = detail(read(client, worker))
    for said in ("Would move it up:", "Not known:", "2 of 2 files need a warrant before anyone opens them."):
        assert said in pane
    assert "Upload address" in pane
    assert "Rule R-" in pane


def test_the_account_in_words_is_not_unfolded_here(client: Client, worker: User, triaged: Receive) -> None:
    [report] = triaged()
    page = read(client, worker)
    assert SECRET not in page
    assert f"folded ({len(SECRET)} characters)" in page
    assert reverse("report-account", args=[report.pk]) in page


def test_a_report_that_nobody_assessed_says_so(
    client: Client, worker: User, received: Receive, make: SimpleNamespace
) -> None:
    received([make.reading()])
    assert "Not assessed yet" in read(client, worker)


def test_several_suggestions_are_accepted_at_once(client: Client, worker: User, triaged: Receive) -> None:
    first, second, third = triaged(3, DENVER)
    page = read(client, worker)
    assert page.count('type="checkbox" name="report"') == 3
    answer = client.post(reverse("queue-accept"), {"report": [first.pk, second.pk]}, follow=True)
    assert "2 reports are assigned as suggested." in answer.content.decode()
    assert [status_of(one) for one in (first, second)] == [(ReportStatus.ASSIGNED, "co")] * 2
    assert status_of(third) == (ReportStatus.WAITING_FOR_ROUTE, "")


def test_where_nothing_is_suggested_nothing_is_accepted_and_the_page_says_so(
    client: Client, worker: User, triaged: Receive
) -> None:
    [suggested], [routed] = triaged(1, DENVER), triaged(1, MARICOPA)
    client.force_login(worker)
    answer = client.post(reverse("queue-accept"), {"report": [suggested.pk, routed.pk]}, follow=True)
    assert "nothing is suggested" in answer.content.decode()
    assert status_of(suggested) == (ReportStatus.WAITING_FOR_ROUTE, "")
    answer = client.post(reverse("queue-accept"), {}, follow=True)
    assert "Choose at least one report" in answer.content.decode()


def test_another_agencys_report_cannot_be_accepted(client: Client, person: Person, triaged: Receive) -> None:
    [report] = triaged(1, DENVER)
    client.force_login(person("az", RoleName.SUPERVISOR))
    client.post(reverse("queue-accept"), {"report": [report.pk]})
    assert status_of(report) == (ReportStatus.WAITING_FOR_ROUTE, "")


def test_accepting_is_refused_without_the_right_and_written_down(
    client: Client, person: Person, triaged: Receive
) -> None:
    [report] = triaged(1, DENVER)
    investigator = person("co", RoleName.INVESTIGATOR)
    client.force_login(investigator)
    assert client.post(reverse("queue-accept"), {"report": [report.pk]}).status_code == HTTPStatus.FORBIDDEN
    assert status_of(report) == (ReportStatus.WAITING_FOR_ROUTE, "")
    assert Entry.objects.unscoped(because="test").filter(actor_id=investigator.pk, outcome="refused").count() == 1


def test_signed_out_and_without_the_right_the_queue_stays_shut(client: Client, person: Person) -> None:
    assert client.get(reverse("queue")).status_code == HTTPStatus.FOUND
    client.force_login(person("co", RoleName.ADMINISTRATOR))
    assert client.get(reverse("queue")).status_code == HTTPStatus.FORBIDDEN


def test_the_queue_asks_as_often_for_many_reports_as_for_few(client: Client, person: Person, triaged: Receive) -> None:
    coordinator = person("national", RoleName.NATIONAL_COORDINATOR)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(client, coordinator)
        return len(captured)

    triaged(2, DENVER)
    asked()
    few = asked()
    triaged(12, DENVER), triaged(12)
    assert asked() == few


def test_each_key_after_g_leads_to_one_place(client: Client, person: Person) -> None:
    for role in (RoleName.NATIONAL_COORDINATOR, RoleName.COMMANDER, RoleName.ANALYST):
        client.force_login(person("national", role))
        frame = client.get(reverse("queue")).content.decode()
        keys = re.findall(r'data-go="(\w)" data-key-words="([^"]+)"', frame)
        led_to = {key: {words for found, words in keys if found == key} for key, _ in keys}
        assert "n" in led_to
        assert {key: words for key, words in led_to.items() if len(words) > 1} == {}
