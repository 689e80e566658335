"""The dated policies of time: no file may stretch what the law gives."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from nightlight.suspects.rhythm import RetentionPolicy, RhythmPolicy, retention, rhythm

HEAD = {"name": "suspects.sample", "in_force_from": "2018-01-01", "source": "Sample"}
RHYTHM = HEAD | {"every_days": 30, "warn_days": 25, "recipients": ["task_force"]}
RETENTION = HEAD | {"keep_years": 5, "warn_days": 60}
LONG_AGO, LATER = date(2018, 1, 1), date(2100, 1, 1)


@pytest.mark.parametrize(
    ("schema", "sound", "words"),
    [
        (RhythmPolicy, RHYTHM, {"every_days": 31}),
        (RhythmPolicy, RHYTHM, {"warn_days": 30}),
        (RhythmPolicy, RHYTHM, {"recipients": []}),
        (RhythmPolicy, RHYTHM, {"recipients": ["everybody"]}),
        (RetentionPolicy, RETENTION, {"keep_years": 6}),
        (RetentionPolicy, RETENTION, {"keep_years": 0}),
    ],
)
def test_no_policy_stretches_what_the_law_gives(
    schema: type[BaseModel], sound: dict[str, Any], words: dict[str, Any]
) -> None:
    assert schema.model_validate(sound)
    with pytest.raises(ValidationError):
        schema.model_validate(sound | words)


def test_the_policies_in_force_are_those_of_the_law() -> None:
    beat, keep = rhythm(LONG_AGO).content, retention(LONG_AGO).content
    assert (beat.every_days, beat.warn_days, keep.keep_years) == (30, 25, 5)


@given(st.dates(LONG_AGO, LATER), st.integers(1, 5))
def test_a_period_ends_on_the_same_day_or_a_day_before(reviewed: date, years: int) -> None:
    ends = RetentionPolicy.model_validate(RETENTION | {"keep_years": years}).ends_on(reviewed)
    assert ends.year == reviewed.year + years
    assert ends.month == reviewed.month
    assert reviewed.day - ends.day in ({0, 1} if (reviewed.month, reviewed.day) == (2, 29) else {0})
