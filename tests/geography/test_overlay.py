import ipaddress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightlight.geography import counties, overlay
from nightlight.geography.gazetteer import Gazetteer
from nightlight.geography.pointing import Certainty

HOMES, CARRIERS = ipaddress.ip_network("2001:db8::/32"), ipaddress.ip_network("198.18.0.0/15")


def test_every_county_is_found_again_from_its_invented_addresses(demonstration: Gazetteer) -> None:
    for county in counties.every_county():
        (home,) = demonstration.address(overlay.demo_ipv6(county.fips, 7))
        (mobile,) = demonstration.address(overlay.demo_ipv4(county.fips, 7))
        assert (home.state, home.county, home.certainty) == (county.state, county.fips, Certainty.FAIR)
        assert (mobile.state, mobile.county, mobile.certainty) == (county.state, county.fips, Certainty.WEAK)


def test_no_invented_address_is_outside_the_reserved_ranges() -> None:
    for county in counties.every_county():
        assert overlay.home_network(county.fips).subnet_of(HOMES)
        assert overlay.mobile_network(county.fips).subnet_of(CARRIERS)


def test_no_two_counties_share_a_block() -> None:
    assert len({overlay.home_network(county.fips) for county in counties.every_county()}) == 3231
    assert len({overlay.mobile_network(county.fips) for county in counties.every_county()}) == 3231


def test_a_home_address_shows_the_digits_of_its_county() -> None:
    assert overlay.demo_ipv6("08041", 5) == "2001:db8:8:41::5"
    assert overlay.demo_ipv4("01001", 5) == "198.18.0.5"


def test_mobile_addresses_are_shared_by_many() -> None:
    assert overlay.demo_ipv4("01003", 0) == overlay.demo_ipv4("01003", 32) == "198.18.0.32"


def test_an_unknown_county_has_no_addresses() -> None:
    with pytest.raises(KeyError):
        overlay.demo_ipv4("99999", 0)
    with pytest.raises(KeyError):
        overlay.demo_ipv6("99999", 0)


def test_writing_again_gives_the_same_file_and_leaves_nothing_behind(tmp_path: Path) -> None:
    first = overlay.write_demo_overlay(tmp_path).read_bytes()
    assert overlay.write_demo_overlay(tmp_path).read_bytes() == first
    assert [file.name for file in tmp_path.iterdir()] == [overlay.FILE_NAME]


@settings(deadline=None)
@given(st.sampled_from(counties.every_county()), st.integers(0, 2**64 - 1))
def test_every_invented_address_of_a_county_stays_in_it(county: counties.County, n: int) -> None:
    assert ipaddress.ip_address(overlay.demo_ipv6(county.fips, n)) in overlay.home_network(county.fips)
    assert ipaddress.ip_address(overlay.demo_ipv4(county.fips, n)) in overlay.mobile_network(county.fips)
