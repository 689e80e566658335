"""The people of a provider's report."""

from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.captures_xml import address, addresses, captures, emails, phones
from nightlight.intake.formats.findings import Findings
from nightlight.intake.formats.nodes import Node
from nightlight.intake.formats.values import Person, Place, Role, Sighting

WRAPPED = {
    Role.REPORTED: "personOrUserReportedPerson",
    Role.RECIPIENT: "intendedRecipientPerson",
    Role.VICTIM: "victimPerson",
}
"""The element inside a reported user, recipient or victim that holds the human being."""

FACTS = (
    "displayName",  # a name, not a handle: many people bear the same one
    "vehicleDescription",
    "espService",
    "compromisedAccount",
    "thirdPartyUserReported",
    "groupIdentifier",
    "allEmailsReported",
    "schoolName",
    "accountTemporarilyDisabled",
    "accountPermanentlyDisabled",
    "middleName",
    "platform",
    "ageAssertionDiscrepancy",  # second-hand, 2026: not in the schema of November 2025
)
"""Elements of a person that are plain statements; their attributes are statements too."""

OLDEST = 150
"""Years; what is above is no age and is kept as it stands."""


def user(node: Node, role: Role, findings: Findings) -> list[Person]:
    """Read one reported user, recipient, victim or associated account; associated accounts are people of their own."""
    findings.meet_person()
    wrapper = node.one(WRAPPED[role]) if role in WRAPPED else None
    human = wrapper or node
    associated = [one for each in node.all("associatedAccount") for one in user(each, Role.ASSOCIATED, findings)]
    facts = _facts(node, human, role)
    realm = dict(facts).get("espService") or dict(facts).get("platform") or findings.provider
    sightings = phones(human, findings) + emails(human, findings) + _account(node, realm, findings)
    sightings += captures(node, findings)
    sightings += findings.read_passages(node.all("profileBio")) + findings.read_passages(node.all("additionalInfo"))
    places, streets = addresses(human)
    located, times = _estimated(node)
    person = _person(role, node, human, facts=facts + streets + times, sightings=sightings, places=places + located)
    return [person, *associated]


def reporter(node: Node, findings: Findings) -> list[Person]:
    """Read who reported and whom to ask.

    What the company template and terms of service name are the provider's own addresses and telephones, the same in
    each of its reports: they belong to the reporter, so that nobody takes them for a suspect's.
    """
    people = []
    for name in ("reportingPerson", "contactPerson"):
        for human in node.all(name):
            findings.meet_person()
            sightings = phones(human, findings) + emails(human, findings)
            places, facts = addresses(human)
            people.append(_person(Role.REPORTER, human, human, facts=facts, sightings=sightings, places=places))
    own = findings.read_passages(node.all("companyTemplate", "termsOfService"))
    own += findings.sight_all(Kind.URL, node.all("legalURL"))
    if own:
        people.append(Person(Role.REPORTER, node.pointer, sightings=tuple(own)))
    return people


def _person(
    role: Role,
    node: Node,
    human: Node,
    *,
    facts: list[tuple[str, str]],
    sightings: list[Sighting],
    places: list[Place],
) -> Person:
    return Person(
        role=role,
        pointer=node.pointer,
        first_name=human.says("firstName"),
        last_name=human.says("lastName"),
        date_of_birth=human.says("dateOfBirth"),
        age=human.whole("approximateAge" if role is Role.ASSOCIATED else "age", most=OLDEST),
        sightings=tuple(sightings),
        places=tuple(places),
        facts=tuple(facts),
        prior_reports=tuple(prior.say() for prior in node.all("priorCTReports", "priorCTReport") if prior.text),
    )


def _facts(node: Node, human: Node, role: Role) -> list[tuple[str, str]]:
    facts = [("associatedAccountType", kind)] if role is Role.ASSOCIATED and (kind := node.attribute("type")) else []
    for stated in (*node.all(*FACTS), *(human.all(*FACTS) if human is not node else ())):
        facts += [(stated.name, stated.say())] if stated.text else []
        facts += [(f"{stated.name}.{name}", stated.attribute(name)) for name in tuple(stated.attributes)]
    return facts


def _account(node: Node, realm: str, findings: Findings) -> list[Sighting]:
    return [
        *findings.sight_all(Kind.ACCOUNT, node.all("espIdentifier"), realm=realm),
        *findings.sight_all(Kind.HANDLE, node.all("screenName"), realm=realm),
        *findings.sight_all(Kind.URL, node.all("profileUrl")),
    ]


def _estimated(node: Node) -> tuple[list[Place], list[tuple[str, str]]]:
    places, times = [], []
    for stated in node.all("estimatedLocation"):
        places.append(address(stated, "estimated_location", region="region", country="countryCode"))
        times += [("estimatedLocation.timestamp", at)] if (at := stated.attribute("timestamp")) else []
    return places, times
