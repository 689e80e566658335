"""Lifts what a report says out of its bytes into rows. Touches no database."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from nightlight.foundation.bulk import unsaved
from nightlight.intake.formats import values
from nightlight.intake.formats.values import ReadReport, Role
from nightlight.intake.models import (
    EnclosedFile,
    KeptElement,
    Passage,
    Report,
    ReportedFile,
    ReportedPerson,
    SchemaDeviation,
    Sighting,
    StatedFact,
    StatedPlace,
)

M = TypeVar("M", bound=models.Model)

NAMES_A_CHILD = frozenset(
    {"displayName", "displayNames", "middleName", "preferredName", "schoolName", "address", "street1", "street2"}
)
"""Statements that would tell who a child is: they stay in the submission as received."""


_SAID = (ReportedPerson, ReportedFile, Sighting, StatedPlace, StatedFact, Passage, KeptElement)
LIFTED = (*_SAID, EnclosedFile, SchemaDeviation)
"""The tables into which a report is lifted, none pointing to a later one."""


@dataclass(slots=True)
class Rows:
    """Rows of many reports, each table apart, ready to be written at once."""

    people: list[ReportedPerson] = field(default_factory=list)
    files: list[ReportedFile] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    places: list[StatedPlace] = field(default_factory=list)
    facts: list[StatedFact] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    kept: list[KeptElement] = field(default_factory=list)
    enclosed: list[EnclosedFile] = field(default_factory=list)
    deviations: list[SchemaDeviation] = field(default_factory=list)

    def tables(self) -> list[list[Any]]:
        """Return the rows in the order of `LIFTED`."""
        lifted: list[list[Any]] = [self.people, self.files, self.sightings, self.places, self.facts]
        return [*lifted, self.passages, self.kept, self.enclosed, self.deviations]


def fit(text: str, most: int) -> str:
    """Return text as a column can hold it: PostgreSQL holds no NUL, and the bytes as received hold the rest."""
    return text.replace("\x00", "\u2400")[:most]


def lift(report: Report, said: ReadReport, rows: Rows) -> None:
    """Add the rows of one report."""
    for person in said.people:
        _person(report, person, rows)
    files = {file.pointer: _file(report, file, rows) for file in said.files}
    for sighting in said.sightings:
        _sighting(report, sighting, rows)
    for place in said.places:
        _place(report, place, rows)
    for name, value, pointer in _statements(said):
        _fact(report, pointer, name, value, rows)
    for passage in said.passages:
        rows.passages.append(
            unsaved(Passage, report_id=report.pk, pointer=fit(passage.pointer, 500), text=fit(passage.text, 10**6))
        )
    for kept in said.kept:
        rows.kept.append(
            unsaved(KeptElement, report_id=report.pk, pointer=fit(kept.pointer, 500), text=fit(kept.text, 10**6))
        )
    rows.enclosed += [_enclosed(report, each, files.get(each.file_pointer)) for each in said.enclosed]
    rows.deviations += [_deviation(report, each) for each in said.deviations]


def _statements(said: ReadReport) -> list[tuple[str, str, str]]:
    """Return what the report states of itself: names, values, and where each stands (`/`: in the whole)."""
    at = dict(said.stated_at)
    stated = [("annotation", name, at.get(name, "/")) for name in said.annotations]
    # what the provider wrote stays in the folded passages; that it asked for haste is a fact
    stated += [("escalated", "true", at.get("escalation", "/"))] if said.escalation else []
    stated += [("priority", said.priority, at.get("priority", "/"))] if said.priority else []
    stated += [("batched", said.batched_reason, at.get("batched_reason", "/"))] if said.batched_reason else []
    stated += [("incidents", str(said.incidents), "/")] if said.incidents > 1 else []
    return stated


def _person(report: Report, person: values.Person, rows: Rows) -> None:
    named = person.role is not Role.VICTIM
    row = unsaved(
        ReportedPerson,
        report_id=report.pk,
        pointer=fit(person.pointer, 500),
        role=person.role.value,
        first_name=fit(person.first_name, 100) if named else "",
        last_name=fit(person.last_name, 100) if named else "",
        date_of_birth=fit(person.date_of_birth, 30) if named else "",
        age=person.age if person.age is not None and 0 <= person.age <= 150 else None,  # noqa: PLR2004 - xs:int 0..150
    )
    rows.people.append(row)
    for sighting in person.sightings:
        _sighting(report, sighting, rows, person=row)
    for place in person.places:
        _place(report, place, rows, person=row)
    for name, value in person.facts:
        if not named and name.partition(".")[0] in NAMES_A_CHILD:
            continue
        _fact(report, person.pointer, name, value, rows, person=row)
    for number in person.prior_reports:
        _fact(report, person.pointer, "priorReport", number, rows, person=row)


def _file(report: Report, file: values.File, rows: Rows) -> ReportedFile:
    row = unsaved(
        ReportedFile,
        report_id=report.pk,
        pointer=fit(file.pointer, 500),
        file_id=fit(file.file_id, 100),
        name=fit(file.name, 2056),
        declared_type=fit(file.declared_type, 100),
        size_bytes=file.size_bytes,
        viewed_by_provider=file.viewed_by_provider,
        exif_viewed=file.exif_viewed,
        publicly_available=file.publicly_available,
        relevance=fit(file.relevance, 30),
        classification=file.classification,
    )
    rows.files.append(row)
    for sighting in file.sightings:
        _sighting(report, sighting, rows, file=row)
    for name in file.annotations:
        _fact(report, file.pointer, "annotation", name, rows, file=row)
    for name, value in file.facts:
        _fact(report, file.pointer, name, value, rows, file=row)
    return row


def _enclosed(report: Report, each: values.Enclosed, file: ReportedFile | None) -> EnclosedFile:
    return unsaved(
        EnclosedFile,
        report_id=report.pk,
        file_id=file.pk if file else None,
        matched_by=each.matched_by.value if file and each.matched_by else "",
        pointer=fit(each.pointer, 500),
        declared_type=fit(each.declared_type, 100),
        size_bytes=each.size_bytes,
        md5=each.md5,
        sha1=each.sha1,
        sha256=each.sha256,
    )


def _deviation(report: Report, each: values.Deviation) -> SchemaDeviation:
    return unsaved(
        SchemaDeviation,
        report_id=report.pk,
        pointer=fit(each.pointer, 500),
        line=each.line,
        message=fit(each.message, 500),
    )


def _sighting(
    report: Report,
    sighting: values.Sighting,
    rows: Rows,
    *,
    person: ReportedPerson | None = None,
    file: ReportedFile | None = None,
) -> None:
    rows.sightings.append(
        unsaved(
            Sighting,
            report_id=report.pk,
            person_id=person.pk if person else None,
            file_id=file.pk if file else None,
            pointer=fit(sighting.pointer, 500),
            kind=sighting.identifier.kind.value,
            realm=fit(sighting.identifier.realm, 255),
            value=fit(sighting.identifier.value, 2083),
            as_given=fit(sighting.as_given, 2083),
            said=sighting.said.value,
            event=sighting.event.value if sighting.event else "",
            seen_at=sighting.when.at if sighting.when else None,
            seen_as_given=fit(sighting.when.as_given, 60) if sighting.when else "",
            port=sighting.port,
            possible_proxy=sighting.possible_proxy,
            verified=sighting.verified,
        )
    )


def _place(report: Report, place: values.Place, rows: Rows, *, person: ReportedPerson | None = None) -> None:
    rows.places.append(
        unsaved(
            StatedPlace,
            report_id=report.pk,
            person_id=person.pk if person else None,
            pointer=fit(place.pointer, 500),
            source=fit(place.source, 30),
            city=fit(place.city, 255),
            region=fit(place.region, 255),
            postal_code=fit(place.postal_code, 20),
            country=fit(place.country, 60),
            verified=place.verified,
        )
    )


def _fact(
    report: Report,
    pointer: str,
    name: str,
    value: str,
    rows: Rows,
    *,
    person: ReportedPerson | None = None,
    file: ReportedFile | None = None,
) -> None:
    rows.facts.append(
        unsaved(
            StatedFact,
            report_id=report.pk,
            person_id=person.pk if person else None,
            file_id=file.pk if file else None,
            pointer=fit(pointer, 500),
            name=fit(name, 100),
            value=fit(value, 500),
        )
    )
