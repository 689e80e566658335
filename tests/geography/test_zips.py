from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightlight.geography import counties, zips
from nightlight.geography.gazetteer import Gazetteer
from nightlight.geography.pointing import Certainty


@pytest.mark.parametrize("text", ["80202", " 80202 ", "80202-1234", "802021234"])
def test_a_zip_code_points_to_its_county(text: str) -> None:
    (pointing,) = zips.point_zip(text)
    assert (pointing.country, pointing.state, pointing.county) == ("US", "CO", "08031")
    assert pointing.certainty is Certainty.FAIR
    assert pointing.source.startswith("zipcodes ")


def test_only_a_verified_zip_code_is_strong() -> None:
    assert zips.point_zip("80202", verified=True)[0].certainty is Certainty.STRONG
    assert zips.point_zip("80202", verified=False)[0].certainty is Certainty.FAIR


@pytest.mark.parametrize("text", ["", "x", "8020", "80202-1", "00000", "٨٠٢٠٢"])
def test_text_that_is_no_zip_code_points_nowhere(text: str) -> None:
    assert zips.point_zip(text) == ()


def test_a_military_post_office_points_nowhere() -> None:
    assert zips.point_zip("09001") == ()


def test_a_freely_associated_country_is_a_country() -> None:
    (pointing,) = zips.point_zip("96941")
    assert (pointing.country, pointing.state, pointing.county) == ("FM", "", "")


def test_a_city_in_one_county_has_that_county_and_a_city_in_several_has_none() -> None:
    assert zips.county_of_city("CO", "Boulder") == "08013"
    assert zips.county_of_city("CA", "Mountain View (Downtown)") == "06085"
    assert zips.county_of_city("CO", "Denver") == ""
    assert zips.county_of_city("CO", "Nowhere at All") == ""


def test_the_district_of_columbia_is_one_county_whatever_the_city() -> None:
    assert zips.county_of_city("DC", "Washington D.C.") == "11001"


def test_nearly_every_civil_zip_code_is_joined_to_a_county_of_its_state() -> None:
    table = zips._table()
    civil = [entry for entry in table.entries.values() if counties.in_state(entry.area)]
    joined = [counties.by_fips(entry.county) for entry in civil if entry.county]
    assert len(joined) > 0.99 * len(civil)
    assert all(county is not None for county in joined)


@settings(deadline=None)
@given(st.text() | st.from_regex(r"[0-9]{5}(-[0-9]{4})?", fullmatch=True))
def test_any_text_points_to_one_place_at_most(text: str) -> None:
    assert len(zips.point_zip(text)) <= 1


def test_what_is_read_ahead_is_read_for_whoever_asks_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    zips._table.cache_clear()
    Gazetteer(tmp_path).read_ahead()
    monkeypatch.setattr(zips.zipcodes, "list_all", lambda: pytest.fail("read when somebody asked"))
    assert zips.point_zip("80202")
