"""`nightlight hashes`: a list comes in, digests are looked up, things are taken back."""

import hashlib
from pathlib import Path

import pytest

from tests.commands.conftest import Installation, Ran
from tests.hashes.conftest import md5, medium, pdq, vics

pytestmark = pytest.mark.long

KEYS = {"kind", "digest", "distance", "list", "entry", "classification", "canonical"}
KEYS |= {"trust", "owner", "series", "victim_identified", "added_at"}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lists") / "set.json"
    media = [medium(number, PDQ=pdq(1, number)) for number in range(1, 31)]
    path.write_bytes(vics([*media, medium(90), {"MediaID": 91}]))
    return path


@pytest.fixture(scope="module")
def brought(installation: Installation, file: Path) -> Ran:
    return installation.run("hashes", "import", str(file), "--list", "Sample list", "--json")


def lookup(installation: Installation, *digests: str) -> Ran:
    return installation.run("hashes", "lookup", *digests, "--json")


def test_a_preview_writes_nothing(installation: Installation, file: Path) -> None:
    ran = installation.run("hashes", "import", str(file), "--list", "Not made", "--preview", "--json")
    assert (ran.code, ran.json["preview"], ran.json["added"], ran.json["import"]) == (1, True, 31, None)
    names = [one["name"] for one in installation.run("hashes", "lists", "--json").json["lists"]]
    assert "Not made" not in names


def test_a_list_is_brought_in_and_what_was_left_out_makes_the_exit_1(brought: Ran) -> None:
    assert (brought.code, brought.json["added"], brought.json["left_out"]) == (1, 31, 1)
    assert brought.json["scheme"] == "us-vics"
    [finding] = brought.json["findings"]
    assert (finding["times"], finding["first"]) == (1, "record 32")


def test_a_match_has_the_keys_that_scripts_rely_on(installation: Installation, brought: Ran) -> None:
    ran = lookup(installation, md5(90).upper(), f"pdq:{pdq(1)}", md5(77))
    assert ran.code == 0, ran.err
    exact, near = ran.json["matches"]
    assert exact.keys() == near.keys() == KEYS
    assert (exact["kind"], exact["digest"], exact["distance"], exact["list"]) == ("md5", md5(90), 0, "Sample list")
    assert exact["classification"] == {"scheme": "us-vics", "code": "1", "words": "Child Abuse Material (CAM)"}
    assert (near["distance"], near["canonical"]["entries"]) == (1, 30)
    assert (exact["entry"], exact["trust"], exact["victim_identified"]) == ("90", "not_stated", "unknown")
    assert ran.json["deconfirmed"] == []


def test_64_digits_without_a_kind_are_asked_as_both(installation: Installation, brought: Ran) -> None:
    [match] = lookup(installation, pdq(1, 5)).json["matches"]
    assert (match["kind"], match["distance"]) == ("pdq", 0)


def test_what_is_no_digest_is_wrong_use_and_is_not_repeated(installation: Installation) -> None:
    ran = lookup(installation, "sample-words")
    assert (ran.code, ran.out) == (2, "")
    assert "sample-words" not in ran.err


def test_a_deconfirmed_digest_matches_nothing_until_that_is_taken_back(
    installation: Installation, brought: Ran
) -> None:
    words = ("hashes", "deconfirm", md5(7), "--because", "Sample reason")
    assert installation.run(*words).code == 0
    answer = lookup(installation, md5(7)).json
    assert answer["matches"] == []
    assert [said["because"] for said in answer["deconfirmed"]] == ["Sample reason"]
    assert installation.run(*words, "--take-back", "--json").json["deconfirmed"] is False
    assert len(lookup(installation, md5(7)).json["matches"]) == 1
    again = installation.run(*words, "--take-back")
    assert (again.code, again.out) == (1, "")
    assert "nothing to take back" in again.err


def test_digests_come_from_standard_input_and_each_is_answered(installation: Installation, brought: Ran) -> None:
    given = f"{md5(90)}\n\n  {md5(77).upper()} \n".encode()
    ran = installation.run("hashes", "lookup", "-", stdin=given)
    known, unknown = ran.out.splitlines()
    assert known.startswith(f"MD5 {md5(90)}  equal  Sample list, entry 90: ")
    assert unknown == f"{md5(77).upper()}  nothing on any list here"


