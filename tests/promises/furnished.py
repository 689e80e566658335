"""Pages with something on them: which rows make each page full.

`FURNISHED` goes by the name of an address. Its value makes so many rows (at least one) for an agency, by its code,
and returns the arguments of the address: `{}` for a list, `{"pk": ...}` for a record's page. It goes through the acts
that people use; what an operation counts is written as rows (tests/reporting/countable.py). Lists without rows that
could grow stand in `without_rows.txt`.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nightlight.accounts.permissions import RoleName
from nightlight.accounts.standing import ensure
from nightlight.agencies.models import Agency
from nightlight.deconfliction.actions import register
from nightlight.deconfliction.interests import Interest
from nightlight.deconfliction.lifecycle import Standing
from nightlight.foundation import ids
from nightlight.geography.gazetteer import Gazetteer
from nightlight.hashes.actions import add_list, begin_import, deconfirm
from nightlight.hashes.asked import asked_from
from nightlight.hashes.formats.values import Heading
from nightlight.hashes.models import HashImport
from nightlight.hashes.survey import Survey
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.actions import receive
from nightlight.intake.arriving import Arrival, read_arrival
from nightlight.intake.models import Channel
from nightlight.investigations.actions import open_cases
from nightlight.investigations.asked import Opening
from nightlight.investigations.models import Case, Origin
from nightlight.operations.models import Operation, Participation, Scope
from nightlight.quarantine.actions import reject
from nightlight.sampling.actions import review
from nightlight.sampling.models import SampledReport
from nightlight.sampling.verdicts import Verdict
from nightlight.triage import road
from tests.reporting.countable import FIRST, Field, noon

Furnish = Callable[[pytest.FixtureRequest, str, int], dict[str, Any]]
OTHER_SIDE = "wy"
NO_FOLDER = Path("no-folder")
DOCUMENT = """<report><incidentSummary><incidentType>Online Enticement of Children for Sexual Acts</incidentType>
<incidentDateTime>2018-03-01T12:00:00Z</incidentDateTime></incidentSummary><reporter><reportingPerson>
<email>desk@example.com</email></reportingPerson></reporter><personOrUserReported>
<personOrUserReportedPerson><email>{}@example.com</email></personOrUserReportedPerson></personOrUserReported>
</report>"""


def _reports(request: pytest.FixtureRequest, code: str, count: int) -> list[Any]:
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
    _reports(request, code, count)
    return {}


def report(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Receive and assess reports, and show the first."""
    return {"pk": _reports(request, code, count)[0].report_id}


def document(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Receive and assess reports, and show the document that the first came as."""
    return {**report(request, code, count), "position": 0}


def submissions(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Receive reports, and hand in what cannot be read."""
    _reports(request, code, count)
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


def _operations(code: str, count: int) -> list[Operation]:
    words = {
        "agency": Agency.objects.get(code=code),
        "name": "Operation Sample",
        "scope": Scope.LOCAL,
        "starts_on": date(2018, 3, 1),
        "ends_on": date(2018, 5, 31),
        "category_set": date(2018, 1, 1),
    }
    return [Operation.objects.create(code=f"sample-{ids.new()}"[:40], **words) for _ in range(count)]


def operations(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Define operations."""
    _operations(code, count)
    return {}


def operation(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Define operations, and show the first."""
    return {"pk": _operations(code, count)[0].pk}


def _counted(code: str, count: int) -> dict[str, Any]:
    [own], field = _operations(code, 1), Field()
    Participation.objects.create(agency=own.agency, operation=own, joined_at=noon(FIRST))
    for _ in range(count):
        field.complaint(code, noon(FIRST))
    return {"pk": own.pk}


def counted(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Work complaints in an operation, and show them."""
    return {**_counted(code, count), "measure": "complaints"}


def figures(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Work complaints in an operation, and take its report along."""
    return {**_counted(code, count), "form": "csv"}


def _hash_lists(request: pytest.FixtureRequest, code: str, count: int) -> list[HashImport]:
    by, agency = request.getfixturevalue("person")(code, RoleName.OPERATOR), Agency.objects.get(code=code)
    heading = Heading("csv", "sample")
    made = []
    for _ in range(count):
        listed = add_list(by=by, agency=agency, name=f"Sample list {ids.new()}", scheme="sample")
        seen = Survey(heading, sha256=f"{ids.new().hex}{ids.new().hex}")
        made.append(begin_import(listed, by=by, source="sample.csv", survey=seen))
    return made


def hash_lists(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Make lists of known hashes, each with an import, and deconfirm as many digests."""
    _hash_lists(request, code, count)
    by = request.getfixturevalue("person")(code, RoleName.OPERATOR)
    for _ in range(count):
        deconfirm(asked_from(ids.new().hex)[0], by=by, because="Sample reason")
    return {}


def hash_list(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Make lists of known hashes, and show the first."""
    return {"pk": _hash_lists(request, code, count)[0].list_id}


def hash_import(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Begin imports, and show the first."""
    return {"pk": _hash_lists(request, code, count)[0].pk}


def drawn(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Receive and assess reports that are drawn for a person to look at, and let people look at all but the first."""
    request.getfixturevalue("draws")
    low = DOCUMENT.replace("Online Enticement of Children for Sexual Acts", "Sample")
    worker = request.getfixturevalue("person")("national", RoleName.OPERATOR)
    receipts = road.carry(
        [read_arrival(Arrival("sample.xml", low.format(ids.new()).encode())) for _ in range(count)],
        by=worker,
        worker=worker,
        places=Gazetteer(NO_FOLDER),
        into=Agency.objects.get(code=code),
        channel=Channel.FILE,
    )
    for sample in SampledReport.objects.visible_to(worker).waiting().exclude(report=receipts[0].report_id):
        review(sample, by=worker, verdict=Verdict.RIGHTLY_LOW, because="Sample reason")
    return {"pk": receipts[0].report_id}


def sampled(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Draw low reports."""
    drawn(request, code, count)
    return {}


def of_providers(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Receive and assess reports, and take along what their providers are told."""
    _reports(request, code, count)
    return {"form": "csv"}


ACTS_ON_REPORTS = ("assign", "case", "close")
ACTS_ON_CASES = ("subject", "arrest", "charge", "disposition", "finding", "child", "identified", "close")
ACTS_ON_CONFLICTS = ("acknowledge", "settle")

FURNISHED: dict[str, Furnish] = {
    "queue": reports,
    "report": report,
    "report-account": report,
    "report-received": document,
    **{f"report-{name}": report for name in ACTS_ON_REPORTS},
    **{f"report-{name}": drawn for name in ("review", "worth")},
    "learning": reports,
    "learning-reports": reports,
    "learning-providers": of_providers,
    "learning-sample": sampled,
    "learning-suggested": reports,
    "submissions": submissions,
    "submission": quarantined,
    "submission-received": quarantined_document,
    **{f"submission-{name}": quarantined for name in ("mend", "replay", "reject")},
    "quarantine": quarantine,
    "cases": cases,
    "case": case,
    **{f"case-{name}": case for name in ACTS_ON_CASES},
    "conflicts": conflicts,
    "conflict": conflict,
    **{f"conflict-{name}": conflict for name in ACTS_ON_CONFLICTS},
    "hashes": hash_lists,
    "hash-list": hash_list,
    "hash-list-withdraw": hash_list,
    "hash-import-withdraw": hash_import,
    "operations": operations,
    "operation": operation,
    "operation-records": counted,
    "operation-download": figures,
}
