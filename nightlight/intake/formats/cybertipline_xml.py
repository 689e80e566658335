"""A provider's CyberTipline report: one `report` document, and a `fileDetails` document for each of its files.

Source: the schema that the clearing house publishes for providers, as of November 2025. See
docs/formats/cybertipline-xml.md for what becomes what.
"""

from collections.abc import Sequence

from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats import xml_documents
from nightlight.intake.formats.captures_xml import address, captures, emails, phones
from nightlight.intake.formats.decoding import text_of
from nightlight.intake.formats.files_xml import annotations, file
from nightlight.intake.formats.findings import Findings
from nightlight.intake.formats.nodes import Node, kept
from nightlight.intake.formats.people_xml import reporter, user
from nightlight.intake.formats.values import File, Malformed, Person, Place, ReadReport, Role, Sighting

FORMAT = "cybertipline-xml"

USERS = {"personOrUserReported": Role.REPORTED, "intendedRecipient": Role.RECIPIENT, "victim": Role.VICTIM}
RESPONSES = {"reportResponse", "reportDoneResponse"}
"""What the clearing house answered to the provider; it carries the report's number."""


def read(raw: bytes, companions: Sequence[bytes] = ()) -> ReadReport:
    """Read a report and the documents that belong to it. Raises `Refused` and `Malformed`, nothing else."""
    nodes = xml_documents.parse(text_of(raw))
    root = nodes[0]
    if root.name == "fileDetails":
        raise Malformed(
            "This describes a file of a report, and the report is not with it. Hand in both in one folder.",
            line=1,
            element=root.name,
        )
    if root.name != "report":
        raise Malformed(f"The document begins with <{root.name[:60]}>; expected <report>.", line=1, element=root.name)
    attached = [_companion(each, number, len(companions)) for number, each in enumerate(companions, start=1)]
    numbers = {said for each in attached if (said := each[0].says("reportId"))}
    if len(numbers) > 1:
        raise Malformed(
            "The documents beside the report belong to different reports. Put each report in its own folder."
        )
    findings = Findings(provider=_provider(root))
    files = tuple(file(each[0], findings) for each in attached if each[0].name == "fileDetails")
    return _report(root, findings, files, "".join(numbers), [*nodes, *(node for each in attached for node in each)])


def _companion(raw: bytes, number: int, of: int) -> list[Node]:
    name = "fileDetails" if of == 1 else f"fileDetails[{number}]"
    nodes = xml_documents.parse(text_of(raw), f"/{name}")
    if nodes[0].name != "fileDetails" and nodes[0].name not in RESPONSES:
        raise Malformed(
            f"Beside the report stands a document that begins with <{nodes[0].name[:60]}>; expected <fileDetails>.",
            line=1,
            element=nodes[0].name,
        )
    return nodes


def _provider(root: Node) -> str:
    """Return the provider's name without taking anything: a single name in place of a person's, else the service."""
    persons = [
        person
        for part in root.children
        if part.name == "reporter"
        for person in part.children
        if person.name == "reportingPerson"
    ]
    names = [name for person in persons[:1] for part in ("firstName", "lastName") if (name := person.peek(part))]
    if len(names) == 1:
        return names[0]
    services = (part.peek("espService") for part in root.children if part.name in USERS)
    return next(filter(None, services), " ".join(names))


def _report(root: Node, findings: Findings, files: tuple[File, ...], number: str, nodes: list[Node]) -> ReadReport:
    summary = root.one("incidentSummary") or Node("incidentSummary", "")
    escalation = summary.one("escalateToHighPriority")
    sightings = findings.read_passage(escalation)
    stated_at = [(each.name, each.pointer) for group in summary.peeks("reportAnnotations") for each in group.children]
    stated_at += [("escalation", escalation.pointer)] if escalation else []
    noted = annotations(summary, "reportAnnotations")
    incidents = sum(len(details.children) for details in root.children if details.name == "internetDetails")
    found, places = _incidents(root, findings)
    people = _people(root, findings)
    sightings += found + findings.read_passages(root.all("additionalInfo"))
    batched = root.one("batchedReport")
    reason = batched.attribute("reason") if batched else ""
    stated_at += [("batched_reason", f"{batched.pointer}/@reason")] if batched else []
    return ReadReport(
        format=FORMAT,
        number=number,
        incident_type=summary.says("incidentType"),
        incident=summary.when("incidentDateTime"),
        incident_time_definition=summary.says("incidentDateTimeDescription"),
        provider=findings.provider,
        platform=summary.says("platform"),
        escalation=escalation.text if escalation else "",
        annotations=tuple(noted),
        batched_reason=reason,
        stated_at=tuple(stated_at),
        incidents=max(1, incidents) if batched else 1,
        people=tuple(people),
        files=files,
        sightings=tuple(sightings),
        places=tuple(places),
        passages=tuple(findings.passages),
        kept=tuple(kept(nodes)),
    )


def _people(root: Node, findings: Findings) -> list[Person]:
    people = [person for node in root.all("reporter") for person in reporter(node, findings)]
    for name, role in USERS.items():
        people += [person for node in root.all(name) for person in user(node, role, findings)]
    return people


def _incidents(root: Node, findings: Findings) -> tuple[list[Sighting], list[Place]]:
    """Read the incidents of every kind: what they have in common is taken, what is peculiar to one is kept."""
    sightings, places = [], []
    for details in root.all("internetDetails"):
        for incident in details.all(*{child.name for child in details.children}):
            sightings += findings.sight_all(Kind.URL, incident.all("url"))
            sightings += emails(incident, findings) + phones(incident, findings) + captures(incident, findings)
            sightings += findings.read_passages(incident.all("content", "fileNames", "additionalInfo"))
            places += [
                address(stated, "address", region="state" if stated.peek("state") else "nonUsaState")
                for stated in incident.all("incidentAddress")
            ]
    return sightings, places
