import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightlight.geography import counties
from nightlight.geography.addresses import NO_CITY, NO_COUNTY, _read, parse, point_address
from nightlight.geography.gazetteer import Gazetteer
from nightlight.geography.pointing import Certainty
from nightlight.geography.prefixes import PrefixTable


def test_a_city_with_one_county_is_fair_and_names_both_data_sets() -> None:
    (pointing,) = _read({"country_code": "US", "state1": "Colorado", "city": "Boulder"}, "cities 1")
    assert (pointing.state, pointing.county, pointing.certainty) == ("CO", "08013", Certainty.FAIR)
    assert pointing.source.startswith("cities 1; county by zipcodes ")


@pytest.mark.parametrize(("city", "because"), [("Denver", NO_COUNTY), ("", NO_CITY)])
def test_a_state_without_a_sure_county_is_weak(city: str, because: str) -> None:
    (pointing,) = _read({"country_code": "US", "state1": "Colorado", "city": city}, "cities 1")
    assert (pointing.state, pointing.county, pointing.certainty) == ("CO", "", Certainty.WEAK)
    assert pointing.because == because


def test_another_country_is_weak_and_has_no_state() -> None:
    (pointing,) = _read({"country_code": "GE", "state1": "Georgia", "city": "Tbilisi"}, "cities 1")
    assert (pointing.country, pointing.state, pointing.certainty) == ("GE", "", Certainty.WEAK)


def test_a_territory_is_a_state_of_the_united_states() -> None:
    (pointing,) = _read({"country_code": "GU", "state1": "", "city": "Dededo"}, "cities 1")
    assert (pointing.country, pointing.state, pointing.county) == ("US", "GU", "66010")


def test_a_record_that_says_nothing_points_nowhere() -> None:
    assert _read({}, "cities 1") == ()


def test_without_data_sets_an_address_points_nowhere(bare: Gazetteer) -> None:
    assert bare.address("8.8.8.8") == ()


def test_an_ipv4_address_inside_an_ipv6_one_is_taken_out() -> None:
    assert str(parse("::ffff:198.18.0.1")) == "198.18.0.1"


@settings(deadline=None)
@given(st.text() | st.ip_addresses().map(str))
def test_any_text_points_nowhere_without_data(text: str) -> None:
    assert point_address(text, overlays=PrefixTable(), cities=None) == ()


@settings(deadline=None)
@given(text=st.text() | st.ip_addresses().map(str))
def test_any_text_is_taken_by_a_filled_gazetteer(demonstration: Gazetteer, text: str) -> None:
    for pointing in demonstration.address(text):
        assert counties.by_fips(pointing.county)


@pytest.mark.parametrize("text", ["10.0.0.1", "127.0.0.1", "198.18.0.1", "2001:db8::1", "224.0.0.1", "fe80::1%eth0"])
def test_the_fetched_data_places_no_private_or_reserved_address(fetched: Gazetteer, text: str) -> None:
    found = [pointing for pointing in fetched.address(text) if "invented" not in pointing.because]
    assert found == []


def test_the_fetched_data_places_a_public_resolver_in_its_country(fetched: Gazetteer) -> None:
    (pointing,) = fetched.address("8.8.8.8")
    assert pointing.country == "US"
    assert pointing.certainty < Certainty.STRONG
    assert pointing.source.startswith("DB-IP City Lite ")
