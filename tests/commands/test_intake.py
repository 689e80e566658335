"""`nightlight intake` reads what it is given to the end of the road, one line each; then `queue` shows it."""

import json
import os
import sqlite3
import subprocess
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from nightlight.simulation.scenario import load
from nightlight.simulation.submissions import InventedComplaint, complaints
from tests.commands.conftest import COMMAND, Installation, Ran
from tests.intake.formats.bundles import PICTURE, bundle

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


@pytest.mark.long
def test_a_bundle_gives_a_line_for_each_of_its_reports(
    installation: Installation, invented: list[InventedComplaint], tmp_path: Path
) -> None:
    files = {
        f"{place}/{name}.xml": content
        for place, one in enumerate(invented[3:5])
        for name, content in [("report", one.raw), *((f"file-{n}", raw) for n, raw in enumerate(one.companions))]
    }
    path = tmp_path / "tips.zip"
    path.write_bytes(bundle({**files, "0/a.jpg": PICTURE, "cut.xml": invented[3].raw[:-40]}))
    ran = installation.run("intake", str(tmp_path), "--json")
    assert ran.code == 1
    assert {one["source"].removeprefix(f"{path}: "): one["status"] for one in ran.json["submissions"]} == {
        "0/report.xml": "received",
        "1/report.xml": "received",
        "cut.xml": "quarantined",
    }
    again = installation.run("intake", "-", "--json", stdin=path.read_bytes())
    assert again.json["duplicate"] == 3


def test_a_file_that_cannot_be_read_and_a_name_that_is_no_text_stop_no_other(
    installation: Installation, invented: list[InventedComplaint], tmp_path: Path
) -> None:
    (tmp_path / os.fsdecode(b"a\xff.xml")).write_bytes(invented[2].raw)
    (tmp_path / "b.xml").symlink_to("/proc/self/mem")
    (tmp_path / "c.xml").write_bytes(b"<report>")
    ran = installation.run("intake", str(tmp_path), "--json")
    assert ran.code == 1
    assert [Path(each["source"]).name for each in ran.json["submissions"]] == ["a\ufffd.xml", "c.xml"]
    assert ran.json["unread"] == [str(tmp_path / "b.xml")]
    assert "b.xml cannot be read and stays where it is: Input/output error." in ran.err
    assert "Traceback" not in ran.err


def save_meanings(installation: Installation, name: str) -> None:
    with sqlite3.connect(installation.database) as database:
        [[agency]] = database.execute("SELECT id FROM agencies_agency WHERE code = 'national'")
        database.execute(
            "INSERT INTO intake_columnmapping (id, recorded_at, name, columns, agency_id) VALUES (?, ?, ?, ?, ?)",
            (uuid4().hex, "2026-01-01 00:00:00", name, '{"Mail": "email", "Note": "notes"}', agency),
        )


@pytest.mark.long
def test_a_table_is_read_by_meanings_that_were_saved(installation: Installation, tmp_path: Path) -> None:
    path = tmp_path / "tips.csv"
    path.write_text('Mail,Note\na@example.com,words\n"open,\nb@example.com,words\n')
    unknown = installation.run("intake", str(path), "--mapping", "Weekly list")
    assert (unknown.code, unknown.out) == (2, "")
    assert "has saved no meanings" in unknown.err
    without = installation.run("intake", str(path), "--json")
    assert "nightlight intake --mapping" in without.json["submissions"][0]["reason"]
    save_meanings(installation, "Weekly list")
    ran = installation.run("intake", str(path), "--mapping", "Weekly list", "--json")
    assert (ran.code, ran.json["received"], ran.json["quarantined"]) == (1, 2, 1)


@pytest.mark.long
def test_a_table_in_a_watched_folder_is_read_by_them_too(installation: Installation, tmp_path: Path) -> None:
    save_meanings(installation, "Daily list")
    (tmp_path / "watched").mkdir()
    (tmp_path / "watched" / "more.csv").write_text("Mail,Note\nc@example.com,words\nd@example.com,words\n")
    command = [COMMAND, "intake", "--watch", str(tmp_path / "watched"), "--mapping", "Daily list", "--json"]
    with subprocess.Popen(  # noqa: S603 - our own command
        command, env=installation.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as watcher:
        assert watcher.stdout
        said = json.loads(watcher.stdout.readline())
        watcher.terminate()
    assert [each["status"] for each in said["submissions"]] == ["received", "received"]
    assert said["moved_to"] == "done/more.csv"


def test_where_documents_leave_the_configured_schema_is_said_and_refuses_nothing(
    installation: Installation, invented: list[InventedComplaint], tmp_path: Path
) -> None:
    schema = tmp_path / "schema.xsd"
    schema.write_text('<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="other"/></xs:schema>')
    path = tmp_path / "report.xml"
    path.write_bytes(invented[5].raw)
    ran = installation.run("intake", str(path), "--json", NIGHTLIGHT_CYBERTIPLINE_XSD=str(schema))
    assert ran.code == 0
    [submission] = ran.json["submissions"]
    assert submission["status"] == "received"
    assert submission["deviations"][0]["message"] == "The schema knows no document that begins so."
