"""Load, age, and waits for a first look, against a plain count in Python."""

import math
import statistics
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation import ids
from nightlight.foundation.bulk import insert, unsaved
from nightlight.intake.models import Lane, Report, Submission
from nightlight.workload.load import AGES, Waits, held_by_agency, held_by_person
from nightlight.workload.load import waits as waits_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
Rows = Callable[..., list[Report]]


@pytest.fixture
def reports(worker: User, agency: Callable[[str], Agency]) -> Rows:
    """Write reports as they stand, one for each wait in seconds (None: not looked at)."""

    def make(code: str, waits: Sequence[int | None], *, days: float = 2, **more: Any) -> list[Report]:
        holder, at = agency(code), NOW - timedelta(days=days)
        submissions = [
            unsaved(
                Submission, agency_id=holder.pk, size_bytes=1, source="sample.xml", sha256=f"{ids.new().hex * 2}",
                receipt=f"R-{ids.spoken(ids.new())}", received_at=at, channel="file", status="received",
            )
            for _ in waits
        ]  # fmt: skip
        insert(submissions)
        rows = [
            unsaved(
                Report, agency_id=holder.pk, submission_id=submission.pk, received_at=at, status="assigned",
                assigned_to_id=holder.pk, assigned_at=at,
                first_looked_at=None if wait is None else at + timedelta(seconds=wait), first_look_seconds=wait, **more,
            )
            for submission, wait in zip(submissions, waits, strict=True)
        ]  # fmt: skip
        insert(rows)
        return rows

    return make


def nearest_rank(waits: Sequence[int], percent: int) -> int:
    return sorted(waits)[math.ceil(len(waits) * percent / 100) - 1]


EDGES = [0, 9, 10, 3_599, 3_600, 3_601, 86_399, 86_400, 90_000]
"""Waits on both sides of where spans grow longer."""


@given(
    waits=st.lists(st.integers(0, 10**6) | st.sampled_from(EDGES), min_size=1, max_size=40),
    others=st.lists(st.sampled_from(EDGES), max_size=9),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_median_and_ninetieth_are_the_nearest_ranks(
    waits: list[int], others: list[int], reports: Rows, agency: Any, worker: User
) -> None:
    Report.objects.visible_to(worker).delete()
    reports("az", waits)
    reports("mn", others)
    az, mn = agency("az").pk, agency("mn").pk
    by_agency, together = waits_of([az, mn], since=NOW - timedelta(days=90))
    for found, counted in ((by_agency[az], waits), (by_agency.get(mn), others), (together, [*waits, *others])):
        if counted:
            assert found == Waits(len(counted), nearest_rank(counted, 50), nearest_rank(counted, 90))
    assert by_agency[az].median == statistics.median_low(waits)


def test_waits_are_counted_by_agency_and_together_and_only_of_what_came_since(reports: Rows, agency: Any) -> None:
    reports("az", [10, 20, 30])
    reports("mn", [100])
    reports("az", [9_999], days=91)
    reports("az", [None, None])
    both, since = [agency("az").pk, agency("mn").pk], NOW - timedelta(days=90)
    by_agency, together = waits_of(both, since=since)
    assert by_agency == {both[0]: Waits(3, 20, 30), both[1]: Waits(1, 100, 100)}
    assert together == Waits(4, 20, 100)
    assert waits_of([agency("ut").pk], since=since) == ({}, Waits())


def test_what_an_agency_holds_is_counted_by_age_and_by_who_has_it(
    reports: Rows, agency: Any, az: User, worker: User
) -> None:
    young = reports("az", [5, None], days=0.5)
    reports("az", [5], days=8, worked_by_id=az.pk)
    reports("az", [None], days=40)
    [folded] = reports("az", [None], days=40)
    Report.objects.visible_to(worker).filter(pk=folded.pk).update(folded_into=young[0].pk, lane=Lane.FOLDED)
    az_id = agency("az").pk
    found = held_by_agency([az_id], at=NOW)[az_id]
    assert (found.open, found.folded, found.not_looked_at, found.with_nobody) == (4, 1, 2, 3)
    assert found.oldest == found.oldest_with_nobody == NOW - timedelta(days=40)
    assert dict(zip([words for words, _ in AGES], found.ages, strict=True)) == {
        "under 1 day": 2, "1 to 3 days": 0, "3 to 7 days": 0, "7 to 30 days": 1, "over 30 days": 1,
    }  # fmt: skip
    assert sum(found.ages) == found.open
    mine = held_by_person([az_id])
    assert {person: (held.open, held.oldest) for person, held in mine.items()} == {
        az.pk: (1, NOW - timedelta(days=8))
    }  # fmt: skip


def test_each_figure_is_one_question(reports: Rows, agency: Any, django_assert_num_queries: Any) -> None:
    reports("az", [1, 2, None])
    agencies = [agency("az").pk]
    with django_assert_num_queries(4):
        held_by_agency(agencies, at=NOW)
        held_by_person(agencies)
        waits_of(agencies, since=NOW - timedelta(days=90))
