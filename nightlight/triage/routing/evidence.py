"""The evidence of where a report belongs: each piece with its kind, and where it points."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from nightlight.geography.networks import Known, Recognised
from nightlight.geography.pointing import Pointing
from nightlight.identifiers.kinds import ADDRESSES, Kind
from nightlight.intake.formats.values import Event, Role, Said
from nightlight.intake.models import Sighting, StatedPlace
from nightlight.triage.assessment.contents import Contents

Pointings = tuple[Pointing, ...]


class Places(Protocol):
    """Whoever says where something points; `nightlight.geography.gazetteer.Gazetteer` does."""

    def address(self, ip: str) -> Pointings:
        """Return where an Internet address points."""
        ...

    def network(self, ip: str, *, also: tuple[Known, ...] = ()) -> Recognised | None:
        """Return what is known of an address's network; `also` is what agencies added."""
        ...

    def phone(self, e164: str) -> Pointings:
        """Return where a telephone number points."""
        ...

    def place(
        self, *, city: str, region: str, postal_code: str, country: str, verified: bool | None, source: str
    ) -> Pointings:
        """Return where a stated place is."""
        ...


class EvidenceKind(StrEnum):
    """What a piece of evidence is. Their order of worth is the routing policy's."""

    UPLOAD_ADDRESS = "upload_address"
    VERIFIED_PLACE = "verified_place"
    OTHER_ADDRESS = "other_address"
    REGISTRATION_ADDRESS = "registration_address"
    PURCHASE_ADDRESS = "purchase_address"
    LOGIN_ADDRESS = "login_address"
    STATED_PLACE = "stated_place"
    ESTIMATED_PLACE = "estimated_place"
    PHONE = "phone"


BY_EVENT = {
    Event.UPLOAD.value: EvidenceKind.UPLOAD_ADDRESS,
    Event.REGISTRATION.value: EvidenceKind.REGISTRATION_ADDRESS,
    Event.PURCHASE.value: EvidenceKind.PURCHASE_ADDRESS,
    Event.LOGIN.value: EvidenceKind.LOGIN_ADDRESS,
}
WORDS = {
    EvidenceKind.UPLOAD_ADDRESS: "Upload address",
    EvidenceKind.VERIFIED_PLACE: "Verified place",
    EvidenceKind.OTHER_ADDRESS: "Address",
    EvidenceKind.REGISTRATION_ADDRESS: "Registration address",
    EvidenceKind.PURCHASE_ADDRESS: "Purchase address",
    EvidenceKind.LOGIN_ADDRESS: "Login address",
    EvidenceKind.STATED_PLACE: "Stated place",
    EvidenceKind.ESTIMATED_PLACE: "Estimated place",
    EvidenceKind.PHONE: "Telephone",
}
STATED_BY_THE_PERSON = "address"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence and one place that it points to; the row it came from is a sighting or a stated place."""

    kind: EvidenceKind
    given: str
    pointing: Pointing
    sighting_id: UUID | None = None
    place_id: UUID | None = None
    possible_proxy: bool = False
    seen_at: datetime | None = None
    network: Recognised | None = None
    port: int | None = None
    of_a_child: bool = False


@dataclass(frozen=True, slots=True)
class Hints:
    """What leads to a desk whatever the place: e-mail addresses and networks of the person reported."""

    emails: tuple[str, ...] = ()
    networks: tuple[Recognised, ...] = ()


@dataclass
class Pointer:
    """Asks where things point and whose networks they are, each thing once in a batch."""

    places: Places
    added: tuple[Known, ...] = ()
    _asked: dict[tuple[str, ...], Pointings] = field(default_factory=dict)
    _networks: dict[str, Recognised | None] = field(default_factory=dict)

    def evidence_of(self, contents: Contents) -> list[Evidence]:
        """Return what points to a place for the person reported; other persons' places do not route a report."""
        places = [stated for stated in contents.places if contents.of_the_person_reported(stated)]
        return self.evidence_in(contents.own_sightings, places)

    def childs_evidence_of(self, contents: Contents) -> list[Evidence]:
        """Return what points to the place of a child that the report names."""
        children = {person.pk for person in contents.people if person.role == Role.VICTIM}
        if not children:
            return []
        sightings = [seen for seen in contents.sightings if seen.person_id in children]
        places = [stated for stated in contents.places if stated.person_id in children]
        return [replace(each, of_a_child=True) for each in self.evidence_in(sightings, places)]

    def hints_of(self, contents: Contents) -> Hints:
        """Return the declared e-mail addresses and the networks of the person reported."""
        own = contents.own_sightings
        networks = (self.network(seen.value) for seen in own if seen.kind in ADDRESSES)
        return Hints(
            tuple(seen.value for seen in own if seen.kind == Kind.EMAIL and seen.said == Said.DECLARED),
            tuple(network for network in networks if network),
        )

    def network(self, ip: str) -> Recognised | None:
        """Return what is known of the network of an address."""
        if ip not in self._networks:
            self._networks[ip] = self.places.network(ip, also=self.added)
        return self._networks[ip]

    def evidence_in(self, sightings: Iterable[Sighting], places: Iterable[StatedPlace]) -> list[Evidence]:
        """Return where each sighting and stated place points, whoever's it is."""
        found = [evidence for seen in sightings for evidence in self._sighting(seen)]
        return found + [evidence for stated in places for evidence in self._place(stated)]

    def _sighting(self, seen: Sighting) -> Iterator[Evidence]:
        network = None
        if seen.kind in ADDRESSES:
            network = self.network(seen.value)
            kind = BY_EVENT.get(seen.event, EvidenceKind.OTHER_ADDRESS)
            pointings = self._ask(("address", seen.value), lambda: self.places.address(seen.value))
        elif seen.kind == Kind.PHONE and seen.said == Said.DECLARED:
            kind = EvidenceKind.PHONE
            pointings = self._ask(("phone", seen.value), lambda: self.places.phone(seen.value))
        else:
            return
        for pointing in pointings:
            proxy = bool(seen.possible_proxy)
            yield Evidence(kind, seen.value, pointing, seen.pk, None, proxy, seen.seen_at, network, seen.port)

    def _place(self, stated: StatedPlace) -> Iterator[Evidence]:
        if stated.verified:
            kind = EvidenceKind.VERIFIED_PLACE
        elif stated.source == STATED_BY_THE_PERSON:
            kind = EvidenceKind.STATED_PLACE
        else:
            kind = EvidenceKind.ESTIMATED_PLACE
        asked = (stated.city, stated.region, stated.postal_code, stated.country, str(stated.verified), stated.source)
        for pointing in self._ask(("place", *asked), lambda: self._stated(stated)):
            given = " ".join(part for part in (stated.city, stated.region, stated.postal_code) if part)
            yield Evidence(kind, given or stated.country, pointing, None, stated.pk)

    def _stated(self, stated: StatedPlace) -> Pointings:
        return self.places.place(
            city=stated.city,
            region=stated.region,
            postal_code=stated.postal_code,
            country=stated.country,
            verified=stated.verified,
            source=stated.source,
        )

    def _ask(self, key: tuple[str, ...], ask: Callable[[], Pointings]) -> Pointings:
        if key not in self._asked:
            self._asked[key] = ask()
        return self._asked[key]
