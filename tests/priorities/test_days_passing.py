"""Rules that count days put a report where it is today, and it is judged again when they say otherwise."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from nightlight.foundation import clock
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.models import Report
from nightlight.priorities.content import Content, NotTaken, content_of, digest_of, draft_as_yaml, from_yaml
from nightlight.priorities.models import Draft
from nightlight.priorities.previewing import cells
from nightlight.priorities.reading import in_force_for
from nightlight.priorities.reassessing import work_off
from nightlight.priorities.wording import condition, differences
from nightlight.triage.actions import assess
from nightlight.triage.models import Assessment
from nightlight.triage.turning import judge_what_turned
from nightlight.urgent.models import Alarm
from tests.breaking import breaks
from tests.priorities.conftest import decided, edited, previewed

Received = Callable[..., list[Report]]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def held() -> Iterator[None]:
    with clock.held_at(NOW):
        yield


@pytest.fixture
def of_arizona(received: Received, worker: User, places: Gazetteer, make: SimpleNamespace) -> Callable[..., Report]:
    """Receive and assess a report of Arizona whose events were so many days ago."""

    def made(days: int | None) -> Report:
        place = make.reported(make.address("04013"), places=(make.verified_zip("85001"),))
        [report] = received([make.reading(place, annotations=("csamSolicitation",))])
        report.incident_at = None if days is None else clock.now() - timedelta(days=days)
        report.save(update_fields=["incident_at"])
        return assess([report], by=worker, places=places)[0]

    return made


def fresh_first(content: Content) -> None:
    """Let a request for material lead to tier 1 within 7 days, and to tier 2 from 30 days on."""
    said = {"because": "It is fresh.", "short": "Fresh"}
    for place, tier, days in ((0, 1, {"at_most": 7}), (1, 2, {"at_least": 30})):
        when = {"all_of": ["csam_solicitation"], "any_of": [], "days": [{"of": "events", **days}]}
        rule = {"id": f"AZ-{tier}", "tier": tier, "when": when, **said}
        content["rules"].insert(place, rule)


def standing(report: Report, by: User) -> Assessment:
    rows: Any = Assessment.objects.visible_to(by).current()
    return rows.get(report=report)  # type: ignore[no-any-return]


def waits_for(report: Report) -> date | None:
    return Report.objects.unscoped(because="test").get(pk=report.pk).judge_again_on


@pytest.fixture
def in_force(draft: Draft, commander: User, worker: User) -> None:
    decided(draft, commander, fresh_first, on=TODAY)
    work_off(by=worker)


def test_a_report_is_judged_by_its_days_and_says_them(
    in_force: None, of_arizona: Callable[..., Report], worker: User
) -> None:
    fresh, old, undated = of_arizona(3), of_arizona(31), of_arizona(None)
    found = standing(fresh, worker)
    assert (found.tier, found.rule, found.turns_on) == (1, "AZ-1", TODAY + timedelta(days=5))
    assert found.because == "It is fresh. Counted on November 20, 2026: 3 days since the events."
    assert waits_for(fresh) == found.turns_on
    assert (standing(old, worker).rule, waits_for(old)) == ("AZ-2", None)
    assert standing(undated, worker).tier > 2
    assert "days since the events" in standing(undated, worker).would_move_up
    assert waits_for(undated) is None


def test_it_is_judged_again_when_the_day_comes_and_not_before(
    in_force: None, of_arizona: Callable[..., Report], worker: User
) -> None:
    report = of_arizona(3)
    first = standing(report, worker)
    with clock.held_at(NOW + timedelta(days=4)):
        assert judge_what_turned(by=worker) == 0
        assert standing(report, worker).pk == first.pk
    with clock.held_at(NOW + timedelta(days=5)):
        assert judge_what_turned(by=worker) == 1
        assert standing(report, worker).tier > 2
        assert waits_for(report) == TODAY + timedelta(days=27)
        assert judge_what_turned(by=worker) == 0
    with clock.held_at(NOW + timedelta(days=40)):
        assert judge_what_turned(by=worker) == 1
        assert (standing(report, worker).rule, waits_for(report)) == ("AZ-2", None)


def test_one_that_becomes_urgent_with_the_days_calls_a_person(
    draft: Draft, commander: User, of_arizona: Callable[..., Report], worker: User
) -> None:
    def old_first(content: Content) -> None:
        fresh_first(content)
        content["rules"][1]["tier"] = 1

    decided(draft, commander, old_first, on=TODAY)
    work_off(by=worker)
    report = of_arizona(29)
    rows: Any = Alarm.objects.unscoped(because="test").filter(report=report)
    assert not rows.exists()
    with clock.held_at(NOW + timedelta(days=1)):
        judge_what_turned(by=worker)
    assert rows.exists()


def test_a_closed_report_and_one_that_stays_where_it_is_are_not_judged_again(
    in_force: None, of_arizona: Callable[..., Report], worker: User
) -> None:
    report = of_arizona(3)
    first = standing(report, worker)
    rows = Report.objects.unscoped(because="test").filter(pk=report.pk)
    rows.update(judge_again_on=TODAY)
    assert judge_what_turned(by=worker) == 0
    assert (standing(report, worker).pk, waits_for(report)) == (first.pk, TODAY + timedelta(days=5))
    rows.update(status="closed", closed_at=NOW, closed_because="Sample", lane=None)
    with clock.held_at(NOW + timedelta(days=5)):
        assert judge_what_turned(by=worker) == 0
    assert standing(report, worker).pk == first.pk


def test_a_clock_is_counted_down_and_another_clock_is_judged_at_once(
    draft: Draft, commander: User, of_arizona: Callable[..., Report], worker: User
) -> None:
    def ending_first(content: Content) -> None:
        days = [{"of": "clock", "at_most": 14}]
        said = {"because": "Its records end.", "short": "Ends"}
        content["rules"].insert(0, {"id": "AZ-1", "tier": 1, "when": {"days": days}, **said})

    decided(draft, commander, ending_first, on=TODAY)
    report = of_arizona(3)
    ends = Report.objects.unscoped(because="test").get(pk=report.pk).soonest_clock_on
    assert ends is not None
    assert standing(report, worker).tier > 1
    assert waits_for(report) == ends - timedelta(days=14)
    sooner = TODAY + timedelta(days=3)
    Report.objects.unscoped(because="test").filter(pk=report.pk).update(soonest_clock_on=sooner, judge_again_on=TODAY)
    assert judge_what_turned(by=worker) == 1
    assert standing(report, worker).because.endswith("3 days until the next clock runs out.")
    assert waits_for(report) == sooner + timedelta(days=1)


def test_without_rules_that_count_days_nothing_waits_and_one_question_is_asked(
    of_arizona: Callable[..., Report], worker: User
) -> None:
    assert waits_for(of_arizona(3)) is None
    assert worker.permissions
    with CaptureQueriesContext(connection) as asked:
        judge_what_turned(by=worker)
    assert len(asked) == 1


def test_a_preview_counts_the_days_of_when_each_was_judged(
    draft: Draft, commander: User, of_arizona: Callable[..., Report]
) -> None:
    tiers = [of_arizona(days).tier for days in (3, 31, 12)]
    preview = previewed(edited(draft, commander, fresh_first), commander)
    now = tiers[0]
    assert {(cell.now, cell.then): cell.count for cell in cells(preview)} == {(now, 1): 1, (now, 2): 1, (now, now): 1}


def test_days_are_written_read_and_told_apart_in_words(draft: Draft, commander: User) -> None:
    before = content_of(in_force_for(commander.agency))
    after = edited(draft, commander, fresh_first).content
    assert from_yaml(draft_as_yaml(after, on=TODAY), before) == after
    assert digest_of(before) != digest_of(after)
    assert condition(after["rules"][0]["when"]) == "a request for material; and at most 7 days since the events"
    assert any("at least 30 days since the events" in words for words in differences(before, after))
    other = from_yaml(draft_as_yaml(after, on=TODAY).replace("at_most: 7", "at_most: 8"), before)
    now, was = (f"a request for material; and at most {days} days since the events" for days in (8, 7))
    assert differences(after, other) == [f"Rule AZ-1 holds with {now}; before, with {was}."]
    with pytest.raises(NotTaken, match="at_least, at_most, or both"):
        from_yaml(draft_as_yaml(after, on=TODAY).replace("      at_most: 7\n", ""), before)


def test_an_assessment_turns_after_the_day_it_was_made(of_arizona: Callable[..., Report], worker: User) -> None:
    found = standing(of_arizona(3), worker)
    with breaks("assessment_turns_after_the_day_it_was_made"):
        Assessment.objects.visible_to(worker).filter(pk=found.pk).update(turns_on=TODAY)
