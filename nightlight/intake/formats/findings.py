"""What is found while one document is read: identifiers, and the free text in which some of them stand."""

from dataclasses import dataclass, field

from nightlight.identifiers.address import LAST_PORT, address_and_port
from nightlight.identifiers.free_text import found_in
from nightlight.identifiers.kinds import ADDRESSES, Kind, NotAnIdentifier
from nightlight.identifiers.normalising import normalise
from nightlight.intake.formats import limits
from nightlight.intake.formats.nodes import Node
from nightlight.intake.formats.values import Event, Passage, Refused, Said, Sighting

EVENTS = {event.value: event for event in Event}


@dataclass(slots=True)
class Findings:
    """The passages of one document, and the provider in whose realm its accounts stand."""

    provider: str = ""
    passages: list[Passage] = field(default_factory=list)
    people: int = 0
    files: int = 0

    def meet_person(self) -> None:
        """Count a person before reading what is said of them. Raises `Refused` past what a report may name."""
        self.people += 1
        _refuse_excess("people", self.people, limits.MAX_PEOPLE)

    def meet_file(self) -> None:
        """Count a file before reading what is said of it. Raises `Refused` past what a report may list."""
        self.files += 1
        _refuse_excess("files", self.files, limits.MAX_FILES)

    def sight(self, kind: Kind, node: Node | None, *, realm: str = "", country_code: str = "") -> list[Sighting]:
        """Take a node as an identifier. What cannot be one stays, and so is kept."""
        if node is None or not node.text:
            return []
        port = None
        try:
            if kind in ADDRESSES:
                identifier, port = address_and_port(node.text)
            else:
                identifier = normalise(kind, node.text, realm=realm, country_code=country_code)
        except NotAnIdentifier:
            return []
        return [Sighting(identifier, node.say(), node.pointer, port=port)]

    def sight_all(self, kind: Kind, nodes: list[Node], *, realm: str = "") -> list[Sighting]:
        """Take several nodes as identifiers of one kind."""
        return [sighting for node in nodes for sighting in self.sight(kind, node, realm=realm)]

    def read_passage(self, node: Node | None) -> list[Sighting]:
        """Take a node as free text; return the identifiers that stand in it."""
        if node is None or not node.text:
            return []
        text = node.say()
        self.passages.append(Passage(node.pointer, text))
        return [
            Sighting(found.identifier, found.as_given, node.pointer, said=Said.FREE_TEXT, port=found.port)
            for found in found_in(text)
        ]

    def read_passages(self, nodes: list[Node]) -> list[Sighting]:
        """Take several nodes as free text."""
        return [sighting for node in nodes for sighting in self.read_passage(node)]


def _refuse_excess(what: str, number: int, most: int) -> None:
    if number > most:
        raise Refused(
            "oversize",
            f"The report names more than {most:,} {what}. Nothing was kept but the digest. "
            "Ask the sender to send it in parts.",
        )


def at_an_event(node: Node, sightings: list[Sighting]) -> list[Sighting]:
    """Take the event, time, port and proxy of a captured address or device; without an identifier they are kept."""
    if not sightings:
        return []
    event, when = _event(node), node.when("dateTime")
    port, proxy = node.whole("port", most=LAST_PORT) or None, node.flag("possibleProxy")
    return [
        Sighting(found.identifier, found.as_given, found.pointer, found.said, event, when, port or found.port, proxy)
        for found in sightings
    ]


def _event(node: Node) -> Event | None:
    """Take the event if its name is known; an unknown name is some other event, and is kept."""
    name = node.peek("eventName")
    known = EVENTS.get(name.casefold())
    if known:
        node.says("eventName")
    return known or (Event.OTHER if name else None)
