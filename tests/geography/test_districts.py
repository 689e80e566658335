"""Every county's federal district has a name, a circuit, and its exceptions."""

import csv
from pathlib import Path

import pytest

from nightlight.geography import counties, districts


@pytest.mark.parametrize(
    ("fips", "code", "name", "circuit"),
    [
        ("48201", "txsd", "Southern District of Texas", "5th Circuit"),
        ("08031", "cod", "District of Colorado", "10th Circuit"),
        ("11001", "dcd", "District of Columbia", "D.C. Circuit"),
        ("69085", "nmid", "District of the Northern Mariana Islands", "9th Circuit"),
        ("72127", "prd", "District of Puerto Rico", "1st Circuit"),
        ("36061", "nysd", "Southern District of New York", "2nd Circuit"),
        ("42101", "paed", "Eastern District of Pennsylvania", "3rd Circuit"),
    ],
)
def test_a_district_has_a_name_and_a_circuit(fips: str, code: str, name: str, circuit: str) -> None:
    found = districts.of_county(fips)
    assert found
    assert (found.code, found.name, found.circuit) == (code, name, circuit)


@pytest.mark.parametrize("fips", ["60010", "00000", ""])
def test_where_there_is_no_district_there_is_none(fips: str) -> None:
    assert districts.of_county(fips) is None


def test_what_is_true_only_of_a_part_of_a_county_is_said() -> None:
    for fips, words in (("37063", "Butner"), ("30031", "Yellowstone"), ("36047", "waters")):
        found = districts.of_county(fips)
        assert found
        assert any(words in exception for exception in found.exceptions)
    elsewhere = districts.of_county("08031")
    assert elsewhere
    assert elsewhere.exceptions == ()


def test_every_county_has_the_district_of_the_shared_facts(shared: Path) -> None:
    with (shared / "data" / "judicial_districts.csv").open(newline="") as lines:
        expected = {row["fips"]: (row["district_code"], row["circuit"]) for row in csv.DictReader(lines)}
    found = {county.fips: districts.of_county(county.fips) for county in counties.every_county()}
    assert {fips: (one.code, one.number) if one else ("", "") for fips, one in found.items()} == {
        fips: told if told[0] else ("", "") for fips, told in expected.items()
    }
