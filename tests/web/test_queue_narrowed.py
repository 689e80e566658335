"""The queue narrowed to a person, a desk, the Internet nexus and a court's rule; and the pages that lead there."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.desk.actions import save_view
from nightlight.gate.actions import set_rule
from nightlight.geography.gazetteer import Gazetteer
from nightlight.identifiers.kinds import Kind
from nightlight.intake.models import Report
from nightlight.intake.nexus import Nexus
from nightlight.triage.actions import assess, assign, decide_nexus, fold
from nightlight.triage.queue.filters import read
from nightlight.triage.queue.listing import page_of
from nightlight.triage.queue.orders import Order
from nightlight.workload.actions import give
from tests.conftest import Person
from tests.gate.conftest import (
    VIEWED,
    Filed,
    SetRule,
    asked,
    filed,
    make,
    places,
    reported_file,
    ruled,
    supervisor,
    worker,
)
from tests.triage.conftest import received

__all__ = ["filed", "make", "places", "received", "ruled", "supervisor", "worker"]
Receive = Callable[..., list[Report]]


def page(client: Client, user: User, name: str = "queue", *args: Any, **query: str) -> str:
    client.force_login(user)
    return re.sub(r"\s+", " ", client.get(reverse(name, args=args), query).content.decode())


def numbers(text: str) -> set[str]:
    return set(re.findall(r'class="record-number numbers" data-open>([^<]*)<', text))


@pytest.fixture
def investigator(person: Person) -> User:
    return person("az", RoleName.INVESTIGATOR)


@pytest.fixture
def at_a_desk(received: Receive, worker: User, places: Gazetteer, make: Any) -> Report:
    [report] = received([make.reading(make.reported(make.address("72127")))])
    assess([report], by=worker, places=places)
    return Report.objects.visible_to(worker).get(pk=report.pk)


def test_the_queue_of_a_person_is_what_they_have(
    client: Client, filed: Filed, supervisor: User, investigator: User
) -> None:
    given, free = filed(number="1"), filed(number="2")
    give([given], to=investigator, by=supervisor, because="Next in turn.")
    for user, query in (
        (investigator, {"show": "mine"}),
        (investigator, {"person": "me"}),
        (supervisor, {"person": str(investigator.pk)}),
    ):
        assert numbers(page(client, user, **query)) == {given.number}
    assert numbers(page(client, supervisor, person="none")) == {free.number}
    assert numbers(page(client, supervisor, person="me")) == set()
    chip = page(client, supervisor, person=str(investigator.pk))
    assert f"Remove person {investigator.name}" in chip
    assert f'<option value="{investigator.pk}" selected>{investigator.name}</option>' in page(
        client, supervisor, person=str(investigator.pk), narrow="1"
    )


def test_a_column_says_who_has_a_report_and_that_nobody_has(
    client: Client, filed: Filed, supervisor: User, investigator: User
) -> None:
    given, free = filed(number="1"), filed(number="2")
    give([given], to=investigator, by=supervisor, because="Next in turn.")
    text = page(client, supervisor, columns="person,holder")
    cells = re.findall(r'data-label="Person"><span class="cell-words">([^<]*)<', text)
    assert dict(zip(re.findall(r"data-open>([^<]*)<", text), cells, strict=True)) == {
        given.number: investigator.name,
        free.number: "nobody",
    }


def test_the_numbers_of_the_load_page_open_exactly_what_they_count(
    client: Client, filed: Filed, supervisor: User, investigator: User
) -> None:
    reports = [filed(number=str(each)) for each in range(3)]
    give(reports[:2], to=investigator, by=supervisor, because="Next in turn.")
    fold([filed(number="3")], into=reports[2], by=supervisor, because="The same account.")
    load = page(client, supervisor, "load")
    links = re.findall(r'<a href="/queue\?([^"]*)" class="numeral">(\d+)</a>', load)
    assert links == [("holder=az", "3"), ("holder=az&amp;person=none", "1"), (f"person={investigator.pk}", "2")]
    for query, many in links:
        given = dict(part.split("=") for part in query.split("&amp;"))
        assert len(numbers(page(client, supervisor, **given))) == int(many)


def test_a_view_of_mine_is_each_readers_own(client: Client, filed: Filed, supervisor: User, person: Person) -> None:
    one, other = person("az", RoleName.INVESTIGATOR), person("az", RoleName.INVESTIGATOR)
    reports = filed(number="1"), filed(number="2")
    for report, who in zip(reports, (one, other), strict=True):
        give([report], to=who, by=supervisor, because="Next in turn.")
    mine = {"person": ("me",)}
    view = save_view(by=one, name="My own", filters=mine, order=Order.TIER, columns=[], shared=True)
    assert numbers(page(client, one, view=str(view.pk))) == {reports[0].number}
    assert numbers(page(client, other, view=str(view.pk))) == {reports[1].number}


def test_who_is_no_colleague_has_no_name_in_a_chip(client: Client, supervisor: User, person: Person) -> None:
    stranger = person("mn", RoleName.INVESTIGATOR)
    text = page(client, supervisor, person=str(stranger.pk))
    assert stranger.name not in text
    assert text.count("somebody of another agency") == page(client, supervisor, person=str(uuid4())).count(
        "somebody of another agency"
    )


def test_the_queue_of_a_desk_is_what_waits_there_until_somebody_gets_it(
    client: Client, at_a_desk: Report, filed: Filed, worker: User
) -> None:
    filed(number="1")
    assert at_a_desk.desk == "puerto_rico"
    assert numbers(page(client, worker, desk="puerto_rico")) == {at_a_desk.number}
    assert numbers(page(client, worker, desk="foreign")) == set()
    assert "Remove desk Puerto Rico" in page(client, worker, desk="puerto_rico")
    assert '<a href="/queue?desk=puerto_rico" class="numeral">1 in the queue</a>' in page(client, worker, "desks")
    assign([at_a_desk], to=Agency.objects.get(code="az"), by=worker, because="They know the person.")
    assert Report.objects.visible_to(worker).get(pk=at_a_desk.pk).desk == ""
    assert numbers(page(client, worker, desk="puerto_rico")) == set()


def test_what_is_held_back_from_the_index_has_a_list(
    *, client: Client, received: Receive, worker: User, places: Gazetteer, make: Any, supervisor: User
) -> None:
    where = (make.verified_zip("85001"),)
    mails = [make.contact(Kind.EMAIL, f"alex{each}@example.com") for each in range(2)]
    contacts = [make.contact(Kind.PHONE, "+16125550114"), *mails]
    reports = received([make.reading(make.reported(one, places=where)) for one in contacts], into="az")
    assess(reports, by=worker, places=places)
    decide_nexus([reports[2]], by=worker, nexus=Nexus.NO, because="It was a letter on paper.")
    unknown, known, refused = (one.number for one in reports)
    assert numbers(page(client, supervisor, show="held")) == {unknown, refused}
    for answer, expected in (("yes", {known}), ("no", {refused}), ("unknown", {unknown})):
        assert numbers(page(client, supervisor, nexus=answer)) == expected
    assert "Remove Internet nexus not known" in page(client, supervisor, nexus="unknown")


def test_the_queue_shows_which_open_reports_a_new_rule_touches(
    client: Client, filed: Filed, supervisor: User, ruled: SetRule, worker: User
) -> None:
    touched, folded = (filed(reported_file(each), number=str(each)) for each in (1, 2))
    filed(number="3"), filed(reported_file(4), into="nv", number="4")
    fold([folded], into=touched, by=supervisor, because="The same account.")
    rule = ruled(**VIEWED)
    text = page(client, supervisor, touched=str(rule.pk))
    assert numbers(text) == {touched.number}
    assert f"Remove touched by rule State courts, Arizona, version {rule.version}" in text
    said = page(client, supervisor, "gate-rule", rule.pk)
    assert f'<a href="/queue?touched={rule.pk}" class="numeral">1 in the queue</a>' in said
    assert f'<a href="/queue?touched={rule.pk}&amp;stands=folded" class="numeral">1 folded</a>' in said
    assert numbers(page(client, supervisor, touched=str(rule.pk), stands="folded")) == {folded.number}
    assert f'<option value="{rule.pk}">State courts, Arizona' in page(client, supervisor, narrow="1")
    later = ruled(**VIEWED)
    assert numbers(page(client, supervisor, touched=str(later.pk))) == {touched.number}


def test_a_rule_of_the_nation_touches_nobody_who_has_set_one_nearer(
    filed: Filed, ruled: SetRule, worker: User, person: Person
) -> None:
    def touched(rule: UUID) -> list[UUID]:
        return [row.id for row in page_of(worker, read({"touched": [str(rule)]})).rows]

    report = filed(reported_file(1), number="1")
    nation = set_rule(asked(**VIEWED), by=person("national", RoleName.NATIONAL_COORDINATOR))
    assert touched(nation.pk) == [report.pk]
    assert touched(ruled(**VIEWED).pk) == [report.pk]
    assert touched(nation.pk) == []
    assert touched(uuid4()) == [], "a rule that is not there touches nothing"


def test_a_rule_costs_the_same_queries_in_one_view_as_in_many(
    client: Client, filed: Filed, supervisor: User, ruled: SetRule
) -> None:
    filed(reported_file(1), number="1")
    rules = [ruled(**VIEWED) for _ in range(3)]

    def view(rule: Any, name: str) -> None:
        kept = {"touched": (str(rule.pk),)}
        save_view(by=supervisor, name=name, filters=kept, order=Order.TIER, columns=[], shared=False)

    def queries() -> int:
        page(client, supervisor)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("queue"))
        return len(captured)

    view(rules[0], "First")
    few = queries()
    for at, rule in enumerate(rules):
        view(rule, f"View {at}")
    assert queries() == few
