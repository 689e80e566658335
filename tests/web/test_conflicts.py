"""Conflicts: both sides see that a match exists and whom to call, and nothing more."""

import re
from collections.abc import Callable
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.audit.models import Entry
from nightlight.deconfliction import actions
from nightlight.deconfliction.interests import Interest
from nightlight.deconfliction.lifecycle import ConflictOutcome, ConflictStatus, Standing
from nightlight.deconfliction.models import Conflict
from nightlight.foundation import ids
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.investigations.actions import open_cases
from nightlight.investigations.asked import Opening
from nightlight.investigations.models import Case, Origin
from nightlight.web.conflicts import PAGE
from tests.conftest import Person

MAIL = "sample.person@example.com"


@pytest.fixture
def desk(person: Person) -> SimpleNamespace:
    return SimpleNamespace(
        colorado=person("co", RoleName.INVESTIGATOR),
        utah=person("ut", RoleName.INVESTIGATOR),
        watch=person("national", RoleName.WATCH_DESK),
        outsider=person("wy", RoleName.COMMANDER),
    )


@pytest.fixture
def case(person: Person) -> Case:
    """Give a case of Colorado."""
    opening = Opening(origin=Origin.PROACTIVE, title="Sample title")
    return open_cases([opening], by=person("co", RoleName.SUPERVISOR))[0]


@pytest.fixture
def conflicts(desk: SimpleNamespace, agency: Callable[[str], Agency], case: Case) -> Callable[..., list[Conflict]]:
    """Raise so many conflicts between Colorado, which holds a case, and Utah."""

    def make(many: int = 1) -> list[Conflict]:
        mails = [Identifier(Kind.EMAIL, f"{at}.{ids.new()}.{MAIL}") for at in range(many)]
        ours = [Interest(agency("co").pk, mail, Standing.CASE, "investigations.case", case.pk) for mail in mails]
        theirs = [Interest(agency("ut").pk, mail, Standing.TIP, "intake.report", ids.new()) for mail in mails]
        actions.register(ours, by=desk.colorado)
        return actions.register(theirs, by=desk.utah)

    return make


@pytest.fixture
def open_conflict(conflicts: Callable[..., list[Conflict]]) -> Conflict:
    return conflicts()[0]


def read(client: Client, user: User, name: str, *args: Any, **query: str) -> str:
    client.force_login(user)
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == HTTPStatus.OK
    return re.sub(r"\s+", " ", answer.content.decode())


def send(client: Client, user: User, name: str, conflict: Conflict, **typed: Any) -> str:
    """Post, and return the page that one is led back to."""
    client.force_login(user)
    answer = client.post(reverse(name, args=[conflict.pk]), typed, follow=True)
    assert answer.redirect_chain == [(reverse("conflict", args=[conflict.pk]), HTTPStatus.FOUND)]
    return answer.content.decode()


def stands(conflict: Conflict) -> tuple[str, str]:
    row = Conflict.objects.unscoped(because="test").get(pk=conflict.pk)
    return row.status, row.outcome


def refused(user: User) -> list[str]:
    entries = Entry.objects.unscoped(because="test").filter(actor_id=user.pk, outcome="refused").order_by("position")
    return list(entries.values_list("act", flat=True))


# the list


def test_the_list_says_whom_to_call(
    client: Client, desk: SimpleNamespace, open_conflict: Conflict, agency: Callable[[str], Agency]
) -> None:
    page = read(client, desk.colorado, "conflicts")
    assert reverse("conflict", args=[open_conflict.pk]) in page
    assert agency("ut").name in page
    assert agency("ut").telephone in page
    assert "your side has not acknowledged" in page


def test_whoever_stands_above_sees_both_sides_in_the_list(
    client: Client, desk: SimpleNamespace, open_conflict: Conflict, agency: Callable[[str], Agency]
) -> None:
    page = read(client, desk.watch, "conflicts")
    assert open_conflict.number in page
    assert agency("co").name in page
    assert agency("ut").name in page


def test_a_third_agency_sees_an_empty_list(client: Client, desk: SimpleNamespace, open_conflict: Conflict) -> None:
    page = read(client, desk.outsider, "conflicts")
    assert "No conflict" in page
    assert open_conflict.number not in page


