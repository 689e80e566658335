import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightlight.geography.phones import point_phone
from nightlight.geography.pointing import Certainty


@pytest.mark.parametrize(
    ("number", "state"),
    [
        ("+13035550100", "CO"),
        ("+12125550100", "NY"),
        ("+12025550100", "DC"),
        ("+12065550100", "WA"),
        ("+17875550100", "PR"),
    ],
)
def test_an_area_code_points_weakly_to_a_state_and_no_further(number: str, state: str) -> None:
    (pointing,) = point_phone(number)
    assert (pointing.country, pointing.state, pointing.county, pointing.city) == ("US", state, "", "")
    assert pointing.certainty is Certainty.WEAK
    assert "not where its holder lives" in pointing.because


def test_a_foreign_number_points_to_its_country() -> None:
    (pointing,) = point_phone("+442079460000")
    assert (pointing.country, pointing.state) == ("GB", "")


@pytest.mark.parametrize("number", ["", "x", "303 555 0100", "+18005550100", "+800", "+1", "+80012345678"])
def test_a_number_tied_to_no_place_points_nowhere(number: str) -> None:
    assert point_phone(number) == ()


@settings(deadline=None)
@given(st.text() | st.from_regex(r"\+[0-9]{1,17}", fullmatch=True))
def test_any_text_points_weakly_or_nowhere(text: str) -> None:
    assert all(pointing.certainty is Certainty.WEAK for pointing in point_phone(text))
