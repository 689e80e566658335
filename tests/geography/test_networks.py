"""Networks are recognised by range and by number; the tables are whole; an agency's word wins."""

from ipaddress import IPv4Address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.geography.editions import NETWORKS, Edition
from nightlight.geography.gazetteer import Gazetteer, geodata_folder
from nightlight.geography.networks import WORDS, Known, NetworkKind, NetworkSureness, own_table

ADDED = (
    Known("Sample Wide", NetworkKind.HOSTING, NetworkSureness.HIGH, "test", prefix="100.64.0.0/16"),
    Known("Sample Narrow", NetworkKind.VPN, NetworkSureness.LOW, "test", prefix="100.64.7.0/24"),
    Known("Sample Number", NetworkKind.MILITARY, NetworkSureness.HIGH, "test", asn=64_500),
)


@pytest.fixture
def announced(tmp_path: Path) -> Gazetteer:
    """Give a gazetteer whose data set announces three invented ranges."""
    folder = geodata_folder(tmp_path) / NETWORKS.key
    folder.mkdir(parents=True)
    (folder / "asn-ipv4.csv").write_text(
        '192.0.2.0,192.0.2.127,64500,"Sample, Inc."\n198.51.100.0,198.51.100.255,14593,Sample\n'
    )
    (folder / "asn-ipv6.csv").write_text("2001:db8::,2001:db8:0:ffff:ffff:ffff:ffff:ffff,64501,Sample\n")
    Edition(NETWORKS.name, "", "1", "", "", "", "2026-11-20", {}).write(folder)
    return Gazetteer(tmp_path)


def test_the_shared_range_of_carriers_is_recognised_without_any_data_set(bare: Gazetteer) -> None:
    found = bare.network("100.64.0.7")
    assert found
    assert (found.kind, found.is_shared, found.asn) == (NetworkKind.CARRIER_NAT, True, None)
    assert "ask with the port and the second" in found.words
    assert bare.network("100.128.0.1") is None
    assert bare.network("::ffff:100.64.0.7") == found


@pytest.mark.parametrize("text", ["", "somewhere", "100.64.0.0/10", "100.64.0"])
def test_what_is_no_address_is_in_no_network(text: str, bare: Gazetteer) -> None:
    assert bare.network(text) is None


def test_a_number_is_found_at_both_ends_of_its_range_and_not_beyond(announced: Gazetteer) -> None:
    for text, number in (("192.0.2.0", 64_500), ("192.0.2.127", 64_500), ("2001:db8::1", 64_501)):
        found = announced.network(text)
        assert found
        assert (found.asn, found.kind, found.words) == (number, None, "")
    for text in ("192.0.2.128", "192.0.1.255", "0.0.0.0", "2001:db8:1::", "::1"):  # noqa: S104 - an address to look up
        assert announced.network(text) is None


def test_our_table_says_what_a_number_is(announced: Gazetteer) -> None:
    found = announced.network("198.51.100.9")
    assert found
    assert (found.asn, found.kind, found.sureness) == (14_593, NetworkKind.SATELLITE, NetworkSureness.HIGH)


def test_what_an_agency_added_wins_and_the_narrowest_range_first(announced: Gazetteer) -> None:
    names = {
        text: found.name
        for text in ("100.64.7.1", "100.64.8.1", "100.65.0.1", "192.0.2.1")
        if (found := announced.network(text, also=ADDED))
    }
    assert names == {
        "100.64.7.1": "Sample Narrow",
        "100.64.8.1": "Sample Wide",
        "100.65.0.1": "Shared address space of carriers",
        "192.0.2.1": "Sample Number",
    }


@pytest.mark.parametrize(
    "broken", ["192.0.2.0,192.0.2.127\n", "b,c,d,e\n", "9.0.0.0,9.0.0.9,1,x\n1.0.0.0,1.0.0.9,1,x\n"]
)
def test_a_data_set_that_cannot_be_read_is_left_out(broken: str, announced: Gazetteer, tmp_path: Path) -> None:
    (geodata_folder(tmp_path) / NETWORKS.key / "asn-ipv4.csv").write_text(broken)
    assert announced.network("192.0.2.1") is None
    assert announced.network("100.64.0.7")


@given(number=st.integers(0, 2**32 - 1))
def test_every_address_of_the_shared_range_and_no_other_is_a_carriers(number: int) -> None:
    address = IPv4Address(number)
    found = Gazetteer(Path("no-folder")).network(str(address))
    inside = IPv4Address("100.64.0.0") <= address <= IPv4Address("100.127.255.255")
    assert (found is not None and found.kind is NetworkKind.CARRIER_NAT) is inside


def test_the_tables_are_whole() -> None:
    table = own_table()
    assert all(one.name and one.source and (one.asn is None) is bool(one.prefix) for one in table)
    numbers = [one.asn for one in table if one.asn is not None]
    assert len(numbers) == len(set(numbers))
    assert {one.kind for one in table} == set(NetworkKind)
    assert WORDS.keys() == set(NetworkKind)
    assert numbers == sorted(numbers)
