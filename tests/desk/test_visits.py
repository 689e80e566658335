"""What is new since the last visit: for each person by themselves."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.desk import visits
from nightlight.desk.models import Seen
from nightlight.foundation import clock
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.models import Report
from nightlight.triage.actions import assess, assign
from nightlight.triage.queue.counting import counts, news
from nightlight.triage.queue.filters import Asked, Asking, read
from tests.conftest import Person

NOW = clock.now() + timedelta(days=1)
Receive = Callable[..., list[Report]]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def reader(person: Person) -> User:
    return person("national", RoleName.ANALYST)


def unread(reader: User) -> set[object]:
    since = visits.last_visit(reader)
    reports = Report.objects.visible_to(reader).filter(visits.unread_since(reader, since))
    return set(reports.values_list("pk", flat=True))


def test_in_the_first_visit_nothing_is_unread(reader: User, received: Receive, make: SimpleNamespace) -> None:
    received([make.reading()])
    assert visits.came(reader) is None
    assert unread(reader) == set()


def test_what_came_since_the_last_visit_is_unread_until_it_was_seen(
    reader: User, received: Receive, make: SimpleNamespace
) -> None:
    with clock.held_at(NOW):
        [old] = received([make.reading()])
        visits.came(reader)
    with clock.held_at(NOW + 8 * HOUR):
        new, other = received([make.reading(), make.reading()])
    with clock.held_at(NOW + 16 * HOUR):
        assert visits.came(reader) == NOW
        assert unread(reader) == {new.pk, other.pk}
        visits.saw(reader, [new.pk, old.pk])
        assert unread(reader) == {other.pk}
        visits.mark_unread(reader, new.pk)
        assert unread(reader) == {new.pk, other.pk}
    with clock.held_at(NOW + 16 * HOUR + 20 * MINUTE):
        assert visits.came(reader) == NOW, "twenty minutes later it is the same visit"


def test_a_visit_ends_when_somebody_was_away_for_half_an_hour(reader: User) -> None:
    moments = [NOW, NOW + 25 * MINUTE, NOW + 50 * MINUTE, NOW + 81 * MINUTE]
    ends = []
    for moment in moments:
        with clock.held_at(moment):
            ends.append(visits.came(reader))
    assert ends == [None, None, None, NOW + 50 * MINUTE]


def test_news_of_a_seen_report_makes_it_unread_again(
    reader: User, worker: User, received: Receive, make: SimpleNamespace, places: Gazetteer
) -> None:
    with clock.held_at(NOW):
        [report] = received([make.reading()])
        visits.came(reader)
    with clock.held_at(NOW + HOUR):
        assess([report], by=worker, places=places)
        visits.came(reader)
        visits.saw(reader, [report.pk])
        assert unread(reader) == set()
    with clock.held_at(NOW + HOUR + MINUTE):
        assign([report], to=Agency.objects.get(code="az"), by=worker, because="A test moves it.")
        assert unread(reader) == {report.pk}


def test_what_one_person_saw_is_unread_to_another(
    reader: User, person: Person, received: Receive, make: SimpleNamespace
) -> None:
    other = person("national", RoleName.ANALYST)
    with clock.held_at(NOW):
        visits.came(reader), visits.came(other)
    with clock.held_at(NOW + HOUR):
        [report] = received([make.reading()])
        visits.came(reader), visits.came(other)
        visits.saw(reader, [report.pk])
        assert (unread(reader), unread(other)) == (set(), {report.pk})
        seen = Seen.objects.visible_to(other)
        assert not seen.exists()


def test_nobody_notes_what_they_may_not_see(person: Person, received: Receive, make: SimpleNamespace) -> None:
    [report] = received([make.reading()])
    visits.saw(person("wy", RoleName.ANALYST), [report.pk])
    assert not Seen.objects.unscoped(because="test").exists()


def test_the_number_of_unread_is_that_of_their_list_and_news_counts_from_a_moment(
    reader: User, received: Receive, make: SimpleNamespace
) -> None:
    with clock.held_at(NOW):
        received([make.reading()])
        visits.came(reader)
    with clock.held_at(NOW + HOUR):
        new = received([make.reading() for _ in range(3)])
        visits.came(reader)
        visits.saw(reader, [new[0].pk])
        condition = visits.unread_since(reader, visits.last_visit(reader))
        assert counts(reader, {"unread": read({"unread": ["yes"]})}, asking=Asking(reader, condition)) == {"unread": 2}
        found = news(reader, Asked(), since=NOW)
        assert (found.new, found.changed) == (3, 0)
        assert news(reader, Asked(), since=NOW + HOUR).new == 0
