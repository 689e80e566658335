"""`nightlight intake` reads what it is given to the end of the road, one line each; then `queue` shows it."""

from datetime import date
from pathlib import Path

import pytest

from nightlight.simulation.scenario import load
from nightlight.simulation.submissions import InventedComplaint, complaints
from tests.commands.conftest import Installation, Ran

COUNTS = {"received", "duplicate", "supplement", "folded", "quarantined", "refused"}
SIGNATURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.fixture(scope="module")
def invented() -> list[InventedComplaint]:
    return [one for one in complaints(load().scaled(0.002), 7) if one.format == "provider_xml" and one.companions]


@pytest.fixture(scope="module")
def first(invented: list[InventedComplaint], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("arrivals") / "first.xml"
    path.write_bytes(invented[0].raw)
    return path


@pytest.fixture(scope="module")
def received(installation: Installation, first: Path) -> Ran:
    return installation.run("intake", str(first), "--json")


def test_a_report_is_received_with_a_receipt(received: Ran, first: Path) -> None:
    assert received.code == 0, received.err
    assert received.json.keys() == COUNTS | {"seconds", "submissions"}
    assert {count: received.json[count] for count in COUNTS} == dict.fromkeys(COUNTS, 0) | {"received": 1}
    [submission] = received.json["submissions"]
    assert submission.keys() == {"source", "receipt", "status", "reason"}
    assert (submission["source"], submission["status"], submission["reason"]) == (str(first), "received", "")
    assert submission["receipt"].startswith("R-")


def test_the_same_bytes_again_are_no_mistake(installation: Installation, received: Ran, first: Path) -> None:
    again = installation.run("intake", "-", "--json", stdin=first.read_bytes())
    assert (again.code, again.json["duplicate"]) == (0, 1)
    [submission] = again.json["submissions"]
    assert (submission["source"], submission["status"]) == ("-", "duplicate")
    assert submission["receipt"] == received.json["submissions"][0]["receipt"]


def test_a_folder_brings_a_report_and_its_files_and_a_bad_one_stops_nothing(
    installation: Installation, invented: list[InventedComplaint], tmp_path: Path
) -> None:
    whole = tmp_path / "a [whole] one"
    whole.mkdir()
    (whole / "report.xml").write_bytes(invented[1].raw)
    for number, companion in enumerate(invented[1].companions):
        (whole / f"file-{number}.xml").write_bytes(companion)
    (tmp_path / "b-cut.xml").write_bytes(invented[2].raw[:-40])
    (tmp_path / "c-image.xml").write_bytes(SIGNATURE)
    (tmp_path / "d.xml").write_bytes(invented[3].raw)
    ran = installation.run("intake", str(tmp_path))
    assert ran.code == 1
    lines = ran.out.splitlines()
    said = {line.split()[0]: line for line in lines[:4]}
    assert sorted(line.split()[0] for line in lines[:4]) == ["quarantined", "received", "received", "refused"]
    assert "line 2" in said["quarantined"].lower()
    assert "b-cut.xml" in said["quarantined"]
    assert any(str(whole / "report.xml") in line for line in lines)
    assert lines[4].startswith("2 received, 1 quarantined, 1 refused; ")
    assert len(lines) == 5


def test_nothing_found_is_found_wanting_and_no_such_file_is_wrong_use(
    installation: Installation, tmp_path: Path
) -> None:
    empty = installation.run("intake", str(tmp_path))
    assert (empty.code, empty.out.startswith("nothing found")) == (1, True)
    absent = installation.run("intake", str(tmp_path / "absent.xml"))
    assert (absent.code, absent.out) == (2, "")
    assert str(tmp_path / "absent.xml") in absent.err


def test_the_queue_shows_what_came_in_with_reasons(installation: Installation, received: Ran) -> None:
    ran = installation.run("queue", "--json")
    assert ran.code == 0
    reports = ran.json["reports"]
    assert reports
    for report in reports:
        assert {"number", "tier", "axes", "reasons", "route", "received_at"} <= report.keys()
        assert report["tier"]
        assert report["reasons"]
        assert date.fromisoformat(report["received_at"][:10])
    assert [report["tier"] for report in reports] == sorted(report["tier"] for report in reports)
