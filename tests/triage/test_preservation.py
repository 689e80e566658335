from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.clocks.preservation import Preservation, preservation
from nightlight.policy.dated import NoPolicyInForce

KEPT = Preservation(date(2027, 1, 10), 100, "18 U.S.C. 2258A(h)")


@pytest.mark.parametrize(
    ("received", "until"),
    [("2018-03-01", "2018-05-30"), ("2024-05-06", "2024-08-04"), ("2024-05-07", "2025-05-07")],
)
def test_the_report_act_made_a_year_of_ninety_days(received: str, until: str) -> None:
    at = datetime.fromisoformat(received).replace(tzinfo=UTC)
    assert preservation(at).until == date.fromisoformat(until)
    assert preservation(at).statute == "18 U.S.C. 2258A(h)"


def test_before_the_first_rule_nothing_is_said() -> None:
    with pytest.raises(NoPolicyInForce):
        preservation(datetime(2017, 12, 31, tzinfo=UTC))


@given(st.integers(-50, 200))
def test_days_left_and_time_used_tell_of_the_same_day(gone: int) -> None:
    on = KEPT.until - timedelta(days=KEPT.days) + timedelta(days=gone)
    assert KEPT.days_left(on) == KEPT.days - gone
    assert KEPT.used(on) == min(100, max(0, gone))
