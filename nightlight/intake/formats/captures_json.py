"""The parts that recur all over a law-enforcement report: wrapped lists, captured addresses, incidents."""

from dataclasses import replace

from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.findings import Findings, at_an_event
from nightlight.intake.formats.nodes import Node
from nightlight.intake.formats.values import Sighting

KINDS = {"ip": Kind.IPV4, "device": Kind.DEVICE, "url": Kind.URL, "phone": Kind.PHONE, "mail": Kind.EMAIL}
"""A word in a capture's type, and the kind of identifier that it means; the first that fits."""

PLAIN = {"ip address", "device id", "url", "phone", "email"}
"""Types that say no more than the kind does; any other, such as "Profile URL", is kept beside the identifier."""

NOTES = ("additionalInformations", "additonalInformations", "contents", "notes")
"""Lists of free text; the second is spelled so in files that occur."""


def each(node: Node, *path: str) -> list[Node]:
    """Take what stands at the end of a path, whether it is one value, a list, or wrapped in an object of its name."""
    reached = [node]
    for name in path:
        reached = [found for parent in reached for found in _unwrapped(parent, name)]
    return reached


def _unwrapped(node: Node, name: str) -> list[Node]:
    found: list[Node] = []
    for child in node.all(name):
        found += (child.children and _unwrapped(child, name)) or [child]
    return found


def wrapped(node: Node, outer: str, inner: str) -> list[Node]:
    """Take what stands in a container and its inner list, or in the container itself where the inner one is missing."""
    return [found for container in each(node, outer) for found in each(container, inner) or [container]]


def values(node: Node, *path: str) -> list[Node]:
    """Take texts at a path that may stand there plainly, or as objects with a `value`."""
    return [valued for found in each(node, *path) for valued in ([found] if found.text else found.all("value"))]


def sourced(node: Node, findings: Findings) -> list[Sighting]:
    """Take the captures of a person, file or incident; a capture of a type that we do not know is kept."""
    sightings = []
    for capture in wrapped(node, "sourceInformation", "sourceCaptures"):
        kind = _kind(capture.peek("captureType"))
        if kind is None:
            continue
        realm = capture.peek("valueType") if kind is Kind.DEVICE else ""
        found = findings.sight(kind, capture.one("value"), realm=realm)
        if found and capture.peek("captureType").casefold() in PLAIN:
            capture.says("captureType")
        if found and realm:
            capture.says("valueType")
        sightings += at_an_event(capture, found)
    return sightings


def _kind(capture_type: str) -> Kind | None:
    words = capture_type.casefold()
    return next((kind for word, kind in KINDS.items() if word in words), None)


def incident(node: Node, findings: Findings) -> list[Sighting]:
    """Read an incident of any kind: what the kinds have in common is taken, what is peculiar to one is kept."""
    sightings = sourced(node, findings)
    sightings += findings.sight_all(Kind.URL, values(node, "urls"))
    sightings += findings.sight_all(Kind.HANDLE, values(node, "screenName"), realm=findings.provider)
    return sightings + noted(node, findings)


def noted(node: Node, findings: Findings) -> list[Sighting]:
    """Take the free text of a person, file or incident."""
    return [found for name in NOTES for found in findings.read_passages(values(node, name))]


def contacts(node: Node, findings: Findings) -> list[Sighting]:
    """Take the e-mail addresses and telephone numbers of a person, with whether the provider verified them."""
    sightings = []
    for name, kind in (("emails", Kind.EMAIL), ("phones", Kind.PHONE)):
        for stated in each(node, name):
            found = findings.sight(kind, stated if stated.text else stated.one("value"))
            verified = stated.flag("verified") if found else None
            sightings += [replace(sighting, verified=verified) for sighting in found]
    return sightings
