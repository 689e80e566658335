"""`nightlight urgent`: what waits, with its clock; late makes the exit 1."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands.conftest import Installation

REPORT = b"""<report><incidentSummary><incidentType>Child Sex Trafficking</incidentType>
<escalateToHighPriority>sample words</escalateToHighPriority>
<incidentDateTime>2018-05-30T12:00:00Z</incidentDateTime></incidentSummary></report>"""


@pytest.mark.long
def test_it_lists_what_waits_and_says_when_it_is_late(installation: Installation, tmp_path: Path) -> None:
    empty = installation.run("urgent", "--json")
    assert (empty.code, empty.json) == (0, {"waiting": []})
    (tmp_path / "urgent.xml").write_bytes(REPORT)
    assert installation.run("intake", str(tmp_path / "urgent.xml")).code == 0
    ran = installation.run("urgent", "--json")
    [waiting] = ran.json["waiting"]
    assert (ran.code, waiting["agency"], waiting["tier"], waiting["rule"]) == (0, "national", 1, "P-1")
    assert 0 < waiting["seconds_left"] <= 15 * 60
    assert [call["step"] for call in waiting["called"]] == [0]
    (installation.folder / "practice").write_text((datetime.now(UTC) + timedelta(minutes=16)).isoformat())
    late = installation.run("urgent")
    assert late.code == 1
    assert "late" in late.out
    assert "the whole agency" in late.out
