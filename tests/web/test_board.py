"""The board of an operation: its numbers are those of the records they open, for whoever may see them."""

import re
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.operations.models import Operation
from nightlight.reporting.measures import MEASURES
from tests.conftest import Person
from tests.reporting.countable import FIRST, Field, noon
from tests.web.boards import (
    addresses,
    board_of,
    commander,
    coordinator,
    field,
    figures,
    held_clock,
    main_of,
    numerals,
    owned_by_utah,
    read,
    rows,
    total_of,
    worked,
)

__all__ = ["commander", "coordinator", "field", "held_clock", "owned_by_utah", "worked"]


# the list


def test_the_list_shows_the_operations_that_the_reader_sees_newest_first(
    client: Client, field: Field, owned_by_utah: Operation, coordinator: User, commander: User
) -> None:
    ours = field.operation("co", "wa")
    page = read(client, coordinator, reverse("operations"))
    assert rows(page) == 2
    assert page.index(board_of(owned_by_utah)) < page.index(board_of(ours))
    assert "Mar 1, 2018 to May 31, 2018" in page
    assert 'data-label="Participants">2<' in page
    page = read(client, commander, reverse("operations"))
    assert rows(page) == 1
    assert board_of(ours) in page


def test_an_empty_list_says_what_is_true(client: Client, commander: User) -> None:
    assert "No operation yet" in read(client, commander, reverse("operations"))


def test_a_place_after_the_end_leads_back_to_the_beginning(client: Client, field: Field, commander: User) -> None:
    field.operation("co")
    assert "The list ends before this place" in read(client, commander, reverse("operations") + "?from=50")


def test_a_long_list_costs_the_same_queries_as_a_short_one(client: Client, field: Field, commander: User) -> None:
    counted = []
    for many in (1, 7):
        for _ in range(many):
            field.operation("co", "wa")
        client.force_login(commander)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("operations"))
        counted.append(len(captured))
    assert counted[0] == counted[1]


# the board


@pytest.mark.parametrize("query", ["", "?by=task_force", "?measure=arrests&rows=all", "?measure=people_reached"])
@pytest.mark.parametrize("reader", ["coordinator", "commander", "detective"])
def test_each_number_of_the_board_is_the_total_of_the_records_it_opens(
    client: Client, field: Field, worked: Operation, query: str, reader: str
) -> None:
    who = field.reader(reader)
    shown = numerals(read(client, who, board_of(worked, query)))
    assert shown
    for address, number in shown.items():
        page = read(client, who, address)
        assert total_of(page) == number, address
        if "people_reached" not in address:
            assert rows(page) == number, address


def test_the_coordinator_counts_all_who_take_part_and_a_commander_their_own(
    client: Client, worked: Operation, coordinator: User, commander: User
) -> None:
    assert figures(read(client, coordinator, board_of(worked))) == {
        "Children identified": "5",
        "Found to have produced or abused": "4",
        "Arrests": "5",
        "Complaints investigated": "4",
        "Task forces": "3",
    }
    page = read(client, commander, board_of(worked))
    assert list(figures(page).values()) == ["3", "2", "2", "2", "1"]
    assert "Colorado" in page
    assert "Florida:" not in page.replace("Florida: not shown", "")
    assert "Colorado ICAC Task Force only." in page


def test_children_stand_first_with_how_long_ago_it_was(client: Client, worked: Operation, coordinator: User) -> None:
    page = read(client, coordinator, board_of(worked))
    lead = page.split("figure-lead")[1].split("</div>")[0]
    assert "Children identified" in lead
    assert re.sub("<[^>]*>", "", lead.split("figure-counts")[1]).startswith('">recent 4, historical 1')
    assert page.count("figure-lead") == 1


def test_presentations_and_people_are_words_under_the_task_forces(
    client: Client, worked: Operation, coordinator: User
) -> None:
    words = re.sub("<[^>]*>", "", main_of(read(client, coordinator, board_of(worked))))
    assert "4 presentations to 120 people" in words


@pytest.mark.parametrize("query", ["", "?by=task_force&rows=all&measure=children_identified"])
def test_every_link_of_the_board_leads_somewhere(
    client: Client, worked: Operation, coordinator: User, commander: User, query: str
) -> None:
    for reader in (coordinator, commander):
        found = addresses(read(client, reader, board_of(worked, query)))
        assert len(found) > 20
        for address in found:
            assert client.get(address).status_code == HTTPStatus.OK, address


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_every_link_of_the_records_leads_somewhere(
    client: Client, worked: Operation, coordinator: User, measure: str
) -> None:
    page = read(client, coordinator, reverse("operation-records", args=[worked.pk, measure]))
    listed = main_of(page).split('<section class="panel"')[1]
    assert listed.count("data-open") == (0 if "pre" in measure or "people" in measure else rows(page))
    for address in addresses(page):
        assert client.get(address).status_code == HTTPStatus.OK, address


