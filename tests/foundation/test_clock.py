"""The clock can be held, and nothing else moves it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from threading import Thread

import pytest

from nightlight.foundation import clock

NOON = datetime(2018, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def shifted() -> Iterator[None]:
    """Undo what a test does to the clock of the process."""
    yield
    clock.go_on_from(datetime.now(UTC))
    assert abs(clock.now() - datetime.now(UTC)) < MINUTE


def test_it_runs_in_utc() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().tzinfo is UTC


def test_held_it_stands_still_and_lets_go_at_the_end() -> None:
    with clock.held_at(NOON) as moment:
        assert clock.now() == clock.now() == moment == NOON
        assert clock.today() == date(2018, 3, 1)
    assert clock.now() - NOON > timedelta(days=365)


@pytest.mark.parametrize("moment", [NOON, NOON.replace(microsecond=123_457), datetime(1969, 12, 31, tzinfo=UTC)])
def test_its_nanoseconds_are_those_of_the_moment_at_which_it_is_held(moment: datetime) -> None:
    with clock.held_at(moment):
        assert timedelta(microseconds=clock.nanoseconds() // 1000) == moment - datetime(1970, 1, 1, tzinfo=UTC)


def test_its_nanoseconds_go_on_from_where_it_was_set(shifted: None) -> None:
    for moment in (None, NOON):
        if moment:
            clock.go_on_from(moment)
        passed = timedelta(microseconds=clock.nanoseconds() // 1000)
        assert abs(datetime(1970, 1, 1, tzinfo=UTC) + passed - clock.now()) < MINUTE


def test_held_within_held_the_inner_counts_and_then_the_outer_again() -> None:
    with clock.held_at(NOON):
        with clock.held_at(NOON + MINUTE):
            assert clock.now() == NOON + MINUTE
        assert clock.now() == NOON


def test_it_lets_go_when_something_breaks() -> None:
    with pytest.raises(RuntimeError), clock.held_at(NOON):
        raise RuntimeError
    assert clock.now() - NOON > timedelta(days=365)


def test_a_moment_of_another_zone_is_told_in_utc() -> None:
    denver = timezone(timedelta(hours=-7))
    with clock.held_at(datetime(2018, 3, 1, 20, tzinfo=denver)):
        assert clock.now() == datetime(2018, 3, 2, 3, tzinfo=UTC)
        assert clock.now().tzinfo is UTC
        assert clock.today() == date(2018, 3, 2)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no zone"), clock.held_at(datetime(2018, 3, 1)):  # noqa: DTZ001 - the point
        pass


def test_held_in_one_thread_it_runs_in_another() -> None:
    seen: list[datetime] = []
    with clock.held_at(NOON):
        other = Thread(target=lambda: seen.append(clock.now()))
        other.start()
        other.join()
    assert seen[0] - NOON > timedelta(days=365)


def test_time_goes_on_from_a_moment(shifted: None) -> None:
    clock.go_on_from(NOON)
    first, second = clock.now(), clock.now()
    assert NOON <= first <= second < NOON + MINUTE


def test_held_counts_more_than_going_on(shifted: None) -> None:
    clock.go_on_from(NOON)
    with clock.held_at(NOON + 5 * MINUTE):
        assert clock.now() == NOON + 5 * MINUTE
