"""Reads the documents of our own. Who reported is kept apart: how to reach them stays in folded passages.

The contact of a person who reports is no identifier: it is never linked, never compared between agencies and never
listed. Whoever needs it unfolds it, and that is written down.
"""

from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats import json_documents
from nightlight.intake.formats.captures_json import each
from nightlight.intake.formats.findings import Findings
from nightlight.intake.formats.nodes import Node, kept
from nightlight.intake.formats.own_document import INCIDENT_TYPES, MARK, VERSION, About, Written
from nightlight.intake.formats.people_json import OLDEST
from nightlight.intake.formats.values import Malformed, Passage, Person, Place, ReadReport, Role, Sighting

SENDERS = {Written.PUBLIC_FORM: "Public form", Written.TYPED_REPORT: "Typed in by hand"}
"""What stands where other reports name their provider."""

KINDS = {kind.value: kind for kind in Kind}
REPORTED_FACTS = (
    "relationshipToChildVictim",
    "accessToChildVictim",
    "accessToChildren",
    "childInHousehold",
    "worksAmongChildren",
    "positionOfTrust",
    "convictedSexOffender",
    "madeMaterial",
)
REPORTER_FACTS = ("relation", "childInDanger", "meetingArranged", "childInCrisis", "cameBy", "language", "addition")
CONTACT = ("name", "phone", "email", "reachAt")


def read(text: str) -> ReadReport:
    """Read a document of our own. Raises `Refused` and `Malformed`, nothing else."""
    nodes = json_documents.parse(text)
    root = nodes[0]
    written = Written(root.says(MARK))
    if root.says("version") != str(VERSION):
        raise Malformed(f"This {written.value} is of a version that is not read here; expected version {VERSION}.")
    findings = Findings(provider=SENDERS[written])
    about = root.peek("about")
    known = about in set(About)
    if known:
        root.says("about")
    people = [*_reported(root, findings), *_children(root), _reporter(root, findings)]
    passages = root.all("account", "when")
    sightings = findings.read_passages(passages)
    return ReadReport(
        format=written.value,
        number=root.says("number"),
        incident_type=root.says("incidentType") or (INCIDENT_TYPES[About(about)] if known else ""),
        incident=root.when("incidentDateTime"),
        provider=SENDERS[written],
        platform=root.says("service"),
        annotations=("sextortion",) if about == About.PRESSURE else (),
        people=tuple(people),
        sightings=tuple(sightings),
        places=tuple(_place(node) for node in root.all("place")),
        passages=tuple(findings.passages),
        kept=tuple(kept(nodes)),
    )


def _reported(root: Node, findings: Findings) -> list[Person]:
    service = root.peek("service")
    return [
        Person(
            role=Role.REPORTED,
            pointer=node.pointer,
            last_name=node.says("name"),
            age=node.whole("approximateAge", most=OLDEST),
            sightings=tuple(_sightings(node, service, findings)),
            facts=tuple((name, said) for name in REPORTED_FACTS if (said := node.says(name))),
        )
        for node in root.all("reportedPerson")
    ]


def _sightings(node: Node, service: str, findings: Findings) -> list[Sighting]:
    found = []
    for stated in each(node, "identifiers"):
        kind = KINDS.get(stated.peek("kind"))
        realm = stated.peek("service") or (service if kind in {Kind.HANDLE, Kind.ACCOUNT} else "")
        sighted = findings.sight(kind, stated.one("value"), realm=realm) if kind else []
        if sighted:
            stated.says("kind")
            stated.says("service")
        found += sighted
    return found


def _children(root: Node) -> list[Person]:
    return [
        Person(role=Role.VICTIM, pointer=node.pointer, age=node.whole("approximateAge", most=OLDEST))
        for node in root.all("child")
    ]


def _reporter(root: Node, findings: Findings) -> Person:
    """Read who reports, named or not: what they say of themselves is a fact, how to reach them is a passage."""
    node = root.one("reporter") or Node("reporter", "/reporter")
    facts = [(name, said) for part in (node, root) for name in REPORTER_FACTS if (said := part.says(name))]
    contact = [stated for name in CONTACT for stated in node.all(name) if stated.text]
    findings.passages += [Passage(stated.pointer, stated.say()) for stated in contact]
    return Person(
        role=Role.REPORTER,
        pointer=node.pointer,
        facts=(*facts, ("contactGiven", "true" if contact else "false")),
    )


def _place(node: Node) -> Place:
    return Place(
        source="address",
        pointer=node.pointer,
        city=node.says("city"),
        region=node.says("region"),
        postal_code=node.says("postalCode"),
        country=node.says("country"),
    )
