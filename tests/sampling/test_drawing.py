"""The draw: of the low tiers only, random, repeatable, and without a row for what is not drawn."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.accounts.models import User
from nightlight.audit.models import Entry
from nightlight.foundation import ids
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.models import Report
from nightlight.sampling.drawing import draw, lot
from nightlight.sampling.models import SampledReport
from nightlight.sampling.policy import SamplingPolicy, policy
from nightlight.triage.actions import assess, reassess
from nightlight.triage.models import Assessment

ON = date(2026, 11, 20)


def _drawn(worker: User) -> list[SampledReport]:
    return list(SampledReport.objects.visible_to(worker))


def test_a_low_report_that_is_drawn_remembers_tier_rule_and_policy(sample: SampledReport, worker: User) -> None:
    rules, judged = policy(ON), Assessment.objects.visible_to(worker).get(report=sample.report)
    assert (sample.tier, sample.rule, sample.tier_words) == (7, judged.rule, "Other")
    assert (sample.policy_date, sample.policy_digest) == (rules.in_force_from, rules.digest)
    assert sample.reviewed_at is None


def test_a_report_that_is_not_drawn_has_no_row(low_reports: Callable[..., list[Report]], worker: User) -> None:
    low_reports(3)
    assert _drawn(worker) == []


def test_no_report_of_another_tier_is_drawn(
    draws: None, received: Any, worker: User, places: Gazetteer, make: Any
) -> None:
    urgent = make.reading(make.reported(), incident_type="Child Sex Molestation")
    [report] = assess(received([urgent], into="az"), by=worker, places=places)
    assert report.tier == 1
    assert _drawn(worker) == []


def test_a_report_is_drawn_once_however_often_it_is_assessed(sample: SampledReport, worker: User) -> None:
    reassess([sample.report], by=worker)
    assert _drawn(worker) == [sample]


def test_the_audit_log_says_that_a_report_was_drawn(sample: SampledReport) -> None:
    entry = Entry.objects.unscoped(because="test").get(act="report.assessed", on_id=sample.report_id)
    assert entry.details["drawn"] is True


@given(st.uuids(version=4))
def test_the_lot_of_a_report_is_always_the_same_and_a_fraction_of_one(report: UUID) -> None:
    assert lot(policy(ON), report) == lot(policy(ON), report)
    assert 0 <= lot(policy(ON), report) < 1


def test_the_lots_of_many_reports_spread_evenly_over_a_tenth_each() -> None:
    tenths = [0] * 10
    for _ in range(20_000):
        tenths[int(lot(policy(ON), ids.new()) * 10)] += 1
    expected = 2000
    assert sum((count - expected) ** 2 / expected for count in tenths) < 40  # chi square, 9 degrees: one in 130,000


def test_another_policy_draws_other_reports() -> None:
    rules = policy(ON)
    later = type(rules)(rules.name, date(2030, 1, 1), rules.digest, rules.content)
    drawn = [ids.new() for _ in range(2000)]
    both = sum(lot(rules, one) < 0.03 and lot(later, one) < 0.03 for one in drawn)
    assert both < 20


def test_nothing_is_asked_of_the_database_where_nothing_is_drawn(worker: User, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert draw([], by=worker, at=ids.clock.now()) == frozenset()


@pytest.mark.parametrize(("tiers", "percent"), [([1, 7], 3), ([], 3), ([7], 0), ([7], 101)])
def test_a_policy_that_calls_the_urgent_low_or_draws_nobody_is_refused(tiers: list[int], percent: float) -> None:
    words = {"name": "sampling.low_tiers", "in_force_from": ON, "source": "test"}
    with pytest.raises(ValueError, match=r"tier|percent"):
        SamplingPolicy.model_validate(words | {"tiers": tiers, "percent": percent})
