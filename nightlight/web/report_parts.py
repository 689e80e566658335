"""What a report says, as its page lists it. Of a child nothing is shown that would tell who it is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from nightlight.foundation import clock
from nightlight.geography.networks import Recognised
from nightlight.geography.pointing import Certainty, Pointing
from nightlight.identifiers.kinds import DIGESTS, Kind
from nightlight.intake.formats.uploaded_files import DEVIATES
from nightlight.intake.formats.values import Event, Role, Said
from nightlight.intake.models import EnclosedFile, ReportedFile, ReportedPerson, Sighting, StatedPlace
from nightlight.triage.report_page import ReportPage
from nightlight.triage.routing import policy as routing_policy
from nightlight.triage.routing.policy import RoutingPolicy
from nightlight.web import report_words

CONTACTS = frozenset({Kind.EMAIL, Kind.PHONE, Kind.HANDLE, Kind.ACCOUNT})

CONTACT_FOLDED = ("contactGiven", "true")
"""The statement of our own documents that there is a way to reach whoever reported."""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person of the report. A child has no name here, and no contact either."""

    role: str
    is_child: bool
    name: str
    born: str
    contacts: Sequence["IdentifierLine"]
    contact_is_folded: bool
    """Whether how to reach them stands with the account in words, folded: so it is with whoever tells us something."""
    pointer: str


@dataclass(frozen=True, slots=True)
class IdentifierLine:
    """An identifier: what it is, the value unless it is a child's, and how it came into the report."""

    kind: str
    realm: str
    value: str | None
    whose: str
    said: str
    verified: bool | None
    pointer: str


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place that something points to, how sure that is, and why only so sure."""

    words: str
    certainty: str
    because: str


@dataclass(frozen=True, slots=True)
class AddressLine:
    """An address as it was captured, and where it points."""

    sighting: Sighting
    value: str | None
    event: str
    whose: str
    points_to: Sequence[PlaceLine]
    network: Recognised | None
    lowered_to: str
    """How sure it is at most, by the routing policy in force, because of its network; empty where nothing lowers it."""

    @property
    def is_shared_without_port(self) -> bool:
        """Whether many people used it at that moment and nothing tells them apart."""
        return self.network is not None and self.network.is_shared and self.sighting.port is None


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One digest of a file, and how it came to us: declared, computed here, or both."""

    kind: str
    value: str
    said: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """Metadata of one file with its digests. Nightlight holds no file."""

    file: ReportedFile
    digests: Sequence[DigestLine]
    deviating: str
    """The kinds of digest of which the declared one is not that of the bytes that were uploaded here."""
    enclosed: Sequence[EnclosedFile]
    """What came with the bundle and is this file, or bears its name."""


@dataclass(frozen=True, slots=True)
class StatedLine:
    """A place that the report states."""

    words: str
    source: str
    verified: bool | None
    points_to: Sequence[PlaceLine]
    pointer: str


def people(read: ReportPage) -> list[PersonLine]:
    """Return the people of a report, the person reported first, each with the contacts that were given for them."""
    contacts: dict[UUID, list[IdentifierLine]] = defaultdict(list)
    for seen in read.identifiers:
        if seen.person_id and Kind(seen.kind) in CONTACTS and not _is_a_childs(seen):
            contacts[seen.person_id].append(_identifier(seen))
    folded = {stated.person_id for stated in read.stated if (stated.name, stated.value) == CONTACT_FOLDED}
    order = list(report_words.ROLES)
    ordered = sorted(read.people, key=lambda person: order.index(Role(person.role)))
    return [_person(person, contacts[person.pk], folded=person.pk in folded) for person in ordered]


def identifiers(read: ReportPage) -> list[IdentifierLine]:
    """Return the accounts and identifiers of a report; digests stand with their files."""
    return [_identifier(seen) for seen in read.identifiers if Kind(seen.kind) not in DIGESTS]


