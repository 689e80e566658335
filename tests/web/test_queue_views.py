"""Filters in the address, saved views and their links, what is new, and the page asked again while one reads."""

import re
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.desk.models import SavedView
from nightlight.foundation import clock
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.models import Report
from nightlight.triage.actions import assess
from tests.conftest import Person
from tests.triage.conftest import make, places, received, worker

__all__ = ["make", "places", "received", "worker"]

Receive = Callable[..., list[Report]]


@pytest.fixture
def triaged(received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace) -> Receive:
    def ready(many: int = 1, **said: Any) -> list[Report]:
        reports = received([make.reading(make.reported(make.address("04013", n=n)), **said) for n in range(many)])
        assess(reports, by=worker, places=places)
        return reports

    return ready


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"{reverse('queue')}?{query}")
    assert answer.status_code == HTTPStatus.OK
    return re.sub(r"\s+", " ", answer.content.decode())


def numbers(text: str) -> list[str]:
    return re.findall(r'class="record-number numbers" data-open>([^<]*)<', text)


def save(client: Client, query: str, name: str = "Urgent", shared: str = "no") -> str:
    answer = client.post(reverse("queue-view-save"), {"list": query, "name": name, "shared": shared})
    assert answer.status_code == HTTPStatus.FOUND
    return str(answer.headers["Location"]).partition("?")[2]


def test_filters_in_the_address_narrow_the_list_and_stand_as_chips(
    client: Client, worker: User, triaged: Receive
) -> None:
    triaged(2)
    [urgent] = triaged(escalation="folded")
    client.force_login(worker)
    text = page(client, "tier=1&severity=&order=age")
    assert numbers(text) == [urgent.number]
    assert "Remove tier 1" in text
    assert "<b>1</b> report" in text
    assert 'href="/queue?order=age"' in text, "the cross of the chip leads to the list without it"


def test_filters_that_match_nothing_say_so_and_lead_out(client: Client, worker: User, triaged: Receive) -> None:
    triaged()
    client.force_login(worker)
    assert "No report matches these filters" in page(client, "provider=nobody+of+this+name")


def test_the_first_and_the_last_day_that_can_be_written_are_days(
    client: Client, worker: User, triaged: Receive
) -> None:
    [report] = triaged()
    client.force_login(worker)
    day = f"{report.received_at:%Y-%m-%d}"
    assert "1 of 1 report" in page(client, f"since={day}&until={day}")
    assert "1 of 1 report" in page(client, "since=0001-01-01&until=9999-12-31")


def test_part_of_an_address_that_fits_no_filter_is_told(client: Client, worker: User, triaged: Receive) -> None:
    triaged()
    client.force_login(worker)
    text = page(client, "tier=first&tier=7")
    assert "Part of the address fits no filter" in text
    assert "tier: first" in text


def test_the_form_is_there_when_it_is_asked_for_with_what_holds(client: Client, worker: User, triaged: Receive) -> None:
    triaged()
    client.force_login(worker)
    assert 'id="filters"' not in page(client)
    text = page(client, "narrow=1&tier=7&holder=az&columns=provider&columns=status&order=clock")
    for said in (
        'name="tier" value="7" checked',
        '<option value="az" selected>',
        'name="columns" value="provider" checked',
        '<option value="clock" selected>',
    ):
        assert said in text


def test_chosen_columns_are_the_tables_columns(client: Client, worker: User, triaged: Receive) -> None:
    triaged()
    client.force_login(worker)
    text = page(client, "columns=provider,status,holder,channel,state")
    heads = re.findall(r'<th scope="col" class="axis-cell[^>]*>([^<]*)<', text)
    assert heads == ["Provider", "Status", "With", "Came by", "Place"]
    for said in ("Example Social", "No first look yet", "Arizona"):
        assert said in text
    assert "Soonest clock" in text


def test_a_saved_view_opens_by_its_link_with_its_filters_order_and_columns(
    client: Client, worker: User, triaged: Receive
) -> None:
    triaged(2)
    [urgent] = triaged(escalation="folded")
    client.force_login(worker)
    link = save(client, "tier=1&order=age&columns=provider")
    text = page(client, link)
    assert numbers(text) == [urgent.number]
    assert "age, oldest first" in text
    assert re.findall(r'<th scope="col" class="axis-cell[^>]*>([^<]*)<', text) == ["Provider"]
    assert re.search(r'<span class="rail-name">Urgent</span><span class="rail-count">1</span>', text)


def test_a_private_views_link_is_not_found_by_a_colleague_and_a_shared_one_shows_what_they_may_see(
    client: Client, person: Person, worker: User, triaged: Receive
) -> None:
    triaged(2)
    client.force_login(worker)
    private = save(client, "tier=7", "Mine")
    shared = save(client, "tier=7", "Ours", "yes")
    assert len(numbers(page(client, shared))) == 2
    client.force_login(person("national", RoleName.ANALYST))
    unknown = client.get(f"{reverse('queue')}?view={uuid4()}")
    assert client.get(f"{reverse('queue')}?{private}").status_code == unknown.status_code == HTTPStatus.NOT_FOUND
    assert len(numbers(page(client, shared))) == 2
    assert "Shared: Ours" in page(client)
    client.force_login(person("co", RoleName.ANALYST))
    assert client.get(f"{reverse('queue')}?{shared}").status_code == HTTPStatus.NOT_FOUND


def test_the_filters_of_a_link_reach_no_further_than_the_readers_own_rows(
    client: Client, person: Person, triaged: Receive
) -> None:
    triaged(2)
    client.force_login(person("co", RoleName.ANALYST))
    assert numbers(page(client, "holder=az")) == []


