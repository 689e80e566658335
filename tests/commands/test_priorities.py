"""`nightlight queue why` and `nightlight triage reassess`, as scripts use them."""

import pytest

from tests.commands.conftest import Installation

pytestmark = pytest.mark.long

REPORT = b"""<?xml version="1.0"?>
<report><incidentSummary><incidentType>%s</incidentType><incidentDateTime>2026-11-20T10:00:00Z</incidentDateTime>
</incidentSummary><personOrUserReported><personOrUserReportedPerson><email>sample.%s@example.com</email>
</personOrUserReportedPerson></personOrUserReported></report>"""
ENTICEMENT = b"Online Enticement of Children for Sexual Acts"


def test_why_names_what_decides_and_reassess_finds_nothing_to_do(installation: Installation) -> None:
    for kind, name in ((b"Sample", b"one"), (ENTICEMENT, b"two")):
        assert installation.run("intake", "-", stdin=REPORT % (kind, name)).code == 0
    first, second = installation.run("queue", "--json").json["reports"]
    said = installation.run("queue", "why", second["id"], first["id"], "--json").json
    assert (said["decides"], said["above"]["id"], said["below"]["id"]) == ("tier", first["id"], second["id"])
    assert said["above"]["policy"]["agency"] is None
    assert [fact["fact"] for fact in said["facts"]] == ["enticement"]
    in_words = installation.run("queue", "why", first["id"], second["id"])
    assert "tier 3" in in_words.out
    gone = installation.run("queue", "why", first["id"], "no-such-report")
    assert (gone.code, gone.out) == (1, "")
    done = installation.run("triage", "reassess", "--json").json
    assert (done["previews"], done["reassessments"], done["reports"], done["stuck"]) == (0, 0, 0, 0)
