"""Why one report stands above another: the answer is the order of the queue, for any two."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import combinations
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.models import Lane, Report
from nightlight.triage.actions import assess
from nightlight.triage.models import Assessment
from nightlight.triage.queue.listing import queue
from nightlight.triage.queue.why import Decides, named, why

Received = Callable[..., list[Report]]
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
TIERS = st.lists(st.tuples(st.none() | st.integers(1, 3), st.integers(0, 2)), min_size=5, max_size=5)


@pytest.fixture
def five(received: Received, worker: User, places: Gazetteer, make: SimpleNamespace) -> list[Report]:
    return assess(received([make.reading() for _ in range(5)]), by=worker, places=places)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(places=TIERS)
def test_for_any_two_the_answer_agrees_with_the_order_of_the_queue(
    places: list[tuple[int | None, int]], five: list[Report], worker: User
) -> None:
    for report, (tier, hour) in zip(five, places, strict=True):
        rows: Any = Report.objects.visible_to(worker).filter(pk=report.pk)
        rows.update(received_at=AT + timedelta(hours=hour), tier=tier or 0)
        judged: Any = Assessment.objects.visible_to(worker).filter(report=report)
        judged.update(tier=tier or 1, superseded_at=None if tier else AT + timedelta(days=9000))
    order = [row.id for row in queue(worker)]
    assert len(order) == len(five)
    for above, below in combinations(order, 2):
        for one, other in ((above, below), (below, above)):
            said = why(one, other, by=worker)
            assert (said.above.report.pk, said.below.report.pk) == (above, below)
            assert said.decides is _expected(said.above, said.below)
            assert said.above.number in said.words


def _expected(above: Any, below: Any) -> Decides:
    tiers = [side.assessment.tier if side.assessment else None for side in (above, below)]
    if None in tiers and tiers != [None, None]:
        return Decides.NOT_ASSESSED
    if tiers[0] != tiers[1]:
        return Decides.TIER
    return Decides.RECEIVED if above.report.received_at != below.report.received_at else Decides.ID


def test_it_shows_the_facts_that_differ_with_their_sources_and_counts_the_others(
    received: Received, worker: User, places: Gazetteer, make: SimpleNamespace
) -> None:
    asking, sold = make.reading(annotations=("csamSolicitation",)), make.reading(make.child(age=9))
    one, other = received([asking, sold])
    assess([one, other], by=worker, places=places)
    said = why(one.pk, other.pk, by=worker)
    assert (said.above.report.pk, said.decides) == (other.pk, Decides.TIER)
    by_noun = {fact.noun: fact for fact in said.facts}
    assert (by_noun["a request for material"].above.value, by_noun["a request for material"].below.value) == (
        None,
        True,
    )
    assert by_noun["a child described in the report"].above.pointers == ("/victim[1]",)
    assert "files" not in by_noun
    assert said.rules_differ == ""


def test_a_closed_or_folded_report_is_said_not_to_stand_there(five: list[Report], worker: User) -> None:
    rows: Any = Report.objects.visible_to(worker)
    rows.filter(pk=five[0].pk).update(status="closed", lane=None, closed_at=AT, closed_because="Sample reason")
    rows.filter(pk=five[1].pk).update(folded_into=five[2].pk, lane=Lane.FOLDED)
    for gone, words in ((five[0], "is closed"), (five[1], "is folded")):
        said = why(gone.pk, five[3].pk, by=worker)
        assert (said.decides, words in said.words) == (Decides.NOT_LISTED, True)


def test_it_costs_two_queries(five: list[Report], worker: User) -> None:
    with CaptureQueriesContext(connection) as captured:
        why(five[0].pk, five[1].pk, by=worker)
    assert len(captured) == 2


def test_a_report_is_named_by_its_number_or_its_id_and_nobody_elses_is_found(
    five: list[Report], worker: User, person: Callable[..., User]
) -> None:
    assert named(five[0].number, by=worker) == named(str(five[0].pk), by=worker) == five[0].pk
    for text in ("", "no such number", "00000000-0000-7000-8000-000000000000"):
        with pytest.raises(NotFound):
            named(text, by=worker)
    stranger = person("wy", RoleName.ANALYST)
    with pytest.raises(NotFound):
        named(five[0].number, by=stranger)
    with pytest.raises(NotFound):
        why(five[0].pk, five[1].pk, by=stranger)
    with pytest.raises(RuleRefusal):
        why(five[0].pk, five[0].pk, by=worker)


def test_a_number_that_several_open_reports_carry_asks_for_the_id(five: list[Report], worker: User) -> None:
    rows: Any = Report.objects.visible_to(worker)
    rows.filter(pk__in=[five[0].pk, five[1].pk]).update(number="900-sample")
    with pytest.raises(RuleRefusal, match="Several"):
        named("900-sample", by=worker)
    rows.filter(pk=five[0].pk).update(status="closed", lane=None, closed_at=AT, closed_because="Sample reason")
    assert named("900-sample", by=worker) == five[1].pk