def test_a_view_is_shared_kept_back_removed_and_brought_back(client: Client, worker: User, triaged: Receive) -> None:
    triaged()
    client.force_login(worker)
    link = save(client, "tier=7")
    view = SavedView.objects.visible_to(worker).get()
    client.post(reverse("queue-view-share", args=[view.pk]), {"shared": "yes"})
    assert SavedView.objects.visible_to(worker).get().is_shared
    answer = client.post(reverse("queue-view-remove", args=[view.pk]), follow=True)
    text = answer.content.decode()
    assert "The view Urgent is removed." in text
    assert reverse("queue-view-back", args=[view.pk]) in text
    assert client.get(f"{reverse('queue')}?{link}").status_code == HTTPStatus.NOT_FOUND
    client.post(reverse("queue-view-back", args=[view.pk]))
    assert "Urgent" in page(client, link)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Give the view a name; nothing was saved."),
        ("x" * 200, "A view&#x27;s name has 40 letters at most; nothing was saved."),
    ],
)
def test_a_view_without_a_fitting_name_is_not_saved_and_the_page_says_so(
    name: str, said: str, client: Client, worker: User
) -> None:
    client.force_login(worker)
    answer = client.post(reverse("queue-view-save"), {"list": "tier=1", "name": name, "shared": "no"}, follow=True)
    assert said in answer.content.decode()
    assert not SavedView.objects.visible_to(worker).exists()


def test_every_count_on_the_page_equals_its_list(client: Client, worker: User, triaged: Receive) -> None:
    triaged(3), triaged(2, escalation="folded")
    client.force_login(worker)
    links = [save(client, query, f"View {query}") for query in ("tier=1", "tier=7", "provider=cloud", "stands=folded")]
    text = page(client)
    said = re.findall(
        r'href="/queue\?view=([^"]*)"[^>]*><span class="rail-name">[^<]*</span><span class="rail-count">(\d+)', text
    )
    assert len(said) == len(links)
    for view, many in said:
        assert len(numbers(page(client, f"view={view}"))) == int(many)
    assert re.search(r'aria-current="page"[^>]*>.*?<span class="rail-count">5<', text)


def test_news_since_the_last_visit_is_marked_and_counted_and_opening_it_takes_the_mark_away(
    client: Client, worker: User, triaged: Receive
) -> None:
    [old] = triaged()
    client.force_login(worker)
    page(client)
    later = clock.now() + timedelta(hours=3)
    with clock.held_at(later):
        [new, other] = triaged(2)
    with clock.held_at(later + timedelta(hours=3)):
        text = page(client)
        assert "<b>2</b> new since" in text
        assert text.count('class="unread"') == 2
        assert text.count("new since your last visit") == 2
        client.get(reverse("report", args=[new.pk]))
        assert "<b>1</b> new since" in page(client)
        client.post(reverse("queue-seen", args=[other.pk]))
        assert "<b>0</b> new since" in page(client)
        client.post(reverse("queue-seen", args=[new.pk]), {"unread": "yes"})
        assert numbers(page(client, "unread=yes")) == [new.number]
    assert old.number in text


def test_while_one_reads_the_page_can_ask_what_came_in(client: Client, worker: User, triaged: Receive) -> None:
    triaged()
    client.force_login(worker)
    since = re.search(r'data-since="([^"]+)"', page(client))
    assert since

    def changes(**query: str) -> Any:
        return client.get(reverse("queue-changes"), {"since": since[1], **query})

    assert changes().json() == {"new": 0, "changed": 0}
    with clock.held_at(clock.now() + timedelta(minutes=1)):
        triaged(2), triaged(1, escalation="folded")
    assert changes().json() == {"new": 3, "changed": 0}
    assert changes(tier="1").json() == {"new": 1, "changed": 0}
    with CaptureQueriesContext(connection) as captured:
        changes()
    assert sum("intake_report" in query["sql"] for query in captured.captured_queries) == 1
    for wrong in ("", "yesterday", "2026-01-01T00:00:00"):
        answer = client.get(reverse("queue-changes"), {"since": wrong})
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert "ISO 8601" in answer.json()["message"]


def test_the_pane_of_one_report_comes_by_itself_and_only_to_those_who_see_it(
    client: Client, worker: User, person: Person, triaged: Receive
) -> None:
    [report] = triaged()
    client.force_login(worker)
    text = client.get(reverse("queue-pane", args=[report.pk])).content.decode()
    assert report.number in text
    assert "<html" not in text
    assert "365 d left" in text
    client.force_login(person("co", RoleName.ANALYST))
    assert client.get(reverse("queue-pane", args=[report.pk])).status_code == HTTPStatus.NOT_FOUND
    assert client.post(reverse("queue-seen", args=[report.pk])).status_code == HTTPStatus.NOT_FOUND


def test_the_page_asks_as_often_with_twenty_views_and_every_filter_as_with_one(
    client: Client, worker: User, triaged: Receive
) -> None:
    triaged(3)
    client.force_login(worker)
    save(client, "tier=7", "First")

    def asked(query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, query)
        return len(captured)

    asked("")
    few = asked("")
    for number in range(19):
        save(client, f"tier={number % 7}&victim=High&stands=leads", f"View {number}")
    asked("")
    assert asked("") == few
    assert asked("tier=7&known=escalated&known=new_file&age=0&state=AZ&status=assigned&order=clock") <= few
