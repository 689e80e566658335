import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightlight.geography import counties, states
from nightlight.geography.counties import County


def fips_of(county: County | None) -> str:
    return county.fips if county else ""


def test_every_county_lies_in_the_state_its_code_names() -> None:
    assert len(counties.every_county()) == 3231
    for county in counties.every_county():
        state = states.by_fips(county.fips)
        assert state is not None
        assert state.code == county.state


def test_every_county_is_found_by_its_full_name() -> None:
    for county in counties.every_county():
        assert counties.by_name(county.state, county.full_name) == county


@pytest.mark.parametrize(
    ("state", "name", "fips"),
    [
        ("CO", "El Paso County", "08041"),
        ("CO", "el paso", "08041"),
        ("LA", "St. Tammany Parish", "22103"),
        ("LA", "Saint Tammany", "22103"),
        ("MO", "Ste. Genevieve County", "29186"),
        ("MO", "SAINTE GENEVIEVE", "29186"),
        ("NM", "Dona Ana County", "35013"),
        ("AK", "Municipality of Anchorage", "02020"),
        ("AK", "City and Borough of Juneau", "02110"),
        ("VA", "James City County", "51095"),
        ("VA", "Alexandria City", "51510"),
        ("NV", "Carson City", "32510"),
        ("MD", "Baltimore County", "24005"),
        ("MD", "Baltimore City", "24510"),
    ],
)
def test_a_county_is_known_by_the_names_people_write(state: str, name: str, fips: str) -> None:
    assert fips_of(counties.by_name(state, name)) == fips


@pytest.mark.parametrize(("state", "name"), [("MD", "Baltimore"), ("VA", "Fairfax"), ("MO", "St. Louis")])
def test_a_name_that_means_two_places_means_none(state: str, name: str) -> None:
    assert counties.by_name(state, name) is None


def test_only_american_samoa_has_no_federal_district() -> None:
    assert {county.state for county in counties.every_county() if not county.district_code} == {"AS"}
    assert len({county.district_code for county in counties.every_county() if county.district_code}) == 94


def test_the_table_agrees_with_the_reference_material(shared: Path) -> None:
    with (shared / "data" / "judicial_districts.csv").open(encoding="utf-8", newline="") as lines:
        expected = {row["fips"]: (row["state"], row["county"], row["district_code"]) for row in csv.DictReader(lines)}
    assert {c.fips: (c.state, c.name, c.district_code) for c in counties.every_county()} == expected


@settings(deadline=None)
@given(st.sampled_from(["CO", "VA", "", "xx"]), st.text())
def test_any_text_is_a_county_or_none(state: str, name: str) -> None:
    found = counties.by_name(state, name)
    assert found is None or found.state == state
