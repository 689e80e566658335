"""What changed between two versions of a report, field by field. Pure.

Narrative is told by its length only, and of a child nothing is repeated that would tell who it is.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from nightlight.intake.formats.values import File, Person, ReadReport, Role

Item = tuple[str, str]
"""What is said, and how: `("Incident type", "Child Sex Trafficking")`."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of the report: what no longer stands there, and what stands there now."""

    what: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


def changes(before: ReadReport, after: ReadReport) -> list[Change]:
    """Return what differs, each field once, in the order of the report."""
    old, new = Counter(_items(before)), Counter(_items(after))
    gone, come = old - new, new - old
    fields = dict.fromkeys(what for what, _ in (*_items(before), *_items(after)))
    found = [Change(what, _of(gone, what), _of(come, what)) for what in fields]
    return [change for change in found if change.gone or change.come]


def _of(items: Counter[Item], what: str) -> tuple[str, ...]:
    return tuple(sorted(value for name, value in items.elements() if name == what))


def _items(said: ReadReport) -> Iterator[Item]:
    for what, value in (
        ("Incident type", said.incident_type),
        ("Incident time", said.incident.as_given if said.incident else ""),
        ("Provider", said.provider),
        ("Platform", said.platform),
        ("Priority", said.priority),
        ("Batched", said.batched_reason),
    ):
        if value:
            yield what, value
    if said.escalation:
        yield "Escalation", "escalated by the provider"
    yield from (("Annotation", name) for name in said.annotations)
    for person in said.people:
        yield from _person(person)
    for file in said.files:
        yield from _file(file)
    yield from (("Identifier of the incident", seen.identifier.value) for seen in said.sightings)
    yield from (("Account in words", f"{len(passage.text):,} characters") for passage in said.passages)
    yield from (("Kept as it came", kept.pointer) for kept in said.kept)


def _person(person: Person) -> Iterator[Item]:
    whose = f"{person.role.value.capitalize()} person"
    if person.role is Role.VICTIM:
        yield "Child", "described, the rest is not repeated here"
        return
    name = " ".join(part for part in (person.first_name, person.last_name) if part)
    yield whose, name or "without a name"
    yield from ((f"{whose}: identifier", seen.identifier.value) for seen in person.sightings)
    yield from ((f"{whose}: {name}", value) for name, value in person.facts)
    yield from ((f"{whose}: earlier report", number) for number in person.prior_reports)


def _file(file: File) -> Iterator[Item]:
    name = file.name or file.file_id or file.pointer
    yield "File", name
    for what, value in (("industry class", file.classification), ("relevance", file.relevance)):
        if value:
            yield f"File {name}: {what}", value
    for what, flag in (("viewed by the provider", file.viewed_by_provider), ("public", file.publicly_available)):
        if flag is not None:
            yield f"File {name}: {what}", "yes" if flag else "no"
    yield from ((f"File {name}: annotation", annotation) for annotation in file.annotations)
    yield from ((f"File {name}: identifier", seen.identifier.value) for seen in file.sightings)
