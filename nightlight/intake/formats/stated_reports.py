"""From stated fields to a report: the same for a row of a table and for a document that a person has confirmed."""

from collections.abc import Iterable, Mapping, Sequence

from nightlight.identifiers.address import LAST_PORT
from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.findings import EVENTS, Findings
from nightlight.intake.formats.nodes import Node, kept
from nightlight.intake.formats.stated_fields import ABOUT, MEANINGS
from nightlight.intake.formats.stated_fields import StatedField as F
from nightlight.intake.formats.times import moment
from nightlight.intake.formats.values import Event, File, Person, Place, ReadReport, Role, Sighting

Entry = tuple[F, Node]
"""One field, and the node that states it; what cannot be what its field says stays in its node, and so is kept."""

Stated = Mapping[F, Sequence[Node]]
"""What was stated, field by field."""

OLDEST_CHILD = 17
PLACE = (F.CITY, F.STATE, F.ZIP_CODE, F.COUNTRY)
DIGESTS = (F.MD5, F.SHA1, F.SHA256)
CONTACTS = (F.EMAIL, F.PHONE, F.SCREEN_NAME, F.ACCOUNT)


def one_by_one(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Return entries in the order in which they stand as parts: the rest, each address, each file.

    A time, an event and a port belong to the address above them, digests to the file above them; what stands above
    the first belongs to the first.
    """
    parts: list[list[Entry]] = [[]]
    current: dict[F, list[Entry]] = {}
    for field, node in entries:
        if (begins := ABOUT.get(field)) is None:
            parts[0].append((field, node))
            continue
        part = current.get(begins)
        if part is None or (field is begins and any(field is other for other, _ in part)):
            part = current[begins] = []
            parts.append(part)
        part.append((field, node))
    return parts


def report(form: str, parts: Sequence[Sequence[Entry]], nodes: Sequence[Node], findings: Findings) -> ReadReport:
    """Return the report that the fields state. Identifiers are those of the person reported.

    What is said about addresses and files is said about those of the same part.
    """
    stated = _by_field(entry for part in parts for entry in part)
    each = [_by_field(part) for part in parts]
    findings.provider = _say(stated, F.PROVIDER)
    when = _say(stated, F.INCIDENT_TIME)
    found = findings.sight_all(Kind.URL, list(stated.get(F.URL, ())))
    found += findings.read_passages(list(stated.get(F.NOTES, ())))
    return ReadReport(
        format=form,
        number=_say(stated, F.NUMBER),
        incident_type=_say(stated, F.INCIDENT_TYPE),
        incident=moment(when) if when else None,
        provider=findings.provider,
        platform=_say(stated, F.PLATFORM),
        people=(*_person(stated, each, findings), *_child(stated)),
        files=tuple(file for part in each for file in _files(part, findings)),
        sightings=tuple(found),
        passages=tuple(findings.passages),
        kept=tuple(kept(nodes)),
    )


def _by_field(entries: Iterable[Entry]) -> Stated:
    stated: dict[F, list[Node]] = {}
    for field, node in entries:
        stated.setdefault(field, []).append(node)
    return stated


def _say(stated: Stated, field: F) -> str:
    return next((node.say() for node in stated.get(field, ()) if node.text), "")


def _person(stated: Stated, each: Sequence[Stated], findings: Findings) -> list[Person]:
    sightings = [
        sighting
        for field in CONTACTS
        for sighting in findings.sight_all(_kind(field), list(stated.get(field, ())), realm=findings.provider)
    ]
    sightings += [seen for part in each for seen in _addresses(part, findings)]
    first, last = _say(stated, F.FIRST_NAME), _say(stated, F.LAST_NAME)
    born, places = _say(stated, F.DATE_OF_BIRTH), _places(stated)
    if not (sightings or first or last or born or places):
        return []
    pointer = next(node.pointer for nodes in stated.values() for node in nodes)
    return [Person(Role.REPORTED, pointer.rpartition("/")[0], first, last, born, None, tuple(sightings), places)]


def _addresses(stated: Stated, findings: Findings) -> list[Sighting]:
    """Take the addresses; one moment, event and port in a part with several of them belongs to each."""
    found = findings.sight_all(Kind.IPV4, list(stated.get(F.IP_ADDRESS, ())))
    if not found:
        return []
    when, event, port = _say(stated, F.IP_TIME), _event(stated), _port(stated)
    return [
        Sighting(
            seen.identifier,
            seen.as_given,
            seen.pointer,
            event=event,
            when=moment(when) if when else None,
            port=port or seen.port,
        )
        for seen in found
    ]


def _event(stated: Stated) -> Event | None:
    for node in stated.get(F.IP_EVENT, ()):
        if known := EVENTS.get(node.text.casefold()):
            node.say()
            return known
        return Event.OTHER
    return None


def _port(stated: Stated) -> int | None:
    for node in stated.get(F.IP_PORT, ()):
        if node.text.isascii() and node.text.isdigit() and len(node.text) <= len(str(LAST_PORT)):
            port = int(node.text)
            if 0 < port <= LAST_PORT:
                node.say()
                return port
    return None


def _places(stated: Stated) -> tuple[Place, ...]:
    nodes = [node for field in PLACE for node in stated.get(field, ()) if node.text]
    if not nodes:
        return ()
    city, state, zip_code, country = (_say(stated, field) for field in PLACE)
    return (Place("address", nodes[0].pointer, city=city, region=state, postal_code=zip_code, country=country),)


def _child(stated: Stated) -> list[Person]:
    for node in stated.get(F.CHILD_AGE, ()):
        if node.text.isascii() and node.text.isdigit() and int(node.text[:3]) <= OLDEST_CHILD:
            return [Person(Role.VICTIM, node.pointer, age=int(node.say()[:3]))]
    return []


def _files(stated: Stated, findings: Findings) -> list[File]:
    """Take names and digests as files, the first name with the first digest and so on, as the rows of a table lie."""
    named = [node for node in stated.get(F.FILE_NAME, ()) if node.text]
    digests = {field: [node for node in stated.get(field, ()) if node.text] for field in DIGESTS}
    files = []
    for place in range(max([len(named), *map(len, digests.values())])):
        own = [(field, nodes[place]) for field, nodes in digests.items() if place < len(nodes)]
        pointer = named[place].pointer if place < len(named) else own[0][1].pointer
        sightings = [seen for field, node in own for seen in findings.sight(_kind(field), node)]
        name = named[place].say() if place < len(named) else ""
        if name or sightings:
            files.append(File(pointer, name=name, sightings=tuple(sightings)))
    return files


def _kind(field: F) -> Kind:
    kind = MEANINGS[field].kind
    if kind is None:
        raise LookupError(f"{field} holds no identifier")
    return kind