def test_what_is_no_digest_is_named_by_its_place_and_stops_no_other(installation: Installation, brought: Ran) -> None:
    given = f"{md5(90)}\nsample-words\n{md5(77)}\n".encode()
    ran = installation.run("hashes", "lookup", "-", "--json", stdin=given)
    assert (ran.code, [match["digest"] for match in ran.json["matches"]]) == (1, [md5(90)])
    assert "Place 2: Not a digest" in ran.err
    assert "sample-words" not in ran.err


def test_the_same_file_again_is_refused(installation: Installation, brought: Ran, file: Path) -> None:
    for preview in ([], ["--preview"]):
        ran = installation.run("hashes", "import", str(file), "--list", "Sample list", *preview)
        assert (ran.code, ran.out) == (1, "")
        assert "import 1" in ran.err


def test_what_is_said_of_a_list_is_changed_by_name_and_never_passed_over(
    installation: Installation, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(f"id,md5\n1,{md5(301)}\n")
    second.write_text(f"id,md5\n2,{md5(302)}\n")
    words = ("--list", "Described", "--scheme", "sample")
    assert installation.run("hashes", "import", str(first), *words, "--trust", "low").code == 0
    again = ("hashes", "import", str(second), *words)
    for option, value, advice in (("--trust", "high", "describe"), ("--licence", "anybody", "new one")):
        refused = installation.run(*again, option, value)
        assert (refused.code, refused.out) == (1, "")
        assert advice in refused.err
    undescribed = installation.run(*again, "--preview", "--json").json["findings"]
    assert [one["finding"] for one in undescribed] == [
        "The codes of sample are not described here: each counts as known and as no more"
    ]
    said = installation.run("hashes", "describe", "--list", "Described", "--trust", "high", "--json")
    assert (said.code, said.json["trust"], said.json["owner"]) == (0, "high", "")
    assert installation.run("hashes", "describe", "--list", "Described").code == 1
    assert installation.run(*again, "--trust", "high").code == 0
    assert [match["trust"] for match in lookup(installation, md5(301), md5(302)).json["matches"]] == ["high", "high"]


def test_an_entry_an_import_and_a_list_are_withdrawn(installation: Installation, tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(f"id,md5\n1,{md5(201)}\n2,{md5(202)}\n")
    second.write_text(f"id,md5\n3,{md5(203)}\n4,{md5(204)}\n")
    for path in (first, second):
        assert installation.run("hashes", "import", str(path), "--list", "Table", "--scheme", "sample").code == 0

    def found() -> int:
        return len(lookup(installation, *(md5(number) for number in range(201, 205))).json["matches"])

    words = ("hashes", "withdraw", "--list", "Table", "--because", "Sample reason")
    assert found() == 4
    assert installation.run(*words, "--entry", "3").code == 0
    assert found() == 3
    assert installation.run(*words, "--import", "1").code == 0
    assert found() == 1
    assert installation.run(*words, "--json").json["withdrawn"] is True
    assert found() == 0
    assert installation.run(*words).code == 1
    assert installation.run(*words, "--import", "9").code == 2


def test_the_index_is_built_anew(installation: Installation, brought: Ran) -> None:
    ran = installation.run("hashes", "rebuild", "--json")
    assert (ran.code, ran.json["entries"] >= 31) == (0, True)
    assert len(lookup(installation, md5(90)).json["matches"]) == 1


def test_what_is_no_list_of_hashes_is_refused_and_named(installation: Installation, tmp_path: Path) -> None:
    path = tmp_path / "picture.xml"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + hashlib.sha256(b"noise").digest() * 9)
    ran = installation.run("hashes", "import", str(path), "--list", "Pictures")
    assert ran.code == 1
    assert "picture.xml" in ran.err
    assert installation.run("hashes", "import", str(tmp_path / "absent"), "--list", "x").code == 2


def test_a_key_for_an_agencys_system_is_shown_once(installation: Installation) -> None:
    made = installation.run("key", "system", "co", "--json")
    assert (made.code, made.json["agency"]) == (0, "co")
    assert installation.run("key", "system", "nowhere").code == 2
    assert installation.run("key", "system", "practice-provider").code in {1, 2}
