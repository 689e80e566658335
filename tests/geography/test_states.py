from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightlight.geography import states


def test_there_are_fifty_states_the_district_and_five_territories() -> None:
    assert len(states.every_state()) == 56
    assert {"DC", "PR", "VI", "GU", "AS", "MP"} <= {state.code for state in states.every_state()}


@pytest.mark.parametrize("text", ["CO", "co", " Co ", "Colorado", "COLORADO", "colorado "])
def test_a_state_is_known_by_its_code_and_by_its_name(text: str) -> None:
    found = states.named(text)
    assert found is not None
    assert (found.code, found.fips) == ("CO", "08")


def test_a_county_code_gives_its_state() -> None:
    found = states.by_fips("08041")
    assert found is not None
    assert found.name == "Colorado"


def test_washington_is_told_from_the_capital() -> None:
    capital, state = states.named("Washington D.C."), states.named("Washington")
    assert capital is not None
    assert state is not None
    assert (capital.code, state.code) == ("DC", "WA")


def test_every_time_zone_exists() -> None:
    assert all(ZoneInfo(state.time_zone) for state in states.every_state())


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_state_or_none(text: str) -> None:
    for found in (states.named(text), states.by_fips(text)):
        assert found is None or found in states.every_state()
