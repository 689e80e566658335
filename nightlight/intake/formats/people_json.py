"""The people of a law-enforcement report."""

from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.captures_json import contacts, each, noted, sourced, values
from nightlight.intake.formats.findings import Findings
from nightlight.intake.formats.nodes import Node
from nightlight.intake.formats.values import Person, Place, Role, Sighting

FACTS = (
    "middleName",
    "preferredName",
    "displayNames",  # names, not handles: many people bear the same one
    "gender",
    "physicalDescription",
    "vehicleDescription",
    "vehicleTagNumber",
    "occupation",
    "espService",
    "relationshipToReporter",
    "relationshipToChildVictim",
    "accessToChildVictim",
    "accessToChildren",
    "accessToFirearms",
    "convictedSexOffender",
    "awareOfReport",
    "gangAffiliation",
    "languages",
    "races",
    "disabilities",
    "accountTemporarilyDisabled",
    "accountPermanentlyDisabled",
)
"""Members of a person that are plain statements."""

OLDEST = 150
"""Years; what is above is no age and is kept as it stands."""


def person(node: Node, role: Role, findings: Findings) -> Person:
    """Read one person. A name that is also the provider's was taken for it already."""
    findings.meet_person()
    facts = [(name, stated.say()) for name in FACTS for stated in values(node, name) if stated.text]
    realm = dict(facts).get("espService", findings.provider)
    places, streets = _addresses(node)
    sightings = contacts(node, findings) + _accounts(node, realm, findings) + sourced(node, findings)
    sightings += findings.sight_all(Kind.IPV4, values(node, "ipAddress"))
    sightings += findings.read_passages(values(node, "profileBio")) + noted(node, findings)
    sightings += findings.read_passages(values(node, "additionalContactInformation"))
    return Person(
        role=role,
        pointer=node.pointer,
        first_name=node.says("firstName"),
        last_name=node.says("lastName"),
        date_of_birth=node.says("dateOfBirth"),
        age=node.whole("approximateAge", most=OLDEST),
        sightings=tuple(sightings),
        places=tuple(places + _estimated(node)),
        facts=tuple(facts + streets),
        prior_reports=tuple(prior.say() for prior in values(node, "priorCybertipReports") if prior.text),
    )


def _accounts(node: Node, realm: str, findings: Findings) -> list[Sighting]:
    sightings = findings.sight_all(Kind.ACCOUNT, values(node, "espUserId"), realm=realm)
    for name in ("screenName", "screenNames"):
        sightings += findings.sight_all(Kind.HANDLE, values(node, name), realm=realm)
    return sightings


def _addresses(node: Node) -> tuple[list[Place], list[tuple[str, str]]]:
    places, streets = [], []
    for stated in each(node, "addresses"):
        streets += [(name, stated.says(name)) for name in ("street1", "street2") if stated.peek(name)]
        places.append(
            Place(
                source="address",
                pointer=stated.pointer,
                city=stated.says("city"),
                region=stated.says("state"),
                postal_code=stated.says("postalCode"),
                country=stated.says("country"),
            )
        )
    return places, streets


def _estimated(node: Node) -> list[Place]:
    return [
        Place(
            source="estimated_location",
            pointer=stated.pointer,
            city=stated.says("city"),
            region=stated.says("region"),
            country=stated.says("countryCode"),
            verified=stated.flag("verified"),
        )
        for stated in each(node, "espEstimatedLocations")
    ]
