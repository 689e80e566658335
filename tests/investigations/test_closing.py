"""What the rules suggest to close, and that only a person closes it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.clocks.preservation import lapsed, preservation
from nightlight.foundation import clock
from nightlight.foundation.refusals import RuleRefusal
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Lane, Report
from nightlight.investigations.actions import take_up
from nightlight.investigations.closing.actions import close_suggested
from nightlight.investigations.closing.policy import ClosingPolicy
from nightlight.investigations.closing.suggesting import suggested
from nightlight.sampling.models import SampledReport
from nightlight.triage.assessment.facts import Fact
from tests.learning.conftest import assessment

JUNE = datetime(2018, 6, 20, 12, tzinfo=UTC)
WHY = "Sample reason"


@pytest.fixture(autouse=True)
def summer(held_clock: object) -> Any:
    """Hold the clock more than ninety days after the reports came."""
    with clock.held_at(JUNE) as moment:
        yield moment


@pytest.fixture
def judged(assigned_report: Callable[..., Report]) -> Callable[..., Report]:
    def made(tier: int = 7, *facts: Fact, to: str = "co") -> Report:
        report = assigned_report(to)
        assessment(report, tier, facts)
        return report

    return made


def _suggested(by: User) -> dict[Any, str]:
    return dict(suggested(by).values_list("report_id", "suggested_by"))


def _age(report: Report, by: User, days: int, **also: Any) -> None:
    rows = Report.objects.visible_to(by).filter(pk=report.pk)
    rows.update(received_at=JUNE - timedelta(days=days), **also)


def test_an_old_report_of_the_last_tier_that_nobody_keeps_is_suggested(
    judged: Callable[..., Report], supervisor: User
) -> None:
    report = judged()
    assert _suggested(supervisor) == {report.pk: "C-3"}


def test_the_first_rule_that_holds_gives_the_reason(judged: Callable[..., Report], supervisor: User) -> None:
    viral, folded = judged(7, Fact.ONLY_RECIRCULATED), judged()
    _age(viral, supervisor, 31)
    _age(folded, supervisor, 61, folded_into=viral, lane=Lane.FOLDED)
    assert _suggested(supervisor) == {viral.pk: "C-1", folded.pk: "C-2"}


@pytest.mark.parametrize("tier", [1, 2, 6])
def test_no_report_of_a_higher_tier_is_suggested(judged: Callable[..., Report], supervisor: User, tier: int) -> None:
    judged(tier, Fact.ONLY_RECIRCULATED)
    assert _suggested(supervisor) == {}


def test_what_is_young_or_still_kept_or_worked_or_closed_is_not_suggested(
    judged: Callable[..., Report], supervisor: User
) -> None:
    young, kept, worked = judged(7, Fact.ONLY_RECIRCULATED), judged(), judged()
    _age(young, supervisor, 29)
    _age(kept, supervisor, 89)
    take_up([worked], by=supervisor)
    assert _suggested(supervisor) == {}


def test_other_agencies_reports_are_not_suggested(judged: Callable[..., Report], supervisor: User) -> None:
    judged(to="wy")
    assert _suggested(supervisor) == {}


def test_a_person_closes_what_is_suggested_with_all_that_stands_under_it(
    judged: Callable[..., Report], supervisor: User
) -> None:
    lead, under = judged(), judged(6)
    _age(under, supervisor, 10, folded_into=lead, lane=Lane.FOLDED)
    close_suggested([lead], by=supervisor, because=WHY)
    for report in (lead, under):
        kept = Report.objects.visible_to(supervisor).get(pk=report.pk)
        assert (kept.status, kept.closed_because) == (ReportStatus.CLOSED, WHY)


def test_one_that_is_not_suggested_stops_all(judged: Callable[..., Report], supervisor: User) -> None:
    low, urgent = judged(), judged(1)
    with pytest.raises(RuleRefusal, match=f"Not suggested to be closed, or no longer: {urgent.number}"):
        close_suggested([low, urgent], by=supervisor, because=WHY)
    assert Report.objects.visible_to(supervisor).filter(closed_at=None).count() == 2


def test_a_reason_is_needed(judged: Callable[..., Report], supervisor: User) -> None:
    with pytest.raises(RuleRefusal, match="Give a reason"):
        close_suggested([judged()], by=supervisor, because=" ")


def test_a_sample_that_nobody_has_looked_at_is_listed_but_not_closed(
    judged: Callable[..., Report], supervisor: User
) -> None:
    report = judged()
    SampledReport.objects.create(
        agency=report.agency,
        report=report,
        policy_date=date(2018, 1, 1),
        policy_digest="0" * 64,
        tier=7,
        tier_words="Other",
        rule="P-14",
        drawn_at=JUNE,
    )
    assert suggested(supervisor).get().must_be_looked_at
    with pytest.raises(RuleRefusal, match="random sample"):
        close_suggested([report], by=supervisor, because=WHY)
    assert Report.objects.visible_to(supervisor).get(pk=report.pk).closed_at is None


def test_the_national_desk_is_suggested_everything(judged: Callable[..., Report], person: Callable[..., User]) -> None:
    first, second = judged(), judged(to="wy")
    assert set(_suggested(person("national", RoleName.NATIONAL_COORDINATOR))) == {first.pk, second.pk}


@pytest.mark.parametrize("tiers", [[1], [1, 7], []])
def test_a_policy_that_names_the_urgent_tier_or_none_is_refused(tiers: list[int]) -> None:
    rule = {"id": "C-1", "tiers": tiers, "older_than_days": 30, "because": "Sample"}
    head = {"name": "investigations.closing", "in_force_from": date(2018, 1, 1), "source": "test"}
    with pytest.raises(ValueError, match="tiers"):
        ClosingPolicy.model_validate(head | {"rules": [rule]})


def test_what_has_lapsed_in_the_database_is_what_has_no_day_left(
    assigned_report: Callable[..., Report], supervisor: User
) -> None:
    days = [date(2018, 1, 1), date(2024, 2, 6), date(2024, 2, 7), date(2024, 5, 6), date(2024, 5, 7), date(2025, 3, 1)]
    reports = {day: assigned_report() for day in days}
    for day, report in reports.items():
        came = datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC)
        Report.objects.visible_to(supervisor).filter(pk=report.pk).update(received_at=came)
    for on in (
        date(2024, 5, 6),
        date(2024, 5, 7),
        date(2024, 8, 5),
        date(2025, 5, 7),
        date(2025, 5, 8),
        date(2026, 3, 2),
    ):
        gone = set(
            Report.objects.visible_to(supervisor).filter(lapsed("received_at", on=on)).values_list("pk", flat=True)
        )
        for day, report in reports.items():
            kept = preservation(datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC))
            assert (report.pk in gone) == (kept.days_left(on) < 0), (day, on)
