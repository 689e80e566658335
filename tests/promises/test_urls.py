"""Every address says who may open it, and holds to it: signed out, without the right, for a stranger's record, with it.

Each is tried by reading and by writing; the wrong one of the two may be answered with 405, but never before the
question of who is asking.
"""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from nightlight.accounts.permissions import Permission
from tests.conftest import Person
from tests.promises.addresses import Address, addresses, holders, others
from tests.promises.furnished import FURNISHED
from tests.promises.walking import only_listed

METHODS = ["get", "post"]
PAGES = [address for address in addresses() if not address.machine]
GUARDED = [address for address in PAGES if address.needs]
BEHIND_THE_DOOR = [address for address in PAGES if address.needs or address.signed_in_because]
OPEN = [address for address in PAGES if address.open_because]
MACHINE = [address for address in addresses() if address.machine]
OF_RECORDS = [address for address in GUARDED if address.takes_a_record]
WRONG_METHOD, NO_SERVER_ERROR = HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.INTERNAL_SERVER_ERROR


def each(*found: Address) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("address", found, ids=[address.name for address in found])


both = pytest.mark.parametrize("method", METHODS)


def test_every_address_says_who_may_open_it() -> None:
    broken = {
        address.name: "does not say who may open it: wrap its view in page, signed_in or open_to_all (web/access.py)"
        for address in PAGES
        if not (address.needs or address.open_because or address.signed_in_because)
    }
    only_listed(broken, "open_addresses.txt")


@each(*GUARDED)
def test_what_an_address_needs_is_a_right(address: Address) -> None:
    assert isinstance(address.needs, Permission), f"{address.name} needs {address.needs!r}, which is no Permission"


@each(*MACHINE)
def test_every_operation_of_the_machine_api_asks_for_a_key(address: Address, client: Client, db: None) -> None:
    assert address.machine
    for operation in address.machine.operations:
        assert operation.auth_callbacks, f"{address.route} lets everybody in"
        for method in operation.methods:
            for headers in ({}, {"Authorization": "Bearer no-such-key"}):
                answer = client.generic(method, address.url(), headers=headers)
                assert answer.status_code == HTTPStatus.UNAUTHORIZED, f"{method} {address.route} let a stranger in"


@both
@each(*BEHIND_THE_DOOR)
def test_signed_out_it_leads_to_the_door(address: Address, method: str, client: Client, db: None) -> None:
    answer = getattr(client, method)(address.url())
    assert answer.status_code in {HTTPStatus.FOUND, HTTPStatus.UNAUTHORIZED}
    if answer.status_code == HTTPStatus.FOUND:
        assert answer.headers["Location"].startswith("/sign-in")


@both
@each(*OPEN)
def test_what_is_open_to_all_opens(address: Address, method: str, client: Client, db: None) -> None:
    assert getattr(client, method)(address.url()).status_code < NO_SERVER_ERROR


@both
@each(*GUARDED)
def test_without_the_right_it_stays_shut_whatever_else_one_holds(
    address: Address, method: str, client: Client, person: Person
) -> None:
    client.force_login(person("co", *others(str(address.needs))))
    assert getattr(client, method)(address.url()).status_code == HTTPStatus.FORBIDDEN


@both
@each(*OF_RECORDS)
def test_a_record_that_is_not_there_is_not_found(address: Address, method: str, client: Client, person: Person) -> None:
    client.force_login(person("co", *holders(str(address.needs))))
    assert getattr(client, method)(address.url()).status_code in {HTTPStatus.NOT_FOUND, WRONG_METHOD}


@both
@pytest.mark.parametrize("name", [name for name in FURNISHED if name in {address.name for address in OF_RECORDS}])
def test_another_agencys_record_is_not_found_just_the_same(
    name: str, method: str, client: Client, person: Person, request: pytest.FixtureRequest
) -> None:
    [address] = [address for address in GUARDED if address.name == name]
    theirs: dict[str, Any] = FURNISHED[name](request, "ut", 1)
    client.force_login(person("co", *holders(str(address.needs))))
    assert getattr(client, method)(address.url(**theirs)).status_code in {HTTPStatus.NOT_FOUND, WRONG_METHOD}


@pytest.mark.parametrize("name", FURNISHED)
def test_with_the_right_ones_own_record_opens(
    name: str, client: Client, person: Person, request: pytest.FixtureRequest
) -> None:
    [address] = [address for address in GUARDED if address.name == name]
    client.force_login(person("co", *holders(str(address.needs))))
    answer = client.get(address.url(**FURNISHED[name](request, "co", 1)))
    assert answer.status_code in {HTTPStatus.OK, WRONG_METHOD}


@both
@each(*(address for address in BEHIND_THE_DOOR if not address.converters))
def test_with_the_right_it_opens(address: Address, method: str, client: Client, person: Person) -> None:
    roles = holders(str(address.needs)) if address.needs else []
    client.force_login(person("co", *roles))
    answer = getattr(client, method)(address.url())
    assert answer.status_code < NO_SERVER_ERROR
    assert answer.status_code not in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
