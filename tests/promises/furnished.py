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
from nightlight.agencies.models import Agency, TerritoryCertainty
from nightlight.clocks.actions import send_letter, set_retention
from nightlight.clocks.asked import RetentionAsked
from nightlight.coverage.actions import add_network, claim_territory
from nightlight.coverage.models import AddedNetwork
from nightlight.coverage.places import named
from nightlight.deconfliction.actions import register
from nightlight.deconfliction.interests import Interest
from nightlight.deconfliction.lifecycle import Standing
from nightlight.desk.actions import save_view
from nightlight.foundation import clock, ids
from nightlight.gate.actions import record_warrant, set_rule
from nightlight.gate.asked import RuleAsked, WarrantAsked
from nightlight.gate.models import Warrant
from nightlight.geography.gazetteer import Gazetteer
from nightlight.geography.networks import NetworkKind, NetworkSureness
from nightlight.hashes.actions import add_list, begin_import, deconfirm
from nightlight.hashes.asked import asked_from
from nightlight.hashes.formats.values import Heading
from nightlight.hashes.models import HashImport, ListChange
from nightlight.hashes.survey import Survey
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.actions import receive
from nightlight.intake.arriving import Arrival, read_arrival
from nightlight.intake.models import Channel, Report, ReportedFile
from nightlight.investigations.actions import open_cases
from nightlight.investigations.asked import Opening
from nightlight.investigations.models import Case, Origin
from nightlight.notices.actions import add_outlet
from nightlight.notices.kinds import NoticeKind
from nightlight.notices.models import Notice, Outlet, Way
from nightlight.notices.telling import Told, tell
from nightlight.operations.models import Operation, Participation, Scope
from nightlight.priorities.actions import ask_for_preview, begin_draft, change_draft, put_in_force
from nightlight.priorities.models import Preview
from nightlight.priorities.previewing import work_on
from nightlight.quarantine.actions import reject
from nightlight.rematching.models import Rematched, Rematching
from nightlight.transfers.actions import offer
from nightlight.transfers.lifecycle import Ground
from nightlight.triage import road
from nightlight.triage.actions import viewed
from nightlight.triage.models import Assessment
from nightlight.triage.queue.orders import Order
from nightlight.urgent.raising import Judged, raise_alarms
from nightlight.workload.actions import add_skill, give, plan_leave
from nightlight.workload.models import Leave, Skill
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


