"""Following a change goes in bounded batches, each whole; stopped, killed or broken, it goes on where it was."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nightlight.foundation import clock
from nightlight.hashes import changed
from nightlight.intake.models import Report
from nightlight.notices.models import Notice
from nightlight.rematching import tasks, touched
from nightlight.rematching.models import Rematching
from nightlight.rematching.tasks import rematch
from nightlight.triage.models import Assessment
from tests.hashes.conftest import medium, pdq
from tests.rematching.conftest import Desk, with_md5, with_pdq


class Killed(BaseException):
    """Nothing catches it, as nothing catches a kill."""


def after(times: int) -> Callable[[], bool]:
    calls = iter(range(1000))
    return lambda: next(calls) >= times


def dies_at(number: int, function: Callable[..., Any]) -> Callable[..., Any]:
    calls = iter(range(1000))

    def dies(*given: Any, **said: Any) -> Any:
        if next(calls) == number:
            raise Killed
        return function(*given, **said)

    return dies


def test_stopped_between_two_stretches_it_goes_on_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changed, "AT_ONCE", 2)
    reports = desk.here(*(with_md5(number) for number in range(1, 6)))
    desk.list_says(*(medium(number) for number in range(1, 6)))
    assert desk.follow(stop=after(2)) == []
    half = Rematching.objects.visible_to(desk.worker).get(finished_at=None)
    assert (half.entries_done, half.judged, half.step) == (4, 4, "equal")
    [done] = desk.follow()
    assert (done.entries, done.entries_done, done.judged, done.changed) == (5, 5, 5, 5)
    assert all(desk.known(*reports))
    assert Notice.objects.visible_to(desk.worker).get().count == 5


def test_stopped_among_near_copies_it_goes_on_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(touched, "AT_ONCE", 2)
    reports = desk.here(*(with_pdq(1, number) for number in range(5)))
    desk.list_says(medium(1, PDQ=pdq(1)))
    assert desk.follow(stop=after(2)) == []
    half = Rematching.objects.visible_to(desk.worker).get(finished_at=None)
    assert (half.judged, half.step) == (2, "near")
    [done] = desk.follow()
    assert (done.judged, done.changed) == (5, 5)
    assert all(desk.known(*reports))


def test_killed_within_a_stretch_nothing_is_half_and_nothing_is_told_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "BATCH", 2)
    reports = desk.here(*[with_md5(1)] * 5)
    desk.list_says(medium(1))
    with monkeypatch.context() as patched:
        patched.setattr(tasks, "judge_again", dies_at(1, tasks.judge_again))
        with pytest.raises(Killed):
            desk.follow()
    assert sum(map(bool, desk.known(*reports))) == 2
    assert desk.follow() == []
    with clock.held_at(clock.now() + tasks.LEASE + timedelta(minutes=1)):
        [done] = rematch(by=desk.worker)
    assert (done.judged, done.changed) == (7, 5)
    assert all(desk.known(*reports))
    assert Notice.objects.visible_to(desk.worker).get().count == 5
    assert Assessment.objects.visible_to(desk.worker).filter(report=reports[0]).count() == 2


def test_killed_over_its_index_the_folder_is_made_anew_and_goes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    [report] = desk.here(with_pdq(1, 3))
    desk.list_says(medium(1, PDQ=pdq(1)))
    left = settings.DATA_DIR / f"changed-{desk.changes()[0].pk}"
    left.mkdir(parents=True)
    (left / "half").write_text("left by a process that was killed")
    desk.follow()
    assert desk.known(report) == [["/files/1"]]
    assert not left.exists()


def test_while_somebody_follows_a_change_nobody_else_does(desk: Desk) -> None:
    desk.here(with_md5(1))
    desk.list_says(medium(1))
    others: list[Rematching | None] = []
    assert len(desk.follow(advance=lambda _: others.append(tasks._take_up(desk.worker)))) == 1
    assert others
    assert set(others) == {None}


def test_one_report_that_cannot_be_judged_stops_no_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    [bad, good] = desk.here(with_md5(1), with_md5(1))
    desk.list_says(medium(1))
    judge = tasks.judge_again

    def breaks(reports: Any, **said: Any) -> Any:
        if bad.pk in reports:
            raise ValueError
        return judge(reports, **said)

    monkeypatch.setattr(tasks, "judge_again", breaks)
    [done] = desk.follow()
    assert (done.judged, done.changed) == (1, 1)
    assert desk.known(bad, good) == [False, ["/files/1"]]


def test_a_batch_of_many_costs_as_many_queries_as_one_of_few(desk: Desk) -> None:
    few, many, first = (desk.here(*[with_md5(number)] * times) for number, times in ((1, 2), (2, 30), (3, 1)))
    desk.list_says(medium(1), medium(2), medium(3))
    now = clock.now()
    within = Rematching.objects.create(change=desk.changes()[0], step="equal", began_at=now, held_until=now)

    def queries(reports: list[Report]) -> int:
        with CaptureQueriesContext(connection) as captured:
            tasks.judge_again([report.pk for report in reports], within=within, by=desk.worker)
        asked = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith("INSERT")]
        return len(asked) - sum(sql.startswith("UPDATE") for sql in asked)

    queries(first)  # the first look-up catches up with the lists
    assert queries(few) == queries(many)
