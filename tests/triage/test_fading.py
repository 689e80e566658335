"""How solvable a report is goes on with time, while it waits and nobody judges it again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.foundation import clock
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.formats.values import Moment
from nightlight.intake.models import Report
from nightlight.investigations.actions import close_reports, take_up
from nightlight.triage.actions import assess
from nightlight.triage.assessment.axes import Solvable
from nightlight.triage.fading import fade
from nightlight.triage.models import Assessment
from nightlight.triage.queue.filters import read
from nightlight.triage.queue.listing import page_of, queue
from tests.conftest import Person

Waiting = Callable[..., Report]


@pytest.fixture
def waiting(received: Callable[..., list[Report]], worker: User, places: Gazetteer, make: SimpleNamespace) -> Waiting:
    """Receive and assess a report of Arizona, with an address of today or with none."""

    def made(*, dated: bool = True) -> Report:
        seen = replace(make.address("04013"), when=Moment("today", clock.now()))
        person = make.reported(*([seen] if dated else []))
        return assess(received([make.reading(person)]), by=worker, places=places)[0]

    return made


def after(days: float, worker: User) -> int:
    with clock.held_at(clock.now() + timedelta(days=days)):
        return fade(by=worker)


def solvable(worker: User) -> list[Solvable]:
    return [row.axes.solvable for row in queue(worker) if row.axes]


def test_records_fade_and_are_gone_by_the_days_of_the_policy_without_a_new_assessment(
    waiting: Waiting, worker: User, again: Callable[[Report], Report]
) -> None:
    report = again(waiting())
    assert solvable(worker) == [Solvable.OPEN]
    assert after(89.9, worker) == 0
    assert after(90.01, worker) == 1
    assert solvable(worker) == [Solvable.FADING]
    assert [row.id for row in page_of(worker, read({"solvable": ["Fading"]})).rows] == [report.pk]
    assert after(91, worker) == 0
    assert after(365.01, worker) == 1
    assert solvable(worker) == [Solvable.GONE]
    assert again(report).changed_at == report.changed_at
    assert Assessment.objects.visible_to(worker).get().solvable == Solvable.OPEN.value


def test_what_is_not_known_does_not_fade_and_what_is_closed_stays_as_it_was(
    waiting: Waiting, worker: User, person: Person, again: Callable[[Report], Report]
) -> None:
    waiting(dated=False)
    closed, analyst = waiting(), person("az", RoleName.SUPERVISOR)
    with clock.held_at(clock.now() + timedelta(days=1)):
        take_up([closed], by=analyst)
        close_reports([closed], by=analyst, because="Sample reason")
    before = again(closed).solvable
    assert after(400, worker) == 0
    assert again(closed).solvable == before
    assert solvable(worker) == [Solvable.NOT_KNOWN]
