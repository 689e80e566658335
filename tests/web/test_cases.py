"""The list of cases and the page of one: who sees what."""

import re
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.investigations import actions
from nightlight.investigations.asked import (
    Opening,
    SubjectNamed,
)
from nightlight.investigations.models import (
    CaseDisposition,
    Origin,
)
from nightlight.web.cases import PAGE
from tests.cases import assigned_report, open_case
from tests.conftest import Person
from tests.web.casework import (
    ACTS,
    NAME,
    OF_CHILDREN,
    SPECIALIST,
    full_case,
    held_clock,
    read,
    refused,
    rows,
    specialist,
    supervisor,
    tab,
)

__all__ = ["assigned_report", "full_case", "held_clock", "open_case", "specialist", "supervisor"]


# the list


def test_the_list_leads_to_each_case_of_ones_own(client: Client, supervisor: User, open_case: Callable) -> None:
    ours, theirs = open_case("co"), open_case("ut")
    page = read(client, supervisor, "cases")
    assert reverse("case", args=[ours.pk]) in page
    assert "Sample title" in page
    assert theirs.number not in page


def test_every_tab_counts_what_its_list_holds(client: Client, supervisor: User, open_case: Callable) -> None:
    open_case()
    open_case("ut")
    actions.close_cases([open_case(), open_case()], by=supervisor, disposition=CaseDisposition.UNFOUNDED)
    for show, words, number in [("open", "Open", 1), ("closed", "Closed", 2), ("all", "All", 3)]:
        page = read(client, supervisor, "cases", show=show)
        assert rows(page) == tab(page, words) == number


def test_a_long_list_comes_in_pages_that_hold_every_case_once(client: Client, supervisor: User) -> None:
    many = [Opening(origin=Origin.PROACTIVE)] * (PAGE + 2)
    numbers = {case.number for case in actions.open_cases(many, by=supervisor)}
    first = read(client, supervisor, "cases")
    second = read(client, supervisor, "cases", **{"from": str(PAGE)})
    assert f"?from={PAGE}" in first
    assert (rows(first), rows(second)) == (PAGE, 2)
    assert numbers == {number for number in numbers if (number in first) != (number in second)}


@pytest.mark.parametrize("place", ["nonsense", "-1", "9" * 30, "9999999"])
def test_a_place_that_is_none_shows_a_page_all_the_same(
    client: Client, supervisor: User, open_case: Callable, place: str
) -> None:
    open_case()
    assert read(client, supervisor, "cases", **{"from": place})


def test_the_agency_is_named_to_a_reader_of_several_only(
    client: Client, person: Person, supervisor: User, open_case: Callable, agency: Callable
) -> None:
    open_case()
    above = read(client, person("national", RoleName.NATIONAL_COORDINATOR, RoleName.SUPERVISOR), "cases")
    assert agency("co").name in above
    assert ">Agency<" in above


@pytest.mark.parametrize("show", ["open", "closed", "all"])
def test_an_empty_list_says_what_is_true(client: Client, supervisor: User, show: str) -> None:
    assert "empty-title" in read(client, supervisor, "cases", show=show)


# the page


def test_the_page_shows_all_that_belongs_to_the_case(client: Client, supervisor: User, full_case: Callable) -> None:
    case = full_case()
    page = read(client, supervisor, "case", case.pk)
    for words in [
        f"<h1>{case.number}</h1>",
        "Example Social",
        f'{NAME} <span class="quiet">(alleged)',
        "Found to have produced material",
        "Apr 9, 2018",
        "Material, also online enticement",
        "18 U.S.C. 2252A",
        "Federal",
        "Convicted",
        "Case opened",
    ]:
        assert words in page


def test_the_title_of_the_document_names_the_case_and_nobody(
    client: Client, supervisor: User, full_case: Callable
) -> None:
    case = full_case()
    title = re.search("<title>(.*?)</title>", read(client, supervisor, "case", case.pk))
    assert title
    assert title[1] == f"Case {case.number} - Nightlight"


