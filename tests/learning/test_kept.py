"""Figures of many reports are counted in the background, for just those who may know as much."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.intake.models import Report
from nightlight.learning import kept
from nightlight.learning.kept import FRESH, KEPT_FOR, PATIENCE, Reader, census_for, take_wanted
from nightlight.learning.models import KeptCensus
from nightlight.learning.outcomes import Outcome
from nightlight.learning.past import Period
from nightlight.learning.taking import take
from tests.breaking import breaks
from tests.learning.conftest import SPRING, Became

ASKED = {"from": str(SPRING.first), "to": str(SPRING.last)}


@pytest.fixture(autouse=True)
def many(judged: Callable[..., Report], became: Became, monkeypatch: pytest.MonkeyPatch) -> list[Report]:
    """Three reports where two are few; one led to a child."""
    monkeypatch.setattr(kept, "AT_ONCE", 2)
    made = [judged(3, hours=hour) for hour in range(3)]
    became.child(made[0])
    return made


def rows() -> Any:
    return KeptCensus.objects.unscoped(because="test")


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    now = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: now)


def test_few_reports_are_read_at_once_and_nothing_is_kept(commander: User) -> None:
    census = census_for(commander, Period(date(2018, 2, 1), date(2018, 2, 2)))
    assert census is not None
    assert len(census) == 0
    assert not rows().exists()


def test_many_are_counted_in_the_background_and_shown_with_their_moment(commander: User) -> None:
    assert census_for(commander, SPRING) is None
    assert census_for(commander, SPRING) is None
    assert take_wanted() == 1
    census = census_for(commander, SPRING)
    assert census is not None
    assert len(census) == 3
    assert census.became([Outcome.CHILD_IDENTIFIED]).sum() == 1
    assert census.taken_at == rows().get().taken_at
    assert take_wanted() == 0


def test_a_census_that_is_no_longer_fresh_is_shown_and_taken_anew(
    commander: User, judged: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    census_for(commander, SPRING)
    take_wanted()
    judged(3, hours=9)
    later(monkeypatch, FRESH + timedelta(seconds=1))
    first = census_for(commander, SPRING)
    assert take_wanted() == 1
    second = census_for(commander, SPRING)
    assert first is not None
    assert second is not None
    assert (len(first), len(second)) == (3, 4)


def test_the_page_does_the_work_itself_where_no_background_runs(
    commander: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert census_for(commander, SPRING) is None
    later(monkeypatch, PATIENCE + timedelta(seconds=1))
    assert census_for(commander, SPRING) is not None
    assert not rows().filter(is_wanted=True).exists()


def test_what_another_version_kept_is_taken_anew(commander: User, monkeypatch: pytest.MonkeyPatch) -> None:
    census_for(commander, SPRING)
    take_wanted()
    rows().update(content=rows().get().content.replace("taken_at", "made_at"))
    later(monkeypatch, PATIENCE + timedelta(seconds=1))
    census = census_for(commander, SPRING)
    assert census is not None
    assert len(census) == 3


def test_nobody_is_shown_what_was_counted_for_others(
    commander: User, person: Callable[..., User], agency: Callable[[str], Agency]
) -> None:
    census_for(commander, SPRING)
    take_wanted()
    for other in (person("co", RoleName.ANALYST), person("wy", RoleName.COMMANDER), person("co", RoleName.PROVIDER)):
        assert not KeptCensus.objects.visible_to(other).exists()
    narrowed = Period(SPRING.first, SPRING.last, agency("co"))
    assert census_for(commander, narrowed) is not None
    analyst = person("co", RoleName.ANALYST)
    assert census_for(analyst, SPRING) is None
    take_wanted()
    census = census_for(analyst, SPRING)
    assert census is not None
    assert census.became([Outcome.CHILD_IDENTIFIED]).sum() == 0


def test_a_reader_of_the_background_counts_what_such_a_person_counts(
    commander: User, person: Callable[..., User]
) -> None:
    for one in (commander, person("national", RoleName.NATIONAL_COORDINATOR), person("wy", RoleName.COMMANDER)):
        reader = Reader(one.agency, frozenset(one.permissions))
        mine, theirs = take(one, SPRING), take(reader, SPRING)
        assert (mine.reports, mine.outcome.tolist()) == (theirs.reports, theirs.outcome.tolist())


def test_the_last_90_days_go_on_with_the_days_until_nobody_looks(
    commander: User, judged: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    since = int((clock.now() - judged().received_at).total_seconds() // 3600)
    for _ in range(3):
        judged(3, hours=since - 24)
    assert census_for(commander, Period.lately()) is None
    take_wanted()
    later(monkeypatch, timedelta(days=1))
    assert take_wanted() == 1
    assert census_for(commander, Period.lately()) is not None
    later(monkeypatch, KEPT_FOR + timedelta(days=1))
    take_wanted()
    assert not rows().exists()


def test_the_page_says_that_it_counts_and_looks_again(commander: User, client: Client) -> None:
    client.force_login(commander)
    answer = client.get(reverse("learning"), ASKED)
    assert "counted in the background" in answer.content.decode()
    assert answer["Refresh"].startswith("2; url=/learning?")
    assert "counted in the background" in client.get(reverse("learning-reports"), ASKED).content.decode()
    take_wanted()
    answer = client.get(reverse("learning"), ASKED)
    assert "By tier" in answer.content.decode()
    assert "Refresh" not in answer


def test_reports_that_have_left_since_are_said_to_have(
    commander: User, client: Client, many: list[Report], agency: Callable[[str], Agency]
) -> None:
    client.force_login(commander)
    census_for(commander, SPRING)
    take_wanted()
    wy = agency("wy")
    Report.objects.unscoped(because="test").filter(pk=many[0].pk).update(assigned_to=wy, agency=wy)
    page = client.get(reverse("learning-reports"), ASKED).content.decode()
    assert page.count("<tr data-row>") == 2
    assert "1 of those that were counted here is no longer with your agencies" in page


def test_the_database_keeps_one_whole_census_of_each_kind(commander: User) -> None:
    said: dict[str, Any] = {
        "agency": commander.agency,
        "of": commander.agency,
        "reads_cases": True,
        "reads_children": True,
        "first_day": date(2018, 1, 1),
        "last_day": date(2018, 1, 2),
        "looked_at": clock.now(),
    }
    KeptCensus.objects.create(**said)
    with breaks("one_census_per_period_and_kind_of_reader"):
        KeptCensus.objects.create(**said)
    with breaks("census_period_does_not_end_before_it_begins"):
        KeptCensus.objects.create(**said | {"first_day": date(2018, 1, 3)})
    with breaks("census_has_its_moment_exactly_when_it_was_taken"):
        KeptCensus.objects.create(**said | {"reads_cases": False, "content": "{}"})
    with breaks("census_that_was_never_taken_is_wanted"):
        KeptCensus.objects.create(**said | {"reads_cases": False, "is_wanted": False})
