"""The files of a law-enforcement report: metadata, never content."""

from nightlight.identifiers.digest import LENGTHS, kind_of
from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.captures_json import each, noted, sourced, values
from nightlight.intake.formats.files_xml import CLASSES
from nightlight.intake.formats.findings import Findings
from nightlight.intake.formats.nodes import Node
from nightlight.intake.formats.values import File, Sighting


def file(node: Node, findings: Findings) -> File:
    """Read one uploaded file. Its name is the original name where given, and the other name is then kept."""
    findings.meet_file()
    sightings = _digests(node, findings) + _named_digests(node, findings)
    sightings += sourced(node, findings) + noted(node, findings)
    return File(
        pointer=node.pointer,
        file_id=node.says("submittalId"),
        name=_name(node),
        viewed_by_provider=node.flag("viewedByEsp"),
        classification=node.says("industryClassification") if node.peek("industryClassification") in CLASSES else "",
        annotations=tuple(tag.say() for tags in each(node, "ncmecTags", "groups", "tags") for tag in _tag(tags)),
        sightings=tuple(sightings),
    )


def _tag(node: Node) -> list[Node]:
    return [node] if node.text else [value for value in node.all("value") if value.text]


def _digests(node: Node, findings: Findings) -> list[Sighting]:
    """Take the digest; its kind is not stated, so its length tells."""
    sightings = []
    for stated in values(node, "verificationHash"):
        kinds = (kind for kind, length in LENGTHS.items() if length == len(stated.text) and kind is not Kind.PDQ)
        kind = next(kinds, None)
        sightings += findings.sight(kind, stated) if kind else []
    return sightings


def _named_digests(node: Node, findings: Findings) -> list[Sighting]:
    """Take digests that the provider put among its own metadata, under the name of their kind."""
    sightings = []
    for stated in each(node, "espMetadata", "metadatas"):
        kind = kind_of(stated.peek("name"))
        found = findings.sight(kind, stated.one("value")) if kind else []
        if found:
            stated.says("name")
        sightings += found
    return sightings


def _name(node: Node) -> str:
    """Take the original name; the other name is kept apart only where it says something else."""
    if not (original := node.says("originalFilename")):
        return node.says("filename")
    return node.says("filename") if node.peek("filename") == original else original
