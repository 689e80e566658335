"""Reports, submissions, cases and conflicts for the walks over all pages."""

from pathlib import Path
from typing import Any

import pytest

from nightlight.accounts.permissions import RoleName
from nightlight.accounts.standing import ensure
from nightlight.agencies.models import Agency
from nightlight.deconfliction.actions import register
from nightlight.deconfliction.interests import Interest
from nightlight.deconfliction.lifecycle import Standing
from nightlight.desk.actions import save_view
from nightlight.foundation import ids
from nightlight.geography.gazetteer import Gazetteer
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.actions import receive
from nightlight.intake.arriving import Arrival, read_arrival
from nightlight.intake.models import Channel
from nightlight.investigations.actions import open_cases
from nightlight.investigations.asked import Opening
from nightlight.investigations.models import Case, Origin
from nightlight.quarantine.actions import reject
from nightlight.triage import road
from nightlight.triage.queue.orders import Order

OTHER_SIDE = "wy"
NO_FOLDER = Path("no-folder")
DOCUMENT = """<report><incidentSummary><incidentType>Online Enticement of Children for Sexual Acts</incidentType>
<incidentDateTime>2018-03-01T12:00:00Z</incidentDateTime></incidentSummary><reporter><reportingPerson>
<email>desk@example.com</email></reportingPerson></reporter><personOrUserReported>
<personOrUserReportedPerson><email>{}@example.com</email></personOrUserReportedPerson></personOrUserReported>
</report>"""


def sent_reports(request: pytest.FixtureRequest, code: str, count: int) -> list[Any]:
    worker = request.getfixturevalue("person")("national", RoleName.OPERATOR)
    arrivals = [Arrival("sample.xml", DOCUMENT.format(ids.new()).encode()) for _ in range(count)]
    return road.carry(
        [read_arrival(arrival) for arrival in arrivals],
        by=worker,
        worker=worker,
        places=Gazetteer(NO_FOLDER),
        into=Agency.objects.get(code=code),
        channel=Channel.FILE,
    )


def reports(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Receive and assess reports, which wait for a person."""
    sent_reports(request, code, count)
    return {}


def report(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Receive and assess reports, and show the first."""
    return {"pk": sent_reports(request, code, count)[0].report_id}


def view(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Save views of the queue that their agency shares, and show the first."""
    by = request.getfixturevalue("person")(code, RoleName.ANALYST)
    saved = [
        save_view(by=by, name=f"Sample {number}", filters={}, order=Order.TIER, columns=[], shared=True)
        for number in range(count)
    ]
    return {"pk": saved[0].pk}


def document(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Receive and assess reports, and show the document that the first came as."""
    return {**report(request, code, count), "position": 0}


def submissions(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Receive reports, and hand in what cannot be read."""
    sent_reports(request, code, count)
    return quarantine(request, code, count)


def _quarantined(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    hand = request.getfixturevalue("person")("national", RoleName.OPERATOR)
    cut = [read_arrival(Arrival("cut.xml", DOCUMENT.format(ids.new()).encode()[:-20])) for _ in range(count)]
    into = Agency.objects.get(code=code)
    kept = receive(cut, by=hand, into=into, channel=Channel.FILE)
    receive(cut, by=hand, into=into, channel=Channel.FILE)
    for one in kept[1:]:
        reject(one, by=hand, because="Sample reason")
    return {"pk": kept[0].pk}


def quarantine(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Hand in what cannot be read, twice; the first waits, the others are rejected."""
    _quarantined(request, code, count)
    return {}


def quarantined(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Hand in what cannot be read, and show the one that waits."""
    ensure()
    return _quarantined(request, code, count)


def quarantined_document(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Hand in what cannot be read, and show its bytes."""
    return {**_quarantined(request, code, count), "position": 0}


def _cases(request: pytest.FixtureRequest, code: str, count: int) -> list[Case]:
    supervisor = request.getfixturevalue("person")(code, RoleName.SUPERVISOR)
    return open_cases([Opening(origin=Origin.PROACTIVE, title="Sample title")] * count, by=supervisor)


def cases(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Open cases."""
    _cases(request, code, count)
    return {}


def case(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Open cases, and show the first."""
    return {"pk": _cases(request, code, count)[0].pk}


def _conflicts(request: pytest.FixtureRequest, code: str, count: int) -> list[Any]:
    mails = [Identifier(Kind.EMAIL, f"{ids.new()}@example.com") for _ in range(count)]
    found: list[Any] = []
    for side, standing, kind in (
        (code, Standing.CASE, "investigations.case"),
        (OTHER_SIDE, Standing.TIP, "intake.report"),
    ):
        holder = request.getfixturevalue("person")(side, RoleName.INVESTIGATOR)
        interests = [Interest(holder.agency_id, mail, standing, kind, ids.new()) for mail in mails]
        found = register(interests, by=holder)
    return found


def conflicts(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Raise conflicts with an agency that nobody else here belongs to."""
    _conflicts(request, code, count)
    return {}


def conflict(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Raise conflicts, and show the first."""
    return {"pk": _conflicts(request, code, count)[0].pk}
