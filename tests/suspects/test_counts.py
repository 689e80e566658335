"""A count of files or tips never lists or ranks anyone: the law struck volume, and there is no way in for it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from django.db import models
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.foundation import clock
from nightlight.investigations.models import Case, CaseReport
from nightlight.policy import all_files
from nightlight.suspects.indicators import MAY_SUPPORT, IndicatorPolicy, policy
from nightlight.suspects.models import Nomination, NominationIndicator, RunLine
from nightlight.suspects.order import Candidate, in_order, of_policy
from nightlight.triage.assessment.facts import Fact
from tests.promises.furnished_reports import sent_reports

IN_FORCE = policy(datetime(2018, 4, 10, tzinfo=UTC).date()).content
CODES = [indicator.id for indicator in IN_FORCE.indicators]
FILES = [path for name, path in all_files() if name == "suspects.indicators"]

entries = st.lists(
    st.tuples(
        st.uuids(), st.lists(st.sampled_from(CODES), min_size=1, max_size=30), st.integers(min_value=0, max_value=400)
    ),
    max_size=25,
    unique_by=lambda entry: entry[0],
)


def candidates(stated: list[tuple[UUID, list[str], int]]) -> list[Candidate]:
    start = datetime(2018, 1, 1, tzinfo=UTC)
    return [Candidate(pk, frozenset(codes), start + timedelta(days=days)) for pk, codes, days in stated]


@given(entries, st.data())
def test_stating_the_same_again_and_again_changes_no_place(
    stated: list[tuple[UUID, list[str], int]], data: st.DataObject
) -> None:
    again = [
        (pk, codes + data.draw(st.lists(st.sampled_from(codes), max_size=200)), days) for pk, codes, days in stated
    ]
    assert in_order(candidates(again), IN_FORCE) == in_order(candidates(stated), IN_FORCE)


@given(entries)
def test_the_first_indicator_in_which_two_entries_differ_decides(stated: list[tuple[UUID, list[str], int]]) -> None:
    ordered = in_order(candidates(stated), IN_FORCE)
    for before, after in pairwise(ordered):
        differing = [code for code in CODES if (code in before.codes) != (code in after.codes)]
        if differing:
            assert differing[0] in before.codes
        else:
            assert (before.approved_at, before.nomination) < (after.approved_at, after.nomination)


@given(entries)
def test_one_graver_indicator_stands_before_all_lesser_ones_together(
    stated: list[tuple[UUID, list[str], int]],
) -> None:
    gravest, *lesser = CODES
    first = Candidate(UUID(int=1), frozenset({gravest}), datetime(2030, 1, 1, tzinfo=UTC))
    others = [one for one in candidates(stated) if gravest not in one.codes]
    many = Candidate(UUID(int=2), frozenset(lesser), datetime(2018, 1, 1, tzinfo=UTC))
    assert in_order([*others, many, first], IN_FORCE)[0] == first


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_no_indicator_in_force_is_a_count(path: Path) -> None:
    read = IndicatorPolicy.model_validate(yaml.safe_load(path.read_bytes()))
    assert {fact for one in read.indicators for fact in one.facts} <= MAY_SUPPORT


def _with(**words: Any) -> dict[str, Any]:
    indicator = {"id": "sample_sign", "words": "A sample sign", "of": "danger", "law": "Sample law"}
    return {
        "name": "suspects.indicators",
        "in_force_from": "2018-01-01",
        "source": "Sample",
        "indicators": [indicator | words],
    }


@pytest.mark.parametrize(
    "words",
    [
        {"at_least": 3},
        {"threshold": 10},
        {"weight": 2},
        {"count": 5},
        {"facts": ["prior_reports"]},
        {"facts": ["prior_reports_here"]},
        {"facts": ["has_files"]},
        {"facts": ["recipients"]},
        {"facts": ["viral_file"]},
        {"facts": ["known_file"]},
        {"facts": ["generative_ai"]},
        {"words": "More than 100 known pictures"},
        {"words": "A large number of tips"},
        {"words": "Many earlier complaints"},
        {"words": "Repeated reports by providers"},
        {"words": "Volume of suspected activity"},
        {"id": "file_count"},
        {"of": "volume"},
        {"findings": ["none"]},
    ],
    ids=str,
)
def test_the_schema_refuses_an_indicator_that_is_a_count(words: dict[str, Any]) -> None:
    assert IndicatorPolicy.model_validate(_with())
    with pytest.raises(ValidationError):
        IndicatorPolicy.model_validate(_with(**words))


@given(st.sampled_from(sorted(set(Fact) - MAY_SUPPORT)))
def test_no_other_fact_may_support_an_indicator(fact: Fact) -> None:
    with pytest.raises(ValidationError):
        IndicatorPolicy.model_validate(_with(facts=[fact.value]))


def test_no_row_about_a_nomination_can_hold_a_number_but_the_place_on_the_list() -> None:
    numbers = (models.IntegerField, models.FloatField, models.DecimalField)
    found = {
        f"{model.__name__}.{field.name}"
        for model in (Nomination, NominationIndicator, RunLine)
        for field in model._meta.concrete_fields
        if isinstance(field, numbers)
    }
    assert found == {"RunLine.place"}


def test_more_tips_and_duplicates_change_neither_list_nor_order(
    request: pytest.FixtureRequest,
    person: Callable[..., User],
    nomination_in_force: Callable[..., Nomination],
    run: Callable[[], Any],
) -> None:
    lesser, graver = nomination_in_force(codes=["registered"]), nomination_in_force(codes=["production"])

    def listed() -> list[tuple[Any, ...]]:
        rows = RunLine.objects.unscoped(because="test").filter(run=run()).order_by("place")
        return list(rows.values_list("number", "place", "because", "indicators"))

    before = listed()
    case = Case.objects.visible_to(person("co", RoleName.SUPERVISOR)).get(subjects=lesser.subject_id)
    for tip in sent_reports(request, "co", 5):
        CaseReport.objects.create(agency_id=case.agency_id, case=case, report_id=tip.report_id)
    with clock.held_at(clock.now() + timedelta(days=1)):
        assert listed() == before
    assert [number for number, *_ in before] == [graver.number, lesser.number]


@given(st.sets(st.sampled_from(CODES), min_size=1), st.integers(min_value=1, max_value=50))
def test_indicators_are_read_each_once_in_the_order_of_the_policy(codes: set[str], times: int) -> None:
    read = [indicator.id for indicator in of_policy(list(codes) * times, IN_FORCE)]
    assert read == [code for code in CODES if code in codes]
