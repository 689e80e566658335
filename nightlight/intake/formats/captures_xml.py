"""The parts that recur all over a provider's report: telephones, e-mails, postal addresses, captured addresses."""

from dataclasses import replace

from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.findings import Findings, at_an_event
from nightlight.intake.formats.nodes import Node
from nightlight.intake.formats.values import Place, Sighting


def emails(node: Node, findings: Findings) -> list[Sighting]:
    """Take the e-mail addresses of a person or an incident."""
    return [
        replace(sighting, verified=stated.flag_attribute("verified"))
        for stated in node.all("email", "emailAddress")
        for sighting in findings.sight(Kind.EMAIL, stated)
    ]


def phones(node: Node, findings: Findings) -> list[Sighting]:
    """Take the telephone numbers of a person or an incident; type and extension stay, and so are kept."""
    return [
        replace(sighting, verified=stated.flag_attribute("verified"))
        for stated in node.all("phone", "phoneNumber")
        for sighting in findings.sight(Kind.PHONE, stated, country_code=stated.attributes.get("countryCallingCode", ""))
    ]


def addresses(node: Node) -> tuple[list[Place], list[tuple[str, str]]]:
    """Take the postal addresses: their places, and the street of each as a statement."""
    places, streets = [], []
    for stated in node.all("address"):
        if street := stated.says("address"):
            streets.append(("address", street))
        places.append(address(stated, "address", region="state" if stated.peek("state") else "nonUsaState"))
    return places, streets


def address(node: Node, source: str, *, region: str, country: str = "country") -> Place:
    """Take the place of one address or estimated location."""
    return Place(
        source=source,
        pointer=node.pointer,
        city=node.says("city"),
        region=node.says(region),
        postal_code=node.says("zipCode"),
        country=node.says(country),
        verified=node.flag_attribute("verified"),
    )


def captures(node: Node, findings: Findings) -> list[Sighting]:
    """Take the addresses and devices that the provider captured, with what happened then."""
    sightings = []
    for event in node.all("ipCaptureEvent"):
        sightings += at_an_event(event, findings.sight(Kind.IPV4, event.one("ipAddress")))
    for device in node.all("deviceId"):
        found = findings.sight(Kind.DEVICE, device.one("idValue"), realm=device.peek("idType"))
        if found:
            device.says("idType")
        sightings += at_an_event(device, found)
    return sightings
