"""The JSON that law enforcement downloads with a report.

No specification is published: the fields are those that independent tools read. Every container may be null, missing,
a list, or an object that wraps a list of its own name. See docs/formats/law-enforcement-json.md.
"""

from nightlight.intake.formats import json_documents
from nightlight.intake.formats.captures_json import each, incident, wrapped
from nightlight.intake.formats.decoding import text_of
from nightlight.intake.formats.files_json import file
from nightlight.intake.formats.findings import Findings
from nightlight.intake.formats.nodes import FLAGS, Node, kept
from nightlight.intake.formats.people_json import person
from nightlight.intake.formats.values import Malformed, Person, Place, ReadReport, Role, Sighting

FORMAT = "law-enforcement-json"

INFORMATIONAL = "informational"
"""The clearing house's word for a report for information only; providers have an annotation of this name."""

BLOCKS = (
    "reportedInformation",
    "automatedInformation",
    "additionalNcmecInformation",
    "lawEnforcementContactInformation",
)
"""The four blocks of a report; one of them at least tells that a JSON document is one."""

PEOPLE = {
    ("reportedPeople", "reportedPersons"): Role.REPORTED,
    ("intendedRecipients", "intendedRecipients"): Role.RECIPIENT,
    ("childVictims", "childVictims"): Role.VICTIM,
}


def read(raw: bytes) -> ReadReport:
    """Read a report. Raises `Refused` and `Malformed`, nothing else."""
    nodes = json_documents.parse(text_of(raw))
    root = nodes[0]
    if not any(child.name in BLOCKS for child in root.children):
        raise Malformed(f"The JSON holds no report; expected an object with {', '.join(BLOCKS[:-1])} or {BLOCKS[-1]}.")
    informed = each(root, "reportedInformation")
    esps = [node for block in informed for node in each(block, "reportingEsp")]
    summaries = [node for block in informed for node in each(block, "incidentSummary")]
    findings = Findings(provider=_first(esps, "espName") or _first(esps, "lastName"))
    escalations = [node for summary in summaries for node in summary.all("espEscalation")]
    stated_at = [("escalation", escalation.pointer) for escalation in escalations[:1]]
    stated_at += [(INFORMATIONAL, flag.pointer) for flag in root.peeks(INFORMATIONAL)[:1]]
    stated_at += [("priority", stated.pointer) for block in root.children for stated in block.peeks("priority")][:1]
    sightings = findings.read_passages(escalations)
    people = [person(node, Role.REPORTER, findings) for node in esps]
    for block in informed:
        people += _people(block, findings)
        sightings += _incidents(block, findings)
    files = tuple(file(node, findings) for block in informed for node in each(block, "uploadedFiles"))
    return ReadReport(
        format=FORMAT,
        number=root.says("reportId"),
        incident_type=_first(summaries, "incidentType"),
        incident=next(filter(None, (summary.when("incidentDateTime") for summary in summaries)), None),
        incident_time_definition=_first(summaries, "incidentDateTimeDescription"),
        received=root.when("dateReceived"),
        provider=findings.provider,
        platform=_first(summaries, "platform"),
        escalation="\n".join(node.text for node in escalations if node.text),
        priority=_priority(root),
        stated_at=tuple(stated_at),
        annotations=_informational(root),
        people=tuple(people),
        files=files,
        sightings=tuple(sightings),
        places=tuple(_looked_up(root)),
        passages=tuple(findings.passages),
        kept=tuple(kept(nodes)),
    )


def _first(nodes: list[Node], name: str) -> str:
    return next((node.says(name) for node in nodes if node.peek(name)), "")


def _people(block: Node, findings: Findings) -> list[Person]:
    return [person(node, role, findings) for path, role in PEOPLE.items() for node in wrapped(block, *path)]


def _incidents(block: Node, findings: Findings) -> list[Sighting]:
    sightings = findings.read_passages(each(block, "additionalInformations", "value"))
    for details in each(block, "incidentDetails"):
        for name in dict.fromkeys(child.name for child in details.children):
            for node in each(details, name):
                sightings += incident(node, findings)
    return sightings


def _informational(root: Node) -> tuple[str, ...]:
    """Take the flag where it is set; where it is not, it stays and so is kept."""
    return (INFORMATIONAL,) if FLAGS.get(root.peek(INFORMATIONAL).lower()) and root.says(INFORMATIONAL) else ()


def _priority(root: Node) -> str:
    words = []
    for node in each(root, "additionalNcmecInformation", "priority"):
        words += [node.text and node.say(), node.says("priorityId"), node.says("value")]
    return " ".join(filter(None, words))


def _looked_up(root: Node) -> list[Place]:
    """Read where the clearing house's look-ups put addresses; coordinates and owners of networks are kept."""
    return [
        Place(
            source="geo_lookup",
            pointer=node.pointer,
            city=node.says("city"),
            region=node.says("region"),
            postal_code=node.says("postalCode"),
            country=node.says("country"),
            address=node.says("ipAddress") or None,
        )
        for lookups in each(root, "automatedInformation", "autoGeneratedNotes", "geoLookups")
        for name in dict.fromkeys(child.name for child in lookups.children)
        for node in each(lookups, name)
    ]