def test_a_long_list_comes_in_pages_at_a_fixed_number_of_queries(
    client: Client, desk: SimpleNamespace, conflicts: Callable[..., list[Conflict]]
) -> None:
    client.force_login(desk.colorado)
    counted = []
    for many in (1, PAGE):
        conflicts(many)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("conflicts"))
        counted.append(len(captured))
    assert counted[0] == counted[1]
    assert read(client, desk.colorado, "conflicts").count("data-row") == PAGE
    assert read(client, desk.colorado, "conflicts", **{"from": str(PAGE)}).count("data-row") == 1


# the page


def test_each_side_sees_the_way_to_its_own_record_and_nothing_of_the_others(
    client: Client, desk: SimpleNamespace, open_conflict: Conflict, case: Case, agency: Callable[[str], Agency]
) -> None:
    ours = read(client, desk.colorado, "conflict", open_conflict.pk)
    theirs = read(client, desk.utah, "conflict", open_conflict.pk)
    assert reverse("case", args=[case.pk]) in ours
    assert case.number in ours
    assert str(case.pk) not in theirs
    assert case.number not in theirs
    for page in (ours, theirs):
        assert "Both sides see the same page." in page
        assert "Sample title" not in page
        assert MAIL not in page
        assert open_conflict.token not in page
        for code in ("co", "ut"):
            assert agency(code).name in page
            assert agency(code).telephone in page


def test_a_record_that_the_reader_may_not_open_is_not_linked(
    client: Client, person: Person, open_conflict: Conflict, case: Case
) -> None:
    reader = person("co", RoleName.WATCH_DESK)
    page = read(client, reader, "conflict", open_conflict.pk)
    assert str(case.pk) not in page
    assert "is not one that you may open" in page


def test_the_title_of_the_document_names_the_conflict_only(
    client: Client, desk: SimpleNamespace, open_conflict: Conflict
) -> None:
    title = re.search("<title>(.*?)</title>", read(client, desk.utah, "conflict", open_conflict.pk))
    assert title
    assert title[1] == f"Conflict {open_conflict.number} - Nightlight"


def test_a_third_agency_does_not_find_it(client: Client, desk: SimpleNamespace, open_conflict: Conflict) -> None:
    client.force_login(desk.outsider)
    assert client.get(reverse("conflict", args=[open_conflict.pk])).status_code == HTTPStatus.NOT_FOUND
    for name in ("conflict-acknowledge", "conflict-settle"):
        assert client.post(reverse(name, args=[open_conflict.pk]), {"outcome": "joined"}).status_code == 404
    assert stands(open_conflict) == (ConflictStatus.OPEN, "")


def test_without_the_right_nothing_opens_and_nothing_changes(
    client: Client, person: Person, open_conflict: Conflict
) -> None:
    specialist, analyst = person("co", RoleName.VICTIM_SPECIALIST), person("co", RoleName.ANALYST)
    client.force_login(specialist)
    for url in (reverse("conflicts"), reverse("conflict", args=[open_conflict.pk])):
        assert client.get(url).status_code == HTTPStatus.FORBIDDEN
    assert refused(specialist) == ["page.conflicts", "page.conflict"]
    client.force_login(analyst)
    for name in ("conflict-acknowledge", "conflict-settle"):
        assert client.post(reverse(name, args=[open_conflict.pk])).status_code == HTTPStatus.FORBIDDEN
    assert refused(analyst) == ["page.acknowledge", "page.settle"]
    assert stands(open_conflict) == (ConflictStatus.OPEN, "")


def test_whoever_may_only_read_is_offered_no_act(client: Client, person: Person, open_conflict: Conflict) -> None:
    page = read(client, person("co", RoleName.ANALYST), "conflict", open_conflict.pk)
    assert reverse("conflict-acknowledge", args=[open_conflict.pk]) not in page
    assert reverse("conflict-settle", args=[open_conflict.pk]) not in page


def test_signed_out_every_address_leads_to_the_door(client: Client, open_conflict: Conflict) -> None:
    for name in ("conflict", "conflict-acknowledge", "conflict-settle"):
        answer = client.post(reverse(name, args=[open_conflict.pk]))
        assert answer.headers["Location"].startswith(reverse("sign-in"))


def test_an_act_is_never_done_by_following_a_link(
    client: Client, desk: SimpleNamespace, open_conflict: Conflict
) -> None:
    client.force_login(desk.colorado)
    for name in ("conflict-acknowledge", "conflict-settle"):
        assert client.get(reverse(name, args=[open_conflict.pk])).status_code == HTTPStatus.METHOD_NOT_ALLOWED


# acknowledging


