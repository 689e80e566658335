"""The records behind a number of the board, the report to take along, and who may not open them."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.audit.models import Entry
from nightlight.operations.models import Operation
from nightlight.reporting.records import PAGE
from tests.conftest import Person
from tests.reporting.countable import FIRST, Field, noon
from tests.web.boards import (
    addresses,
    board_of,
    commander,
    coordinator,
    field,
    held_clock,
    owned_by_utah,
    read,
    rows,
    total_of,
    worked,
)

__all__ = ["commander", "coordinator", "field", "held_clock", "owned_by_utah", "worked"]


# the records


def test_the_title_of_the_records_says_what_was_clicked(client: Client, worked: Operation, coordinator: User) -> None:
    address = reverse("operation-records", args=[worked.pk, "arrests"])
    page = read(client, coordinator, f"{address}?state=CO&category=a&as_of=2018-03-03&task_force=co")
    assert "<h1>2 arrests (alleged), Colorado ICAC Task Force, Colorado, Material</h1>" in page
    assert "as of Mar 3, 2018 (UTC)" in page
    assert "alleged until a court decides" in page


def test_a_record_opens_where_it_stands(client: Client, field: Field, commander: User) -> None:
    operation = field.operation("co")
    complaint, arrest, child = field.complaint("co", noon(FIRST)), field.arrest("co", FIRST), field.child("co", FIRST)
    expected = {
        "complaints": reverse("report", args=[complaint.pk]),
        "arrests": reverse("case", args=[arrest.case_id]),
        "children_identified": reverse("case", args=[child.case_id]),
    }
    for measure, address in expected.items():
        page = read(client, commander, reverse("operation-records", args=[operation.pk, measure]))
        assert address in addresses(page)
    assert f">{child.case.number} MV1</a>" in page


def test_many_records_come_in_pages_that_hold_each_once(client: Client, field: Field, coordinator: User) -> None:
    operation = field.operation("co")
    numbers = {field.complaint("co", noon(FIRST)).number for _ in range(PAGE + 2)}
    address = reverse("operation-records", args=[operation.pk, "complaints"])
    first, second = read(client, coordinator, address), read(client, coordinator, f"{address}?from={PAGE}")
    assert total_of(first) == total_of(second) == PAGE + 2
    assert (rows(first), rows(second)) == (PAGE, 2)
    assert numbers == {each for each in numbers if (f">{each}</a>" in first) != (f">{each}</a>" in second)}
    assert client.get(f"{address}?from={2 * PAGE}").status_code == HTTPStatus.NOT_FOUND


def test_one_record_is_worded_as_one(client: Client, field: Field, coordinator: User) -> None:
    operation = field.operation("co")
    field.child("co", FIRST)
    page = read(client, coordinator, reverse("operation-records", args=[operation.pk, "children_identified"]))
    assert "<h1>1 child identified</h1>" in page


def test_no_record_is_said_in_words(client: Client, field: Field, coordinator: User) -> None:
    page = read(client, coordinator, reverse("operation-records", args=[field.operation("co").pk, "arrests"]))
    assert "No record counts here" in page
    assert total_of(page) == 0


# the report to take along


@pytest.mark.parametrize(("form", "kind"), [("csv", "text/csv"), ("json", "application/json")])
def test_the_report_holds_the_numbers_of_the_board(
    client: Client, worked: Operation, coordinator: User, form: str, kind: str
) -> None:
    client.force_login(coordinator)
    answer = client.get(reverse("operation-download", args=[worked.pk, form]))
    assert answer.headers["Content-Type"].startswith(kind)
    assert f'filename="{worked.code}-2018-03-05.{form}"' in answer.headers["Content-Disposition"]
    if form == "json":
        assert answer.json()["figures"]["arrests"] == 5
    else:
        assert answer.content.decode().splitlines()[-1].endswith(",total,All participants,,3,4,5,4,5,4,120")


def test_the_pdf_is_handed_out(client: Client, worked: Operation, commander: User) -> None:
    client.force_login(commander)
    answer: Any = client.get(reverse("operation-download", args=[worked.pk, "pdf"]))
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"


# who may not


def test_what_is_no_address_of_a_board_is_not_found(client: Client, worked: Operation, coordinator: User) -> None:
    client.force_login(coordinator)
    records = reverse("operation-records", args=[worked.pk, "complaints"])
    for address in (
        board_of(worked, "?measure=beauty"),
        board_of(worked, "?as_of=yesterday"),
        board_of(worked, "?by=task_force&task_force=wa"),
        reverse("operation-records", args=[worked.pk, "beauty"]),
        records + "?category=a",
        records + "?day=nonsense",
        reverse("operation-download", args=[worked.pk, "docx"]),
    ):
        assert client.get(address).status_code == HTTPStatus.NOT_FOUND, address


def _every_page(operation: Operation) -> list[str]:
    return [
        board_of(operation),
        reverse("operation-records", args=[operation.pk, "complaints"]),
        reverse("operation-download", args=[operation.pk, "csv"]),
    ]


def test_an_operation_in_which_one_does_not_take_part_is_not_found(
    client: Client, owned_by_utah: Operation, commander: User
) -> None:
    client.force_login(commander)
    for address in _every_page(owned_by_utah):
        assert client.get(address).status_code == HTTPStatus.NOT_FOUND


def test_without_the_right_no_page_opens_and_the_try_is_written_down(
    client: Client, worked: Operation, person: Person
) -> None:
    nobody = person("co", RoleName.ADMINISTRATOR)
    client.force_login(nobody)
    for address in (reverse("operations"), *_every_page(worked)):
        assert client.get(address).status_code == HTTPStatus.FORBIDDEN
    assert Entry.objects.unscoped(because="test").filter(actor_id=nobody.pk).count() == 4


def test_signed_out_every_address_leads_to_the_door(client: Client, worked: Operation) -> None:
    for address in (reverse("operations"), *_every_page(worked)):
        answer = client.get(address)
        assert answer.status_code == HTTPStatus.FOUND
        assert answer.headers["Location"].startswith(reverse("sign-in"))
