"""`nightlight routing`: what the rules would do, and why, for whoever asks at the console."""

import pytest

from tests.commands.conftest import Installation

pytestmark = pytest.mark.long


def test_a_county_is_explained(installation: Installation) -> None:
    ran = installation.run("routing", "explain", "--county", "37063", "--on", "2026-11-20", "--json")
    assert ran.code == 0, ran.err
    told = ran.json
    assert told["asked"] == {"county": "37063"}
    assert (told["on"], told["policy"]["date"]) == ("2026-11-20", "2018-01-02")
    assert (told["to"], told["claims"][0]["agency"]) == ("nc", "nc")
    assert (told["district"]["code"], told["district"]["circuit"]) == ("ncmd", "4th Circuit")
    assert "Butner" in told["district"]["exceptions"][0]


def test_a_zip_code_an_address_and_a_desk_are_explained(installation: Installation) -> None:
    told = installation.run("routing", "explain", "--zip", "85001", "--json").json
    assert (told["decided"], told["to"], told["county"]) == ("by_rule", "az", "04013")
    told = installation.run("routing", "explain", "--ip", "100.64.0.7", "--json").json
    assert (told["rule"], told["decided"], told["desk"]["id"]) == ("R-10", "held", "unknown")
    assert told["network"]["kind"] == "carrier_nat"
    told = installation.run("routing", "explain", "--county", "72127", "--json").json
    assert (told["desk"]["id"], told["desk"]["recipients"]) == ("puerto_rico", ["hsi-puerto-rico"])
    ran = installation.run("routing", "explain", "--county", "72127")
    assert "Puerto Rico has no ICAC task force" in ran.out


def test_the_table_lists_every_place(installation: Installation) -> None:
    places = installation.run("routing", "table", "--on", "2026-11-20", "--json").json["places"]
    assert len(places) == 56 + 3231
    [cook] = [place for place in places if place["fips"] == "17031"]
    assert (cook["rule"], cook["to"], cook["district"]) == ("R-1", "il-cook", "ilnd")
    assert len(installation.run("routing", "table", "--state", "dc", "--json").json["places"]) == 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "one of --county, --zip and --ip"),
        (("--county", "04013", "--zip", "85001"), 2, "one of --county"),
        (("--county", "00000"), 1, "five digits, such as 08031"),
        (("--zip", "00000"), 1, "00000 is no ZIP code"),
        (("--ip", "somewhere"), 1, "somewhere is no Internet address"),
        (("--county", "04013", "--on", "tomorrow"), 2, "year, month and day"),
        (("--county", "04013", "--on", "2017-12-31"), 2, "No file of the policy"),
    ],
)
def test_wrong_use_is_said_in_words(words: tuple[str, ...], code: int, said: str, installation: Installation) -> None:
    ran = installation.run("routing", "explain", *words, "--json")
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