def test_a_side_acknowledges_for_itself(
    client: Client, desk: SimpleNamespace, open_conflict: Conflict, agency: Callable[[str], Agency]
) -> None:
    page = send(client, desk.colorado, "conflict-acknowledge", open_conflict, side=agency("co").pk)
    assert stands(open_conflict) == (ConflictStatus.ACKNOWLEDGED_BY_ONE, "")
    assert f"Conflict {open_conflict.number} is acknowledged for {agency('co').name}." in page
    assert "You acknowledged" in page
    assert "Acknowledge for your side" not in page


def test_a_side_is_not_offered_the_other_sides_answer_and_cannot_give_it(
    client: Client, desk: SimpleNamespace, open_conflict: Conflict, agency: Callable[[str], Agency]
) -> None:
    page = read(client, desk.colorado, "conflict", open_conflict.pk)
    assert str(agency("ut").pk) not in page
    page = send(client, desk.colorado, "conflict-acknowledge", open_conflict, side=agency("ut").pk)
    assert "You answer for your own side only." in page
    assert stands(open_conflict) == (ConflictStatus.OPEN, "")
    assert refused(desk.colorado) == ["conflict.acknowledged"]


def test_the_watch_desk_acknowledges_for_each_side(
    client: Client, desk: SimpleNamespace, open_conflict: Conflict, agency: Callable[[str], Agency]
) -> None:
    page = read(client, desk.watch, "conflict", open_conflict.pk)
    for code in ("co", "ut"):
        assert f"Acknowledge for {agency(code).name}" in page
        send(client, desk.watch, "conflict-acknowledge", open_conflict, side=agency(code).pk)
    assert stands(open_conflict) == (ConflictStatus.ACKNOWLEDGED_BY_BOTH, "")


@pytest.mark.parametrize("side", ["", "nonsense", "01a20b56-a7ae-7467-8ae1-da851bcb6aa4"])
def test_an_answer_for_no_known_side_changes_nothing(
    client: Client, desk: SimpleNamespace, open_conflict: Conflict, side: str
) -> None:
    assert "Say for which" in send(client, desk.colorado, "conflict-acknowledge", open_conflict, side=side)
    assert stands(open_conflict) == (ConflictStatus.OPEN, "")


# settling


def test_settling_waits_for_both_sides_and_says_so(
    client: Client, desk: SimpleNamespace, open_conflict: Conflict
) -> None:
    page = read(client, desk.colorado, "conflict", open_conflict.pk)
    assert "Opens when both sides have acknowledged." in page
    page = send(client, desk.colorado, "conflict-settle", open_conflict, outcome="joined")
    assert "settled only after both sides have acknowledged" in page
    assert stands(open_conflict) == (ConflictStatus.OPEN, "")


@pytest.fixture
def acknowledged_conflict(open_conflict: Conflict, desk: SimpleNamespace) -> Conflict:
    actions.acknowledge(open_conflict, by=desk.colorado)
    return actions.acknowledge(open_conflict, by=desk.utah)


@pytest.mark.parametrize("outcome", list(ConflictOutcome))
def test_either_side_records_how_it_ended(
    client: Client, desk: SimpleNamespace, acknowledged_conflict: Conflict, outcome: ConflictOutcome
) -> None:
    assert f'value="{outcome}"' in read(client, desk.utah, "conflict", acknowledged_conflict.pk)
    page = send(client, desk.utah, "conflict-settle", acknowledged_conflict, outcome=outcome.value)
    assert stands(acknowledged_conflict) == (ConflictStatus.SETTLED, outcome)
    assert f"Settled: {outcome.replace('_', ' ')}" in page
    assert "How did it end?" not in page


@pytest.mark.parametrize("outcome", ["", "nonsense"])
def test_an_outcome_that_is_none_changes_nothing(
    client: Client, desk: SimpleNamespace, acknowledged_conflict: Conflict, outcome: str
) -> None:
    page = send(client, desk.utah, "conflict-settle", acknowledged_conflict, outcome=outcome)
    assert "Choose how it ended" in page
    assert stands(acknowledged_conflict) == (ConflictStatus.ACKNOWLEDGED_BY_BOTH, "")


def test_what_is_settled_is_not_settled_again(
    client: Client, desk: SimpleNamespace, acknowledged_conflict: Conflict
) -> None:
    actions.settle(acknowledged_conflict, by=desk.utah, outcome=ConflictOutcome.JOINED)
    page = send(client, desk.colorado, "conflict-settle", acknowledged_conflict, outcome="yielded")
    assert "It is settled" in page
    assert stands(acknowledged_conflict) == (ConflictStatus.SETTLED, ConflictOutcome.JOINED)
