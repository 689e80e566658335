"""`nightlight demo` plays the invented operation to its scaled targets; `operation report` prints the same figures."""

import csv
import io
import sqlite3
import subprocess
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from nightlight.simulation.scenario import Scenario, load
from tests.commands.conftest import COMMAND, Installation
from tests.serving import free_port, wait_for

pytestmark = pytest.mark.long

SCALE = 0.001
NAME = "Operation Broken Heart 2018"
FILLED = (
    "suspects_run",
    "urgent_oncall",
    "workload_skill",
    "workload_leave",
    "desk_savedview",
    "clocks_logretention",
    "notices_notice",
    "notices_outlet",
    "hashes_deconfirmation",
    "rematching_rematched",
    "gate_opening",
    "workload_personalassignment",
)
KEYS = {"operation", "as_of", "figures", "arrests_by_category", "by_task_force", "seconds"}


def play(installation: Installation) -> dict[str, Any]:
    ran = installation.run("demo", "--scale", str(SCALE), "--no-serve", "--json")
    assert ran.code == 0, ran.err
    answer: dict[str, Any] = ran.json
    return answer


@pytest.fixture(scope="module")
def practice(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Give a folder in which nothing is, beside an installation that is not a demo."""
    return Installation(tmp_path_factory.mktemp("practice"))


@pytest.fixture(scope="module")
def played(practice: Installation) -> dict[str, Any]:
    return play(practice)


@pytest.fixture(scope="module")
def wanted() -> Scenario:
    return load().scaled(SCALE)


def test_the_figures_are_those_of_the_scaled_scenario(played: dict[str, Any], wanted: Scenario) -> None:
    assert played.keys() == KEYS
    targets = wanted.targets
    assert played["figures"] == {
        "task_forces": len(wanted.weights),
        "complaints": targets.complaints_investigated,
        "arrests": sum(targets.arrests.values()),
        "offenders_produced_or_abused": sum(targets.offenders.values()),
        "children_identified": sum(targets.children.values()),
        "presentations": sum(targets.presentations.values()),
        "people_reached": targets.people_reached,
    }
    assert played["arrests_by_category"] == targets.arrests
    assert sum(row["complaints"] for row in played["by_task_force"]) == played["figures"]["complaints"]


def test_the_report_prints_the_figures_of_the_demo(practice: Installation, played: dict[str, Any]) -> None:
    ran = practice.run("operation", "report", NAME, "--format", "json", "--as-of", played["as_of"][:10])
    assert ran.code == 0, ran.err
    assert ran.json.keys() == KEYS
    timeless = KEYS - {"seconds"}
    assert {key: ran.json[key] for key in timeless} == {key: played[key] for key in timeless}


def test_the_report_comes_as_a_table_and_as_csv(practice: Installation, played: dict[str, Any]) -> None:
    table = practice.run("operation", "report", NAME)
    assert table.code == 0
    assert f"{played['figures']['complaints']:,}" in table.out
    written = practice.run("operation", "report", NAME, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(written.out)))
    assert (written.code, rows[-1]["complaints"]) == (0, str(played["figures"]["complaints"]))
    assert len(rows) == len(played["by_task_force"]) + 1


def test_what_a_house_at_work_has_filled_is_not_empty(practice: Installation, played: dict[str, Any]) -> None:
    with sqlite3.connect(practice.database) as opened:
        counted = {table: opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in FILLED}  # noqa: S608
        states = dict(opened.execute("SELECT state, count(*) FROM transfers_transfer GROUP BY state"))
        late = opened.execute("SELECT count(*) FROM notices_notice WHERE kind LIKE 'offer.late%'").fetchone()[0]
    assert [table for table, rows in counted.items() if not rows] == []
    assert states == {"accepted": 2, "refused": 2, "standing": 2}
    assert late == 4


@pytest.mark.usefixtures("played")
def test_the_urgent_lane_of_the_task_force_that_is_shown_has_every_state(practice: Installation) -> None:
    with sqlite3.connect(practice.database) as opened:
        states = opened.execute(
            "SELECT answer, step FROM urgent_alarm JOIN agencies_agency ON agencies_agency.id = agency_id"
            " WHERE code = 'co' AND raised_at >= '2018-05-31 22:31' ORDER BY raised_at, urgent_alarm.id"
        ).fetchall()
        sent = dict(opened.execute("SELECT status, count(*) FROM notices_delivery GROUP BY status"))
    assert sorted(states) == [("", 0), ("", 1), ("", 1), ("opened", 1), ("taken", 1)]  # 0: the whole agency was called
    assert sent.keys() == {"delivered"}


@pytest.mark.usefixtures("played")
def test_a_list_of_known_hashes_has_files_of_reports_that_are_here(practice: Installation) -> None:
    with sqlite3.connect(practice.database) as opened:
        [[here]] = opened.execute(
            "SELECT count(DISTINCT report_id) FROM intake_sighting"
            " JOIN hashes_listedhash ON kind = 'md5' AND value = md5 AND series <> ''"
        )
    assert here >= 2


@pytest.mark.long
def test_played_once_more_it_gives_the_same_figures(practice: Installation, played: dict[str, Any]) -> None:
    again = play(practice)
    assert {**again, "seconds": 0} == {**played, "seconds": 0}


@pytest.mark.long
def test_what_is_served_afterwards_is_marked_as_practice_and_goes_on_from_its_end(tmp_path: Path) -> None:
    demo, port, log = Installation(tmp_path), free_port(), tmp_path / "demo.log"
    words = ["demo", "--scale", str(SCALE), "--port", str(port)]
    with (
        log.open("w") as said,
        subprocess.Popen([COMMAND, *words], env=demo.environment, stdout=said, stderr=said) as served,  # noqa: S603 - our own command
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/sign-in", served, log)
            with urlopen(f"http://127.0.0.1:{port}/sign-in") as page:
                assert "Practice data" in page.read().decode()
        finally:
            served.terminate()


def test_it_leaves_alone_what_is_not_a_demo(installation: Installation) -> None:
    kept = installation.database.read_bytes()
    ran = installation.run("demo", "--scale", str(SCALE), "--no-serve", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "not a demo" in ran.err
    assert installation.database.read_bytes() == kept
