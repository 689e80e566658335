from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.intake.formats.times import moment

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "given_time", ["2026-01-02T03:04:05Z", "2026-01-01T20:04:05-07:00", " 2026-01-02T04:04:05.000+01:00 "]
)
def test_a_time_with_a_zone_is_told_in_utc(given_time: str) -> None:
    assert moment(given_time).at == AT
    assert moment(given_time).as_given == given_time.strip()


@pytest.mark.parametrize("given_time", ["2026-01-02T03:04:05", "2026-01-02", "soon", "", "9999-12-31T23:59:59-14:00"])
def test_without_a_zone_or_sense_a_time_stays_only_as_given(given_time: str) -> None:
    assert moment(given_time).at is None
    assert moment(given_time).as_given == given_time


@given(st.one_of(st.text(max_size=50), st.datetimes(timezones=st.timezones()).map(datetime.isoformat)))
def test_no_text_makes_the_reading_of_times_fail(text: str) -> None:
    at = moment(text).at
    assert at is None or at.tzinfo is UTC
