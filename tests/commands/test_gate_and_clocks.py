"""`nightlight gate` says which file may be opened; `nightlight clocks alarm` rings once; the queue has its clocks."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.commands.conftest import Installation

pytestmark = pytest.mark.long

REPORT = """<report><incidentSummary><incidentType>Sample</incidentType>
<incidentDateTime>2026-11-01T12:00:00Z</incidentDateTime></incidentSummary>
<reporter><reportingPerson><email>desk@example.com</email></reportingPerson></reporter>
<personOrUserReported><personOrUserReportedPerson><email>alex@example.com</email></personOrUserReportedPerson>
</personOrUserReported></report>"""
FILE = """<fileDetails><reportId>4242</reportId><fileId>{}</fileId><originalFileName>sample.jpg</originalFileName>
<fileViewedByEsp>{}</fileViewedByEsp></fileDetails>"""


@pytest.fixture(scope="module")
def report(installation: Installation) -> str:
    """Take a report in, for Wisconsin, whose courts have a rule; give its id."""
    folder = installation.folder / "sample"
    folder.mkdir()
    (folder / "report.xml").write_text(REPORT)
    for number, viewed in ((1, "true"), (2, "false")):
        (folder / f"file{number}.xml").write_text(FILE.format(number, viewed))
    came = installation.run("intake", "sample", "--into", "wi", "--json")
    assert came.code == 0, came.err
    [one] = installation.run("queue", "--json").json["reports"]
    return str(one["id"])


def test_the_queue_gives_the_clocks_of_each_report(installation: Installation, report: str) -> None:
    [one] = installation.run("queue", "--json").json["reports"]
    [kept] = [each for each in one["clocks"] if each["source"] == "18 U.S.C. 2258A(h)"]
    assert kept.keys() == {"what", "until", "days_left", "source"}
    assert kept["days_left"] in {364, 365}


def test_each_file_says_whether_it_may_be_opened_and_by_which_rule(installation: Installation, report: str) -> None:
    ran = installation.run("gate", report, "--json")
    assert ran.code == 0, ran.err
    assert ran.json["report"] == report
    states = {one["file_id"]: one["state"] for one in ran.json["files"]}
    assert states == {"1": "may_be_opened", "2": "warrant_required"}
    for one in ran.json["files"]:
        assert {court["forum"] for court in one["courts"]} == {"federal:7", "state:WI"}
        assert not any(court["confirmed"] for court in one["courts"])
    assert installation.run("gate", report).code == 0


def test_the_rules_of_all_courts_are_there_and_uncertain(installation: Installation) -> None:
    rules = installation.run("gate", "rules", "--json").json["rules"]
    assert {rule["forum"] for rule in rules} >= {"federal:9", "state:WI"}
    assert not any(rule["confirmed"] for rule in rules)
    assert "Ninth Circuit" in installation.run("gate", "rules").out


def test_a_report_that_is_not_there_is_wrong_use(installation: Installation) -> None:
    ran = installation.run("gate", "no-such-number")
    assert (ran.code, "no report" in ran.err) == (2, True)


def test_an_alarm_rings_once(installation: Installation, report: str) -> None:
    on = (datetime.now(UTC).date() + timedelta(days=306)).isoformat()
    first = installation.run("clocks", "alarm", "--on", on, "--json")
    assert [(one["report"], one["rings_at"]) for one in first.json["alarms"]] == [(report, 60)]
    assert installation.run("clocks", "alarm", "--on", on, "--json").json["alarms"] == []
    assert installation.run("clocks", "alarm", "--on", "soon").code == 2
