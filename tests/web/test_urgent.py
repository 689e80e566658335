"""The urgent lane on the site: a banner for whoever is called, "I have it", the receipts, the on-call list."""

import re
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.foundation import clock
from nightlight.urgent.actions import Step
from nightlight.urgent.models import OnCall
from tests.urgent.conftest import Lane, lane, places, received, worker

__all__ = ["lane", "places", "received", "worker"]


def shown(client: Client, user: User, name: str, *args: Any) -> str:
    client.force_login(user)
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == HTTPStatus.OK
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_banner_stands_on_every_page_of_whoever_is_called_and_of_nobody_else(client: Client, lane: Lane) -> None:
    lane.put_on_call(Step(lane.first), Step(lane.second))
    [report] = lane.arrive()
    page = shown(client, lane.first, "queue")
    assert 'aria-live="assertive"' in page
    assert "An urgent report calls you." in page
    assert reverse("report", args=[report.pk]) in shown(client, lane.first, "urgent-banner")
    assert "calls you" not in shown(client, lane.second, "queue")
    assert 'data-alarm="/urgent/banner"' in shown(client, lane.second, "queue")
    assert "data-alarm" not in shown(client, lane.supervisor, "queue")


def test_several_are_counted(client: Client, lane: Lane) -> None:
    lane.put_on_call(Step(lane.first))
    lane.arrive(urgent=3)
    assert "3 urgent reports call you." in shown(client, lane.first, "urgent-banner")


def test_opening_the_report_takes_the_banner_away_and_leaves_the_receipt(client: Client, lane: Lane) -> None:
    lane.put_on_call(Step(lane.first, minutes=5), Step(lane.second))
    [report] = lane.arrive()
    lane.watch(minutes=6)
    page = shown(client, lane.second, "report", report.pk)
    assert "calls you" not in page
    assert f"Called: {lane.first.name}, step 1" in page
    assert f"Called: {lane.second.name}, step 2" in page
    assert "Opened" in page
    assert lane.alarm().answered_by_id == lane.second.pk
    assert "calls you" not in shown(client, lane.first, "queue")


def test_i_have_it_leads_to_the_report(client: Client, lane: Lane) -> None:
    [report] = lane.arrive()
    client.force_login(lane.first)
    answer = client.post(reverse("urgent-take", args=[lane.alarm().pk]), follow=True)
    assert answer.redirect_chain == [(reverse("report", args=[report.pk]), HTTPStatus.FOUND)]
    assert "nobody further is called" in answer.content.decode()
    assert lane.alarm().answer == "taken"
    again = client.post(reverse("urgent-take", args=[lane.alarm().pk]), follow=True)
    assert "answered this alarm already" in again.content.decode()


def test_the_lane_lists_what_waits_and_who_is_on_call(client: Client, lane: Lane) -> None:
    lane.put_on_call(Step(lane.first, minutes=5))
    [report] = lane.arrive()
    page = shown(client, lane.supervisor, "urgent")
    assert report.number in page
    assert "4 min left" in page
    with clock.held_at(clock.now() + timedelta(minutes=9)):
        assert "4 min late" in shown(client, lane.supervisor, "urgent")
    assert f"<li>{lane.first.name}" in page
    assert "5 min" in page


def typed(**steps: Any) -> dict[str, Any]:
    return {f"step{number}-{name}": "" for number in range(5) for name in ("person", "way", "minutes")} | steps


def test_the_on_call_list_is_set_on_a_page(client: Client, lane: Lane) -> None:
    client.force_login(lane.supervisor)
    words = typed(**{"step0-person": lane.second.pk, "step0-minutes": "10", "step2-person": lane.first.pk})
    refused = client.post(reverse("on-call"), words)
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert "Say why the list is changed." in refused.content.decode()
    assert not OnCall.objects.visible_to(lane.supervisor).exists()
    answer = client.post(reverse("on-call"), words | {"because": "Sample rota"}, follow=True)
    assert "holds from now on" in answer.content.decode()
    rows = OnCall.objects.visible_to(lane.supervisor).order_by("position")
    assert list(rows.values_list("position", "person", "minutes")) == [
        (1, lane.second.pk, 10),
        (2, lane.first.pk, None),
    ]
    assert 'value="10"' in shown(client, lane.supervisor, "on-call")


@pytest.mark.parametrize("minutes", ["0", "many", "1441"])
def test_minutes_that_are_none_are_refused(minutes: str, client: Client, lane: Lane) -> None:
    client.force_login(lane.supervisor)
    words = typed(**{"step0-person": lane.first.pk, "step0-minutes": minutes}) | {"because": "Sample rota"}
    assert client.post(reverse("on-call"), words).status_code == HTTPStatus.BAD_REQUEST
    assert not OnCall.objects.visible_to(lane.supervisor).exists()
