"""What the tests of an operation's pages share: an operation at work, and how a page is read."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.foundation import clock
from nightlight.operations.models import Operation
from tests.conftest import Person
from tests.reporting.countable import FIRST, Field

NOW = datetime(2018, 3, 5, 15, tzinfo=UTC)
CODES = ("co", "fl-central", "fl-south", "wa")
HREF = re.compile(r'href="([^"]+)"')


@pytest.fixture(autouse=True)
def held_clock() -> Iterator[datetime]:
    with clock.held_at(NOW) as moment:
        yield moment


@pytest.fixture
def field(db: None) -> Field:
    return Field()


@pytest.fixture
def worked(field: Field) -> Operation:
    """Give an operation in which Colorado and two of Florida did something; Washington did too, and does not join."""
    for code in (*CODES, "co"):
        field.one_of_each(code, FIRST)
    field.arrest("fl-south", FIRST, "b")
    field.child("co", FIRST, "historical")
    return field.operation("co", "fl-central", "fl-south")


@pytest.fixture
def owned_by_utah(field: Field) -> Operation:
    """Give a later operation of Utah's own, in which nobody else takes part."""
    operation = field.operation("ut")
    operation.agency, operation.starts_on = field.agency("ut"), date(2018, 4, 1)
    operation.save()
    return operation


@pytest.fixture
def coordinator(person: Person) -> User:
    return person("national", RoleName.NATIONAL_COORDINATOR)


@pytest.fixture
def commander(person: Person) -> User:
    return person("co", RoleName.COMMANDER)


def read(client: Client, reader: User, address: str) -> str:
    client.force_login(reader)
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.OK, address
    return answer.content.decode()


def board_of(operation: Operation, query: str = "") -> str:
    return reverse("operation", args=[operation.pk]) + query


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def addresses(page: str) -> list[str]:
    return [html.unescape(each) for each in HREF.findall(main_of(page))]


def numerals(page: str) -> dict[str, int]:
    """Return each number of a page that opens records, by the address it opens."""
    shown = re.findall(r'<a(?: class="numeral")? href="([^"]*/records/[^"]*)">([\d,]+)</a>', main_of(page))
    return {html.unescape(href): int(number.replace(",", "")) for href, number in shown}


def figures(page: str) -> dict[str, str]:
    labels = re.findall(r'figure-label">([^<]*)<.*?figure-numeral">(.*?)</p>', page, re.DOTALL)
    return {label: re.sub("<[^>]*>", "", number).strip() for label, number in labels}


def total_of(page: str) -> int:
    title = re.search(r"<h1>([\d,]+) ", page)
    assert title
    return int(title[1].replace(",", ""))


def rows(page: str) -> int:
    return page.count("<tr data-row>")