def addresses(read: ReportPage) -> list[AddressLine]:
    """Return the addresses of a report with the places that they point to."""
    rules = routing_policy.policy(clock.today()).content
    return [
        AddressLine(
            seen,
            None if _is_a_childs(seen) else seen.value,
            report_words.EVENTS[Event(seen.event)] if seen.event else "Not stated",
            _whose(seen),
            _places(read.pointings.get(seen.pk, ())),
            read.networks.get(seen.pk),
            _lowered(read.networks.get(seen.pk), rules),
        )
        for seen in read.addresses
    ]


def files(read: ReportPage) -> list[FileLine]:
    """Return the files of a report with their digests."""
    said: dict[UUID, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    order = list(report_words.SAID)
    for seen in sorted(read.identifiers, key=lambda seen: (seen.kind, order.index(Said(seen.said)))):
        if seen.file_id and Kind(seen.kind) in DIGESTS:
            said[seen.file_id][report_words.KINDS[Kind(seen.kind)], seen.value].append(
                report_words.SAID[Said(seen.said)]
            )
    deviating: dict[UUID, list[str]] = defaultdict(list)
    for stated in read.stated:
        if stated.file_id and stated.name == DEVIATES:
            deviating[stated.file_id].append(report_words.KINDS[Kind(stated.value.partition(":")[0])])
    came: dict[UUID | None, list[EnclosedFile]] = defaultdict(list)
    for each in read.enclosed:
        came[each.file_id].append(each)
    return [
        FileLine(
            file,
            [DigestLine(kind, value, " and ".join(dict.fromkeys(how))) for (kind, value), how in said[file.pk].items()],
            ", ".join(sorted(deviating[file.pk])),
            came[file.pk],
        )
        for file in read.files
    ]


def unlisted(read: ReportPage) -> list[EnclosedFile]:
    """Return what came with the bundle and is none of the files that the report lists."""
    return [each for each in read.enclosed if each.file_id is None]


def stated_places(read: ReportPage) -> list[StatedLine]:
    """Return the places that a report states and where they are."""
    return [
        StatedLine(
            _as_stated(stated),
            report_words.SOURCES.get(stated.source, stated.source),
            stated.verified,
            _places(read.pointings.get(stated.pk, ())),
            stated.pointer,
        )
        for stated in read.places
    ]


def _person(person: ReportedPerson, contacts: Sequence[IdentifierLine], *, folded: bool) -> PersonLine:
    age = f"age {person.age}" if person.age is not None else ""
    return PersonLine(
        report_words.ROLES[Role(person.role)],
        person.role == Role.VICTIM,
        " ".join(part for part in (person.first_name, person.last_name) if part),
        person.date_of_birth or age,
        contacts,
        folded,
        person.pointer,
    )


def _identifier(seen: Sighting) -> IdentifierLine:
    return IdentifierLine(
        report_words.KINDS[Kind(seen.kind)],
        seen.realm,
        None if _is_a_childs(seen) else seen.as_given,
        _whose(seen),
        report_words.SAID[Said(seen.said)],
        seen.verified,
        seen.pointer,
    )


def _whose(seen: Sighting) -> str:
    if seen.person:
        return report_words.ROLES[Role(seen.person.role)]
    return f"File {seen.file.name or seen.file.file_id}".strip() if seen.file else "The incident"


def _is_a_childs(seen: Sighting) -> bool:
    return seen.person is not None and seen.person.role == Role.VICTIM


def _lowered(network: Recognised | None, rules: RoutingPolicy) -> str:
    if network is None or network.sureness not in rules.networks_lower_when:
        return ""
    rule = rules.network(network.kind)
    return rule.at_most.value if rule else ""


def _places(pointings: Iterable[Pointing]) -> list[PlaceLine]:
    return [
        PlaceLine(report_words.place(one), Certainty(one.certainty).name.capitalize(), one.because) for one in pointings
    ]


def _as_stated(stated: StatedPlace) -> str:
    return ", ".join(part for part in (stated.city, stated.region, stated.postal_code, stated.country) if part)
