"""On the page of a list: what changed, how far it was followed; behind it, one's own reports that read otherwise."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.foundation import ids
from nightlight.hashes.actions import withdraw_import
from nightlight.notices.models import Notice
from nightlight.triage.actions import assign
from tests.conftest import Person
from tests.hashes.conftest import medium
from tests.rematching.conftest import (
    Desk,
    bare,
    bring,
    coordinator,
    desk,
    hash_list,
    own_folder,
    places,
    received,
    with_md5,
    worker,
)
from tests.rematching.test_bounds import after

__all__ = ["bare", "bring", "coordinator", "desk", "hash_list", "own_folder", "places", "received", "worker"]


@pytest.fixture
def analyst(person: Person) -> User:
    return person("co", RoleName.ANALYST)


def words(client: Client, user: User, name: str, *args: Any) -> str:
    client.force_login(user)
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == HTTPStatus.OK
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_page_of_a_list_says_how_far_a_change_was_followed(client: Client, desk: Desk, analyst: User) -> None:
    desk.here(with_md5(1))
    brought = desk.list_says(medium(1))
    assert "Import complete" in words(client, analyst, "hash-list", brought.list_id)
    assert "not yet" in words(client, analyst, "hash-list", brought.list_id)
    desk.follow(stop=after(1))
    assert "Matching again: equal digests" in words(client, analyst, "hash-list", brought.list_id)
    assert "1 of 1 entries, 100 %" in words(client, analyst, "hash-list", brought.list_id)
    desk.follow()
    assert "Done" in words(client, analyst, "hash-list", brought.list_id)


def test_each_agency_sees_its_own_reports_behind_the_change_and_opens_them_from_the_notice(
    client: Client, desk: Desk, analyst: User, person: Person, agency: Callable[[str], Agency]
) -> None:
    reports = desk.here(*[with_md5(1)] * 3)
    assign(reports[:2], to=agency("co"), by=desk.worker, because="Sample reason")
    brought = desk.list_says(medium(1))
    desk.follow()
    notice = Notice.objects.visible_to(analyst).get()
    client.force_login(analyst)
    behind = client.get(reverse("notice", args=[notice.pk]), follow=True)
    assert behind.redirect_chain[-1][0] == reverse("hash-change", args=[desk.changes()[0].pk])
    shown = behind.content.decode()
    assert "2 reports are judged otherwise" in shown
    assert [reverse("report", args=[report.pk]) in shown for report in reports] == [True, True, False]
    assert "the same; what is known of its files changed" in shown
    withdraw_import(brought, by=desk.coordinator, because="Sample reason")
    change = desk.changes()[0].pk
    assert "Not done yet" in words(client, analyst, "hash-change", change)
    desk.follow()
    stranger = person("wy", RoleName.ANALYST)
    assert "No report of yours reads otherwise" in words(client, stranger, "hash-change", change)


def test_a_change_that_is_not_there_is_not_found(client: Client, analyst: User) -> None:
    client.force_login(analyst)
    assert client.get(reverse("hash-change", args=[ids.new()])).status_code == HTTPStatus.NOT_FOUND
