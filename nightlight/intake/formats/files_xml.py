"""The files of a provider's report: metadata, never content."""

from nightlight.identifiers.digest import kind_of
from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.captures_xml import captures
from nightlight.intake.formats.findings import Findings
from nightlight.intake.formats.nodes import FLAGS, Node
from nightlight.intake.formats.values import File, Sighting

CLASSES = {"A1", "A2", "B1", "B2"}
"""The industry classification."""


def file(node: Node, findings: Findings) -> File:
    """Read one `fileDetails`. Its name is the original name where given, and the provider's own name is then kept."""
    findings.meet_file()
    sightings = _digests(node) + captures(node, findings)
    sightings += findings.sight_all(Kind.URL, node.all("locationOfFile"))
    sightings += findings.read_passages(node.all("additionalInfo"))
    return File(
        pointer=node.pointer,
        file_id=node.says("fileId"),
        name=_name(node),
        viewed_by_provider=node.flag("fileViewedByEsp"),
        exif_viewed=node.flag("exifViewedByEsp"),
        publicly_available=node.flag("publiclyAvailable"),
        relevance=node.says("fileRelevance"),
        classification=node.says("industryClassification") if node.peek("industryClassification") in CLASSES else "",
        annotations=tuple(annotations(node, "fileAnnotations") + _meme(node)),
        uploaded=node.when("uploadedToEspTimestamp"),
        sightings=tuple(sightings),
    )


def annotations(node: Node, name: str) -> list[str]:
    """Take the annotations that are set, whatever their names: providers learn new ones sooner than we do."""
    names = []
    for group in node.all(name):
        for child in tuple(group.children):
            if not child.children and (not child.text or FLAGS.get(child.text.lower())):
                group.children.remove(child)
                child.say()
                names.append(child.name)
    return names


def _meme(node: Node) -> list[str]:
    if not FLAGS.get(node.peek("potentialMeme").lower()):
        return []
    node.says("potentialMeme")
    return ["potentialMeme"]


def _digests(node: Node) -> list[Sighting]:
    sightings, findings = [], Findings()
    for stated in node.all("originalFileHash", "originalBinaryHashOfFile"):  # the second: its name before 2025
        kind = kind_of(stated.attributes.get("hashType", ""))
        if kind and (found := findings.sight(kind, stated)):
            sightings += found
            stated.attribute("hashType")
    for details in node.all("details"):
        for pair in details.all("nameValuePair"):
            kind = kind_of(pair.peek("name"))
            if kind and (found := findings.sight(kind, pair.one("value"))):
                sightings += found
                pair.says("name")
    return sightings


def _name(node: Node) -> str:
    """Take the original name; the provider's own name is kept apart only where it says something else."""
    if not (original := node.says("originalFileName")):
        return node.says("fileName")
    return node.says("fileName") if node.peek("fileName") == original else original
