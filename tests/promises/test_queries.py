"""A page asks as many questions of the database for many rows as for few."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from tests.conftest import Person
from tests.promises.addresses import Address, addresses, holders
from tests.promises.furnished import FURNISHED
from tests.promises.walking import only_listed

FEW, MANY = 2, 12
MOST = {"queue": 32, "queue-pane": 28, "report": 60}
"""How many questions the pages ask on which analysts live, at most: what goes beyond is felt at each key."""
BY_NAME = {address.name: address for address in addresses()}


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def reader(address: Address, person: Person) -> User:
    return person("co", *holders(str(address.needs)))


def test_every_page_that_opens_without_arguments_is_counted_or_listed_with_a_reason() -> None:
    pages = {address.name for address in addresses() if address.needs and not address.converters}
    words = "say in furnished.py how its rows are made, or list it with a reason why it has none that could grow"
    only_listed(dict.fromkeys(pages - FURNISHED.keys(), words), "without_rows.txt")


@pytest.mark.parametrize("name", FURNISHED)
def test_many_rows_cost_the_same_queries_as_few(
    name: str, client: Client, person: Person, request: pytest.FixtureRequest
) -> None:
    address = BY_NAME[name]
    client.force_login(reader(address, person))
    url = address.url(**FURNISHED[name](request, "co", FEW))
    client.get(url)
    few = queries(client, url)
    url = url if not address.converters else address.url(**FURNISHED[name](request, "co", MANY))
    if not address.converters:
        FURNISHED[name](request, "co", MANY)
    many = queries(client, url)
    assert many == few, f"{name} asked {few} questions for {FEW} rows and {many} for {MANY}"
    assert many <= MOST.get(name, many), f"{name} asked {many} questions; {MOST.get(name)} are enough"


def test_the_count_of_queries_sees_a_query_per_row(person: Person, db: None) -> None:
    people = [person("co") for _ in range(MANY)]
    everyone = User.objects.get_queryset().unscoped(because="a test of the measure")
    rows = everyone.filter(pk__in=[one.pk for one in people])
    with CaptureQueriesContext(connection) as captured:
        assert all(one.agency.name for one in rows)
    assert len(captured) == MANY + 1
