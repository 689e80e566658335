"""Filters, orders and counts of the queue: a count is its list's length, whatever is asked."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.geography.gazetteer import Gazetteer
from nightlight.identifiers.kinds import Kind
from nightlight.intake.models import Report
from nightlight.triage.actions import accept_suggestions, assess, fold
from nightlight.triage.queue.counting import counts
from nightlight.triage.queue.filters import FILTERS, Asked, Asking, read
from nightlight.triage.queue.judgement import judgements
from nightlight.triage.queue.keys import Mark
from nightlight.triage.queue.listing import page_of, queue
from nightlight.triage.queue.orders import Order, Stretch

Receive = Callable[..., list[Report]]
Person = Callable[..., User]
CHOICES = {
    "tier": ["0", "1", "3", "7"],
    "victim": ["Not known", "None seen", "High", "Very high"],
    "offender": ["Not known", "None seen"],
    "solvable": ["Open", "Fading", "Gone", "Not known"],
    "severity": ["Not known", "None seen", "Medium"],
    "status": ["received", "waiting_for_route", "assigned"],
    "holder": ["az", "co", "none"],
    "person": ["me", "none"],
    "desk": ["puerto_rico", "foreign"],
    "nexus": ["yes", "no", "unknown"],
    "provider": ["Example Social", "Testbed Chat"],
    "channel": ["file", "api"],
    "state": ["AZ", "CO"],
    "known": [mark.value for mark in Mark],
    "stands": ["leads", "alone", "folded"],
    "since": ["2026-01-01", "2999-01-01"],
    "until": ["2026-01-01", "2999-01-01"],
    "age": ["0", "30"],
    "clock": ["over", "30", "400"],
    "number": ["9", "77"],
}
asked_for = st.fixed_dictionaries(
    {}, optional={name: st.lists(st.sampled_from(values), min_size=1, max_size=2) for name, values in CHOICES.items()}
).map(read)


@pytest.fixture
def world(
    received: Receive, worker: User, person: Person, places: Gazetteer, make: SimpleNamespace
) -> tuple[User, list[Report]]:
    """A queue with something of everything: urgent and not, ours and theirs, folded, suggested, not assessed."""
    readings = [
        make.reading(
            make.reported(
                make.address("04013" if n % 2 else "08031", n=n), make.contact(Kind.EMAIL, f"world{n}@example.com")
            ),
            make.child(age=12),
            number=f"77{n}" if n % 5 == 0 else "",
            escalation="folded" if n % 4 == 0 else "",
            files=(make.file(),) if n % 3 else (),
        )
        for n in range(14)
    ]
    reports = received(readings)
    assess(reports, by=worker, places=places)
    accept_suggestions(reports[2:6:2], by=worker)
    [abroad, heard] = received(
        [
            make.reading(make.reported(make.address("72127"))),
            make.reading(make.reported(make.contact(Kind.PHONE, "+16125550114"))),
        ]
    )
    assess([abroad, heard], by=worker, places=places)
    Report.objects.visible_to(worker).filter(pk=reports[2].pk).update(worked_by=worker)
    first, second, third = queue(person("az", RoleName.ANALYST))[-3:]
    fold([Report(pk=second.id), Report(pk=third.id)], into=Report(pk=first.id), by=worker, because="A test folds.")
    received([make.reading()])
    return worker, reports


def listed(actor: User, asked: Asked, order: Order = Order.TIER) -> list[str]:
    return [row.number for row in page_of(actor, asked, Stretch(order)).rows]


def test_every_filter_has_choices_that_are_tried_here() -> None:
    assert CHOICES.keys() == FILTERS.keys() - {"unread", "touched"}, "the two are tried in tests/desk and tests/web"


def test_a_count_is_the_length_of_its_list_for_every_combination(world: tuple[User, list[Report]]) -> None:
    actor, _ = world

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(st.lists(asked_for, min_size=1, max_size=4))
    def holds(lists: list[Asked]) -> None:
        named = {str(at): one for at, one in enumerate(lists)}
        found = counts(actor, named)
        assert found == {name: len(listed(actor, one)) for name, one in named.items()}

    holds()


def test_every_filter_lets_some_through_and_keeps_some_out(world: tuple[User, list[Report]]) -> None:
    actor, _ = world
    everything = set(listed(actor, Asked())) | set(listed(actor, read({"stands": ["folded"]})))
    for name, values in CHOICES.items():
        lists = [set(listed(actor, read({name: [value]}))) for value in values]
        assert any(lists), f"{name} lets nothing through"
        assert any(one != everything for one in lists), f"{name} keeps nothing out"


@pytest.mark.parametrize("order", list(Order))
def test_reading_on_from_a_report_and_back_gives_every_report_once(
    order: Order, world: tuple[User, list[Report]]
) -> None:
    actor, _ = world
    whole, found = listed(actor, Asked(), order), []
    page = page_of(actor, Asked(), Stretch(order), limit=3)
    pages = [page]
    assert page.earlier is None
    while page.later:
        page = page_of(actor, Asked(), Stretch(order, after=page.later), limit=3)
        pages.append(page)
    found = [row.number for one in pages for row in one.rows]
    assert found == whole
    assert len(set(found)) == len(found)
    back = page_of(actor, Asked(), Stretch(order, before=pages[1].earlier), limit=3)
    assert [row.id for row in back.rows] == [row.id for row in pages[0].rows]
    assert back.earlier is None
    assert back.later is not None


def test_the_orders_sort_by_what_they_say(world: tuple[User, list[Report]]) -> None:
    actor, _ = world
    by_age = page_of(actor, Asked(), Stretch(Order.AGE)).rows
    assert [row.received_at for row in by_age] == sorted(row.received_at for row in by_age)
    newest = page_of(actor, Asked(), Stretch(Order.RECEIVED)).rows
    assert [row.id for row in newest] == [row.id for row in by_age][::-1]
    ends = [row.soonest_clock_on for row in page_of(actor, Asked(), Stretch(Order.CLOCK)).rows if row.tier]
    assert ends == sorted(ends)
    providers = [row.provider for row in page_of(actor, Asked(), Stretch(Order.PROVIDER)).rows]
    assert providers == sorted(providers)


def test_the_keys_on_the_row_say_what_the_assessment_says(world: tuple[User, list[Report]]) -> None:
    actor, _ = world
    rows = page_of(actor, Asked()).rows
    why = judgements(rows)
    for row in rows:
        if row.axes is None:
            continue
        values = {
            "tier": [str(row.tier)],
            "victim": [row.axes.victim.value],
            "offender": [row.axes.offender.value],
            "solvable": [row.axes.solvable.value],
            "severity": [row.axes.severity.value],
        }
        assert row.number in listed(actor, read(values))
        true = [mark.value for mark in Mark if why[row.id].facts.get(mark, {}).get("value")]
        assert all(row.number in listed(actor, read({"known": [mark]})) for mark in true)


def test_a_folded_report_leaves_the_list_and_is_counted_under_its_lead(world: tuple[User, list[Report]]) -> None:
    actor, _ = world
    [lead] = page_of(actor, read({"stands": ["leads"]})).rows
    folded = page_of(actor, read({"stands": ["folded"]})).rows
    assert (lead.folded, len(folded)) == (2, 2)
    assert {row.folded_into for row in folded} == {lead.id}
    assert not {row.number for row in folded} & set(listed(actor, Asked()))


def test_what_fits_no_filter_is_left_out_and_told(world: tuple[User, list[Report]]) -> None:
    given_wrong: dict[str, Any] = {"tier": ["urgent", "1"], "since": ["soon"], "victim": ["Huge"], "at": ["x"]}
    asked = read(given_wrong)
    assert asked.values == {"tier": ("1",)}
    assert asked.misfits == ("tier: urgent", "victim: Huge", "received from: soon")


def test_a_stranger_finds_nothing_and_a_place_that_is_not_theirs_marks_nothing(
    world: tuple[User, list[Report]], person: Person
) -> None:
    actor, _ = world
    stranger = person("wy", RoleName.ANALYST)
    assert listed(stranger, Asked()) == []
    assert counts(stranger, {"all": Asked()}) == {"all": 0}
    own = person("az", RoleName.ANALYST)
    whole = [row.number for row in page_of(own, Asked()).rows]
    colorado = page_of(actor, read({"holder": ["co"]})).rows[0]
    assert [row.number for row in page_of(own, Asked(), Stretch(after=colorado.id)).rows] == whole


def test_an_agencys_queue_is_what_it_holds_and_what_it_received_and_nobody_has(
    world: tuple[User, list[Report]],
) -> None:
    actor, _ = world
    national = Agency.objects.get(code="national")
    rows = page_of(actor, Asked(), agency=national).rows
    assert rows
    assert all(row.assigned_to is None for row in rows)
    assert counts(actor, {"all": Asked()}, agency=national) == {"all": len(rows)}


def test_every_list_order_and_count_is_answered_by_the_index_alone(
    world: tuple[User, list[Report]], person: Person
) -> None:
    """SQLite says COVERING, PostgreSQL Index Only; for so few rows the latter is left no other way than this index."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for other in ("seqscan", "bitmapscan"):
                cursor.execute(f"SET LOCAL enable_{other} = off")
            cursor.execute(
                "UPDATE pg_index SET indisvalid = false WHERE indrelid = 'intake_report'::regclass"
                " AND indexrelid <> 'report_in_queue'::regclass"
            )
    alone = r"COVERING INDEX report_in_queue|Index Only Scan (Backward )?using report_in_queue"
    for actor in (world[0], person("az", RoleName.ANALYST)):
        reports = Report.objects.visible_to(actor)
        for name, values in CHOICES.items():
            if name == "stands":  # asks the same index a second time
                continue
            asked = reports.filter(read({name: [values[0]]}).condition(Asking(actor)))
            for order in Order:
                plan = Stretch(order).of(asked, reports).values_list("pk", flat=True)[:50].explain()
                assert re.search(alone, plan), f"{name} by {order}: {plan}"