def test_somebody_who_was_cleared_is_not_called_alleged(client: Client, supervisor: User, open_case: Callable) -> None:
    case = open_case()
    subjects = actions.add_subjects([SubjectNamed(case, NAME)], by=supervisor)
    actions.clear_subjects(subjects, by=supervisor, because="It was somebody else")
    page = read(client, supervisor, "case", case.pk)
    assert f"{NAME} (cleared)" in page
    assert "(alleged)" not in page
    assert reverse("case-finding", args=[case.pk]) not in page


def test_children_are_shown_by_pseudonym_to_those_who_may_know(
    client: Client, person: Person, full_case: Callable
) -> None:
    case = full_case()
    for role in (SPECIALIST, RoleName.COMMANDER):
        page = read(client, person("co", role), "case", case.pk)
        for words in ["MV1", "Recent", "6 to 11", "Apr 10, 2018"]:
            assert words in page


def test_whoever_may_not_know_of_children_sees_no_trace_of_them(
    client: Client, supervisor: User, full_case: Callable, open_case: Callable
) -> None:
    for case in (full_case(), open_case()):
        page = read(client, supervisor, "case", case.pk)
        assert "MV1" not in page
        assert "Children" not in page
        assert "pseudonym" not in page


def test_another_agencys_case_is_not_found(client: Client, supervisor: User, open_case: Callable) -> None:
    client.force_login(supervisor)
    case = open_case("ut")
    for name in ["case", *ACTS]:
        assert client.get(reverse(name, args=[case.pk])).status_code == HTTPStatus.NOT_FOUND
        assert client.post(reverse(name, args=[case.pk])).status_code in {
            HTTPStatus.NOT_FOUND,
            HTTPStatus.METHOD_NOT_ALLOWED,
        }


def test_without_the_right_to_read_cases_neither_page_opens(
    client: Client, person: Person, open_case: Callable
) -> None:
    desk, case = person("national", RoleName.WATCH_DESK), open_case()
    client.force_login(desk)
    for url in (reverse("cases"), reverse("case", args=[case.pk])):
        assert client.get(url).status_code == HTTPStatus.FORBIDDEN
    assert refused(desk) == ["page.cases", "page.case"]


def test_signed_out_every_address_leads_to_the_door(client: Client, open_case: Callable) -> None:
    case = open_case()
    for name in ["case", *ACTS, *OF_CHILDREN]:
        answer = client.get(reverse(name, args=[case.pk]))
        assert answer.status_code == HTTPStatus.FOUND
        assert answer.headers["Location"].startswith(reverse("sign-in"))


def test_an_act_is_offered_to_those_only_who_hold_its_right(
    client: Client, person: Person, supervisor: User, specialist: User, full_case: Callable
) -> None:
    case = full_case()
    addresses = {name: reverse(name, args=[case.pk]) for name in [*ACTS, "case-child"]}
    offered = {
        supervisor: set(ACTS),
        specialist: {"case-child"},
        person("co", RoleName.INVESTIGATOR): set(ACTS) - {"case-close"},
        person("co", RoleName.ANALYST): set(),
    }
    for reader, names in offered.items():
        page = read(client, reader, "case", case.pk)
        assert {name for name, address in addresses.items() if f'"{address}' in page} == names


def test_a_closed_case_offers_nothing_that_it_refuses(client: Client, supervisor: User, full_case: Callable) -> None:
    case = full_case()
    actions.close_cases([case], by=supervisor, disposition=CaseDisposition.ARREST_MADE)
    page = read(client, supervisor, "case", case.pk)
    offered = {name for name in ACTS if f'"{reverse(name, args=[case.pk])}' in page}
    assert offered == {"case-charge", "case-disposition", "case-finding"}
    assert "arrest made" in page


def test_a_full_case_costs_the_same_queries_as_a_small_one(client: Client, person: Person, full_case: Callable) -> None:
    client.force_login(person("co", RoleName.COMMANDER))
    counted = []
    for many in (1, 7):
        case = full_case(many)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("case", args=[case.pk]))
        counted.append(len(captured))
    assert counted[0] == counted[1]


def test_a_long_list_costs_the_same_queries_as_a_short_one(
    client: Client, supervisor: User, open_case: Callable
) -> None:
    client.force_login(supervisor)
    counted = []
    for many in (1, 9):
        for _ in range(many):
            open_case()
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("cases"))
        counted.append(len(captured))
    assert counted[0] == counted[1]
