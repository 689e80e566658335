"""Beside the files of a report: how each stood on the lists of known hashes, and the way to what the lists say."""

import html
import re
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.intake.models import Report
from nightlight.web.hash_words import OTHERWISE
from tests.conftest import Person
from tests.hashes.conftest import md5, medium, pdq
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
    with_pdq,
    worker,
)

__all__ = ["bare", "bring", "coordinator", "desk", "hash_list", "own_folder", "places", "received", "worker"]


@pytest.fixture
def analyst(person: Person) -> User:
    return person("national", RoleName.NATIONAL_COORDINATOR)


def page(client: Client, user: User, report: Report) -> str:
    client.force_login(user)
    answer = client.get(reverse("report", args=[report.pk]))
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def words(content: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content))


def test_the_files_of_a_report_say_how_each_stands_on_the_lists(client: Client, desk: Desk, analyst: User) -> None:
    desk.list_says(medium(1, VictimIdentified="false"), medium(2, VictimIdentified="true"), medium(3))
    [report] = desk.here(with_md5(1, 2, 4, 5, 6, 7))
    said = words(page(client, analyst, report))
    on_the_page = {name: int(number) for number, name in re.findall(r" ([0-9]+) file-([0-9])\.jpg", said)}
    first, second = sorted((on_the_page["1"], on_the_page["2"]))
    for line in (
        f"Known, the child is not identified 1 of 6 files with a digest: file {on_the_page['1']} ",
        f"Known, the child is identified 1 of 6 files with a digest: file {on_the_page['2']} ",
        f"Known and recirculated 2 of 6 files with a digest: files {first} and {second} ",
        "New: matches nothing on any list here 4 of 6 files with a digest: such as files ",
    ):
        assert line in said


def test_files_that_are_neither_known_nor_new_are_said_to_be_so(client: Client, desk: Desk, analyst: User) -> None:
    desk.list_says(medium(4, Category=4))
    [report] = desk.here(with_md5(4))
    assert f"{OTHERWISE} every file with a digest" in words(page(client, analyst, report))


def test_where_no_list_was_asked_nothing_is_said_of_it(client: Client, bare: Desk, analyst: User, db: None) -> None:
    [report] = bare.here(with_md5(1))
    said = words(page(client, analyst, report))
    assert "matches nothing on any list" not in said
    assert OTHERWISE not in said


def test_its_digests_are_looked_up_with_one_press_and_stand_in_no_address(
    client: Client, desk: Desk, analyst: User
) -> None:
    desk.list_says(medium(1, PDQ=pdq(1)))
    [report] = desk.here((*with_md5(7), *with_pdq(1, 3)))
    content = page(client, analyst, report)
    [given] = re.findall(r'name="digests" value="([^"]*)"', content)
    assert sorted(html.unescape(given).splitlines()) == [f"md5:{md5(7)}", f"pdq:{pdq(1, 3)}"]
    answer: Any = client.post(reverse("hashes-look-up"), {"digests": html.unescape(given)})
    assert "alike, 1 bit apart" in words(answer.content.decode())
    assert not [link for link in re.findall(r'(?:href|action)="([^"]*)"', content) if md5(7) in link]
