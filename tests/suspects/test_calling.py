"""Whoever makes the list is told once when the next run is due soon, and once when it is overdue."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.accounts.standing import ensure, worker
from nightlight.foundation import clock
from nightlight.notices.models import Notice
from nightlight.suspects.actions import call_for_run, make_run
from nightlight.suspects.models import Due, ListAlarm, Run
from nightlight.suspects.rhythm import rhythm
from nightlight.suspects.standing import standing
from nightlight.suspects.tasks import watch_the_list

DUE, OVERDUE = "list.due", "list.overdue"


@pytest.fixture
def told(coordinator: User) -> Callable[[], list[str]]:
    """Give what the national coordinator was told."""
    ensure()
    return lambda: [notice.kind for notice in Notice.objects.visible_to(coordinator).order_by("raised_at", "pk")]


def watched_after(made: datetime, days: int) -> ListAlarm | None:
    with clock.held_at(made + timedelta(days=days)):
        return watch_the_list(by=worker())


def test_the_list_is_called_for_once_on_the_day_it_is_due_soon_and_once_when_overdue(
    run: Callable[[], Run], told: Callable[[], list[str]]
) -> None:
    made = run().made_at
    heard = []
    for day in (24, 25, 26, 29, 30, 31, 90):
        watched_after(made, day)
        heard.append(told())
    assert heard == [[], [DUE], [DUE], [DUE], [DUE, OVERDUE], [DUE, OVERDUE], [DUE, OVERDUE]]


def test_after_a_new_run_it_begins_anew(
    run: Callable[[], Run], told: Callable[[], list[str]], coordinator: User
) -> None:
    made = run().made_at
    watched_after(made, 30)
    with clock.held_at(made + timedelta(days=31)):
        later = make_run(by=coordinator).made_at
    assert watched_after(later, 24) is None
    alarm = watched_after(later, 25)
    assert alarm
    assert told() == [OVERDUE, DUE]
    beat = rhythm(alarm.rang_at.date())
    assert (alarm.policy_date, alarm.policy_digest) == (beat.in_force_from, beat.digest)


def test_who_made_no_run_yet_and_who_may_make_none_is_told_nothing(
    *, told: Callable[[], list[str]], run: Callable[[], Run], supervisor: User, person: Callable[..., User]
) -> None:
    assert watch_the_list(by=worker()) is None
    watched_after(run().made_at, 30)
    watch = person("national", RoleName.WATCH_DESK)
    assert not Notice.objects.visible_to(supervisor).exists()
    assert not Notice.objects.visible_to(watch).exists()
    assert told() == [OVERDUE]


def test_two_workers_that_saw_it_at_once_tell_once(run: Callable[[], Run], told: Callable[[], list[str]]) -> None:
    latest = run()
    first, second = (call_for_run(latest, by=worker(), due=Due.OVERDUE) for _ in range(2))
    assert first
    assert second is None
    assert told() == [OVERDUE]


def test_a_clock_that_is_behind_the_run_counts_no_days(run: Callable[[], Run], coordinator: User) -> None:
    made = run().made_at
    with clock.held_at(made - timedelta(hours=1)):
        assert standing(coordinator).days == 0
