"""What misroutes teach is counted by county and by network, and becomes a territory only by a person's act."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.intake.models import Report
from nightlight.transfers.actions import accept, offer, refuse
from nightlight.transfers.lessons import NETWORK, lessons
from nightlight.transfers.lifecycle import Ground
from nightlight.triage.actions import assign
from nightlight.triage.models import RouteDecision

Held = Callable[..., Report]
NOT_OURS: dict[str, Any] = {"ground": Ground.NOT_OUR_TERRITORY, "because": "Not in our county."}


@pytest.fixture
def pass_on(held: Held, az: User, mn: User, agency: Callable[[str], Agency]) -> Callable[..., Report]:
    def make(**why: Any) -> Report:
        report = held()
        offer([report], to=agency("mn"), by=az, **NOT_OURS | why)
        accept([report], by=mn)
        return report

    return make


def test_what_was_passed_on_is_counted_against_what_came(pass_on: Any, held: Held, worker: User) -> None:
    for _ in range(4):
        pass_on()
    pass_on(ground=Ground.NO_CAPACITY)
    held("04019")
    [lesson] = lessons(worker, since=clock.now() - timedelta(days=1))
    assert (lesson.place, lesson.rules, lesson.denied_by.code, lesson.ended_with.code) == (
        "04013",
        ("R-1",),
        "az",
        "mn",
    )
    assert (lesson.passed, lesson.came) == (4, 5)
    assert lessons(worker, since=clock.now() + timedelta(days=1)) == []


def test_a_refusal_counts_where_the_report_ended(
    held: Held, az: User, mn: User, worker: User, agency: Callable[[str], Agency]
) -> None:
    report, stays = held(), held()
    for one in (report, stays):
        offer([one], to=agency("mn"), by=az, ground=Ground.OTHER, because="Perhaps theirs.")
        refuse([one], by=mn, **NOT_OURS)
    assign([report], to=agency("ut"), by=worker, because="It was Utah.")
    found = lessons(worker, since=clock.now() - timedelta(days=1))
    assert {(one.denied_by.code, one.ended_with.code, one.passed) for one in found} == {
        ("mn", "ut", 1)
    }  # fmt: skip


def test_lessons_are_counted_by_network_too(pass_on: Any, worker: User, az: User) -> None:
    assert lessons(worker, since=clock.now() - timedelta(days=1), by=NETWORK) == []
    report = pass_on()
    transfers = report.transfers.model.objects.visible_to(worker)
    transfers.filter(report=report).update(asn=64_496)
    RouteDecision.objects.visible_to(worker).exclude(rule="").update(asn=64_496)
    [lesson] = lessons(worker, since=clock.now() - timedelta(days=1), by=NETWORK)
    assert (lesson.by, lesson.place, lesson.passed, lesson.came) == ("asn", "64496", 1, 1)


def test_many_lessons_cost_as_many_questions_as_few(pass_on: Any, worker: User, django_assert_num_queries: Any) -> None:
    for number in (1, 3):
        for _ in range(number):
            pass_on()
        with django_assert_num_queries(4):
            lessons(worker, since=clock.now() - timedelta(days=1))