def hash_change(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Let a list change that only its agency may see by now, and judge as many reports otherwise."""
    by, listed = request.getfixturevalue("person")(code, RoleName.OPERATOR), _hash_lists(request, code, 1)[0].list
    moment = {"happened_at": clock.now()}
    change = ListChange.objects.create(agency=listed.agency, kind="list_withdrawn", list=listed, **moment)
    held = {"step": "equal", "began_at": clock.now(), "held_until": clock.now()}
    followed = Rematching.objects.create(change=change, **held)
    for receipt in _reports(request, code, count):
        said = {"was_tier": 7, "was_rule": "P-14", "tier": 5, "rule": "P-11", "report_id": receipt.report_id}
        Rematched.objects.create(agency_id=by.agency_id, rematching=followed, **said)
    return {"pk": change.pk}


def hash_import(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Begin imports, and show the first."""
    return {"pk": _hash_lists(request, code, count)[0].pk}


def _warrants(request: pytest.FixtureRequest, code: str, count: int) -> list[Warrant]:
    by = request.getfixturevalue("person")(code, RoleName.SUPERVISOR)
    made = []
    for one in _reports(request, code, count):
        found = Report.objects.visible_to(by).get(pk=one.report_id)
        file = ReportedFile.objects.create(report=found, pointer="/files/1")
        asked = WarrantAsked("SW-1", "Sample court", "Sample judge", clock.today())
        made.append(record_warrant(found, by=by, warrant=asked, files=[file]))
    return made


def warrant(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Record warrants, and show the first."""
    return {"pk": _warrants(request, code, count)[0].pk}


def letter(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Write down preservation letters about one report, and show the first."""
    by = request.getfixturevalue("person")(code, RoleName.SUPERVISOR)
    found = Report.objects.visible_to(by).get(pk=_reports(request, code, 1)[0].report_id)
    sent = [send_letter(found, by=by, provider=f"Sample {n}", sent_on=clock.today()) for n in range(count)]
    return {"pk": sent[0].pk}


def rules(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Set versions of a court's rule."""
    by = request.getfixturevalue("person")(code, RoleName.SUPERVISOR)
    words = ("Sample citation", "Sample words", False, "Sample counsel", "Sample reason")
    for _ in range(count):
        set_rule(RuleAsked("state:CO", clock.today(), None, *words), by=by)
    return {}


def retained(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Say how long providers keep their logs."""
    by = request.getfixturevalue("person")(code, RoleName.SUPERVISOR)
    for _ in range(count):
        asked = RetentionAsked("provider", f"Sample {ids.new()}", 90, "Sample source", "uncertain", "Sample reason")
        set_retention(asked, by=by)
    return {}


def _decided(request: pytest.FixtureRequest, code: str, count: int) -> Preview:
    """Put so many directives in force, and leave a preview of a last draft behind."""
    commander = request.getfixturevalue("person")(code, RoleName.COMMANDER)
    for number in range(count + 1):
        draft = begin_draft(by=commander)
        content = draft.content | {"tiers": [dict(tier) for tier in draft.content["tiers"]]}
        content["tiers"][0]["words"] = f"Sample {ids.new().hex[-8:]}"
        change_draft(draft, by=commander, content=content)
        preview = work_on(ask_for_preview(draft, by=commander), by=commander, seconds=60)
        if number < count:
            put_in_force(draft, by=commander, in_force_from=clock.today(), because="Sample reason")
    return preview


def directives(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Put directives of an agency in force."""
    _decided(request, code, count)
    return {}


def preview(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Receive reports, and show a preview of a draft that would move them."""
    _reports(request, code, count)
    return {"pk": _decided(request, code, 0).pk}


def judged_report(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Receive and assess reports, and show the rules that judged the first."""
    pk = report(request, code, count)["pk"]
    reader = request.getfixturevalue("person")("national", RoleName.OPERATOR)
    rows: Any = Assessment.objects.visible_to(reader).current()
    return {"pk": pk, "digest": rows.get(report=pk).policy_digest}


def _held(request: pytest.FixtureRequest, code: str, count: int) -> list[Any]:
    receipts = _reports(request, code, count)
    rows = Report.objects.unscoped(because="a test reads what it made").filter(
        pk__in=[receipt.report_id for receipt in receipts]
    )
    return list(rows)


def transfers(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Let another agency offer reports."""
    supervisor = request.getfixturevalue("person")(OTHER_SIDE, RoleName.SUPERVISOR)
    held, to = _held(request, OTHER_SIDE, count), Agency.objects.get(code=code)
    offer(held, to=to, by=supervisor, ground=Ground.OTHER, because="Sample reason")
    return {}


def desks(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Receive reports at the national desk that point nowhere; whoever reads for an agency sees none of them."""
    del code
    _reports(request, "national", count)
    return {}


def load(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Let reports be with as many people, who have skills and leave."""
    make, supervisor = request.getfixturevalue("person"), request.getfixturevalue("person")(code, RoleName.SUPERVISOR)
    for report in _held(request, code, count):
        investigator = make(code, RoleName.INVESTIGATOR)
        give([report], to=investigator, by=supervisor, because="Sample reason")
        viewed(report, by=investigator)
        add_skill(person=investigator, skill="sextortion", first_day=clock.today(), by=supervisor)
        plan_leave(person=investigator, first_day=clock.today(), last_day=clock.today(), by=supervisor)
    return {}


def skill(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Write skills down, and show the first."""
    load(request, code, count)
    agency = Agency.objects.get(code=code)
    return {"pk": Skill.objects.unscoped(because="a test reads what it made").filter(agency=agency)[0].pk}


def leave(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Plan leave, and show the first."""
    load(request, code, count)
    agency = Agency.objects.get(code=code)
    return {"pk": Leave.objects.unscoped(because="a test reads what it made").filter(agency=agency)[0].pk}


def territories(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Claim cities."""
    coordinator = request.getfixturevalue("person")("national", RoleName.NATIONAL_COORDINATOR)
    for _ in range(count):
        claim_territory(
            to=Agency.objects.get(code=code),
            place=named(f"City {ids.new()}, {code}"),
            certainty=TerritoryCertainty.HIGH,
            first_day=clock.today(),
            by=coordinator,
            because="Sample reason",
        )
    return {}


def networks(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Add networks."""
    del code
    coordinator = request.getfixturevalue("person")("national", RoleName.NATIONAL_COORDINATOR)
    taken = AddedNetwork.objects.visible_to(coordinator).count()
    for number in range(count):
        add_network(
            name="Sample network",
            asn=64_496 + taken + number,
            prefix="",
            kind=NetworkKind.VPN,
            sureness=NetworkSureness.LOW,
            first_day=clock.today(),
            by=coordinator,
            because="Sample reason",
        )
    return {}


ACTS_ON_REPORTS = (
    *("assign", "case", "close", "nexus", "warrant", "opening", "letter"),
    *("offer", "accept", "refuse", "withdraw", "give", "take-back"),
)


def _notices(code: str, count: int) -> list[Notice]:
    agency = Agency.objects.get(code=code)
    told = Told(agency.pk, NoticeKind.REPORT_REMATCHED, "intake.report", ids.new())
    return tell([told] * count)


def notices(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Raise notices that go out by outlets as well."""
    outlets(request, code, count)
    _notices(code, count)
    return {}


def notice(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Raise notices, and show the first."""
    return {"pk": _notices(code, count)[0].pk}


def _outlets(request: pytest.FixtureRequest, code: str, count: int) -> list[Outlet]:
    by, agency = request.getfixturevalue("person")(code, RoleName.ADMINISTRATOR), Agency.objects.get(code=code)
    return [
        add_outlet(by=by, agency=agency, way=Way.WEBHOOK, target=f"https://hook.example.com/{ids.new()}")
        for _ in range(count)
    ]


def outlets(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Set outlets up."""
    _outlets(request, code, count)
    return {}


def outlet(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Set an outlet up that has so many deliveries, and show it."""
    [made] = _outlets(request, code, 1)
    _notices(code, count)
    return {"pk": made.pk}


def _alarms(request: pytest.FixtureRequest, code: str, count: int) -> list[Any]:
    by = request.getfixturevalue("person")("national", RoleName.OPERATOR)
    rows: Any = Report.objects.visible_to(by)
    reports = rows.filter(pk__in=[receipt.report_id for receipt in _reports(request, code, count)])
    return raise_alarms([Judged(one, 1, "P-1") for one in reports], at=clock.now())


def alarms(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Raise alarms for urgent reports."""
    _alarms(request, code, count)
    return {}


def alarm(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Raise alarms, and answer the first."""
    return {"pk": _alarms(request, code, count)[0].pk}


def on_call(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Add people who may be put on call."""
    for _ in range(count):
        request.getfixturevalue("person")(code, RoleName.ANALYST)
    return {}


ACTS_ON_REPORTS = ("assign", "case", "close")
ACTS_ON_CASES = ("subject", "arrest", "charge", "disposition", "finding", "child", "identified", "close")
ACTS_ON_CONFLICTS = ("acknowledge", "settle")

FURNISHED: dict[str, Furnish] = {
    "queue": reports,
    "queue-pane": report,
    "queue-seen": report,
    **{f"queue-view-{name}": view for name in ("share", "remove", "back")},
    "report": report,
    "report-account": report,
    "report-received": document,
    **{f"report-{name}": report for name in ACTS_ON_REPORTS},
    "warrant-withdraw": warrant,
    "letter-renewal": letter,
    "gate-rules": rules,
    "retention": retained,
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
    "hash-change": hash_change,
    "hash-import-withdraw": hash_import,
    "priorities": directives,
    "providers": reports,
    "priority-preview": preview,
    "report-rules": judged_report,
    "transfers": transfers,
    "desks": desks,
    "load": load,
    "staff": load,
    "staff-skill": load,
    "staff-leave": load,
    "staff-skill-end": skill,
    "staff-leave-back": leave,
    "territories": territories,
    "coverage": territories,
    "networks": networks,
    "urgent": alarms,
    "urgent-banner": alarms,
    "urgent-take": alarm,
    "on-call": on_call,
    "notices": notices,
    "notice-handled": notice,
    "outlets": outlets,
    "outlet": outlet,
    "outlet-end": outlet,
    "operations": operations,
    "operation": operation,
    "operation-records": counted,
    "operation-download": figures,
}