def test_a_figure_whose_right_is_missing_is_words_and_never_a_number(
    client: Client, worked: Operation, person: Person
) -> None:
    auditor = person("co", RoleName.AUDITOR)
    page = read(client, auditor, board_of(worked))
    shown = figures(page)
    assert shown.pop("Task forces") == "1"
    assert all(words.startswith("not shown") for words in shown.values())
    assert "needs the right victim:read" in shown["Children identified"]
    assert "recent" not in main_of(page)
    assert not [address for address in addresses(page) if "/records/arrests" in address]
    answer = client.get(reverse("operation-records", args=[worked.pk, "arrests"]))
    assert answer.status_code == HTTPStatus.FORBIDDEN


def test_the_table_is_by_state_or_by_task_force_with_the_same_total(
    client: Client, worked: Operation, coordinator: User
) -> None:
    feet = []
    for query in ("?by=state", "?by=task_force"):
        page = read(client, coordinator, board_of(worked, query))
        feet.append(re.sub(r"<[^>]*>|\s+", " ", page.split("<tfoot>")[1].split("</tfoot>")[0]).split()[-3:])
    assert feet[0] == feet[1] == ["5", "5", "4"]


def test_a_state_opens_its_task_forces(client: Client, worked: Operation, coordinator: User) -> None:
    page = read(client, coordinator, board_of(worked, "?by=task_force&state=FL"))
    table = page.split('id="numbers"')[1].split("</section>")[0]
    assert table.count('<th scope="row">') == 3
    assert "Colorado" not in table
    assert "All task forces" in table


def test_a_long_table_shows_the_largest_and_what_the_rest_add_up_to(
    client: Client, field: Field, coordinator: User
) -> None:
    codes = ("al", "ak", "az", "ar", "co", "ct", "de", "hi", "id", "ia", "ks", "ky", "me", "md")
    for code in codes:
        field.complaint(code, noon(FIRST))
    operation = field.operation(*codes)
    page = read(client, coordinator, board_of(operation))
    rest = page.split("2 more states")[1].split("</tr>")[0]
    assert re.findall(r"<td[^>]*>([^<]*)</td>", rest) == ["2", "0", "0", "2"]
    table = read(client, coordinator, board_of(operation, "?rows=all")).split("<tbody>")[1]
    assert table.split("</tbody>")[0].count("<tr>") == len(codes)
    assert "more states" not in table


def test_the_board_says_as_of_when_with_the_zone_and_that_it_is_live(
    client: Client, worked: Operation, coordinator: User
) -> None:
    page = read(client, coordinator, board_of(worked))
    assert "As of Mon Mar 5, 10:00 EST (15:00 UTC)" in page
    for words in (
        ">Planned</span>",
        ">Live</span>",
        "Operation of: National coordinator",
        "alleged until a court decides",
    ):
        assert words in page
    assert "As of the end of Mar 3, 2018, UTC" in read(client, coordinator, board_of(worked, "?as_of=2018-03-03"))


def test_a_day_to_come_counts_as_today(client: Client, worked: Operation, coordinator: User) -> None:
    assert "As of Mon Mar 5" in read(client, coordinator, board_of(worked, "?as_of=2030-01-01"))


def test_before_its_first_day_an_operation_counts_nothing_and_says_so(
    client: Client, worked: Operation, coordinator: User
) -> None:
    page = read(client, coordinator, board_of(worked, "?as_of=2018-02-27"))
    assert figures(page)["Arrests"] == "0"
    assert "No day counts yet" in page


def test_every_day_and_every_category_opens_its_records(client: Client, worked: Operation, coordinator: User) -> None:
    shown = numerals(read(client, coordinator, board_of(worked)))
    for number in range(5):
        assert [address for address in shown if f"day={FIRST + timedelta(days=number)}" in address]
    assert [value for address, value in shown.items() if "category=b" in address] == [1]
    assert sum(value for address, value in shown.items() if "/arrests?category=" in address) == 5


def test_the_board_works_without_the_map(
    client: Client, worked: Operation, coordinator: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr("nightlight.web.board_panels.ASSETS", tmp_path)
    page = read(client, coordinator, board_of(worked))
    assert "No map here" in page
    assert "The same numbers" in page


def test_nobody_taking_part_is_said_in_words(client: Client, field: Field, coordinator: User) -> None:
    page = read(client, coordinator, board_of(field.operation()))
    assert "Nobody takes part whose numbers you may see" in page


def test_a_full_board_costs_the_same_queries_as_an_empty_one(
    client: Client, field: Field, worked: Operation, coordinator: User
) -> None:
    counted = []
    for operation in (field.operation("co"), worked):
        client.force_login(coordinator)
        with CaptureQueriesContext(connection) as captured:
            client.get(board_of(operation))
        counted.append(len(captured))
    assert counted[0] == counted[1]
