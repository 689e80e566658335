"""What intake lifted out of a batch of reports, read with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from nightlight.foundation.sealed import Actor
from nightlight.hashes.reading import FileRead
from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.values import Role, Said
from nightlight.intake.lifting import Rows
from nightlight.intake.models import Passage, Report, ReportedFile, ReportedPerson, Sighting, StatedFact, StatedPlace
from nightlight.triage.assessment.known_files import known_files

LINKING = (Kind.ACCOUNT.value, Kind.EMAIL.value, Kind.PHONE.value)
"""Kinds of identifier by which another report is about the same account."""


@dataclass
class Contents:
    """The rows of one report.

    `others` counts the reports with the same account that came earlier or are folded into it, None without an account
    to look for. `known` says what lists of known hashes say of its files, None where no list is here.
    """

    report: Report
    people: list[ReportedPerson] = field(default_factory=list)
    files: list[ReportedFile] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    stated: list[StatedFact] = field(default_factory=list)
    places: list[StatedPlace] = field(default_factory=list)
    others: int | None = None
    known: dict[UUID, FileRead] | None = None
    has_text: bool = False
    """Whether anything is told in words: a chat, a note, an account."""

    def of_the_person_reported(self, part: Sighting | StatedFact | StatedPlace) -> bool:
        """Say whether a part is about the person reported, or about the incident and nobody in particular."""
        return part.person_id is None or part.person_id in self.reported

    @cached_property
    def reported(self) -> frozenset[UUID]:
        """The ids of the persons reported."""
        return frozenset(person.pk for person in self.people if person.role == Role.REPORTED)

    @cached_property
    def own_sightings(self) -> list[Sighting]:
        """What was seen of the person reported, or of the incident and nobody in particular."""
        return [seen for seen in self.sightings if self.of_the_person_reported(seen)]

    @cached_property
    def links(self) -> list[Sighting]:
        """The declared accounts, e-mail addresses and telephones of the persons reported."""
        return [
            seen
            for seen in self.own_sightings
            if seen.kind in LINKING and seen.said == Said.DECLARED and seen.person_id
        ]


def contents_of(
    reports: Sequence[Report], *, by: Actor, lists_are_here: bool, lifted: Rows | None = None
) -> list[Contents]:
    """Return what each report says, in the order given. Seven queries, whatever the number of reports.

    `lifted` holds the rows of exactly these reports, where the caller has just written them: then one query is
    left, and those that known hashes need where `lists_are_here`. Other reports are counted among those that `by`
    sees; only their number leaves this module.
    """
    each = {report.pk: Contents(report) for report in reports}
    rows = lifted or _read(list(each), by)
    for name, found in (
        ("people", rows.people),
        ("files", rows.files),
        ("sightings", rows.sightings),
        ("stated", rows.facts),
        ("places", rows.places),
    ):
        for row in found:
            getattr(each[row.report_id], name).append(row)
    for report_id in {row.report_id for row in rows.passages} if lifted else _telling(list(each), by):
        each[report_id].has_text = True
    _count_others(list(each.values()), by)
    known = known_files(rows.sightings, by=by) if lists_are_here else None
    for one in each.values():
        one.known = known
    return list(each.values())


def _read(reports: list[UUID], by: Actor) -> Rows:
    def of(model: Any) -> list[Any]:
        return list(model.objects.visible_to(by).filter(report__in=reports).order_by("pk"))

    return Rows(of(ReportedPerson), of(ReportedFile), of(Sighting), of(StatedPlace), of(StatedFact))


def _telling(reports: list[UUID], by: Actor) -> set[UUID]:
    passages: Any = Passage.objects.visible_to(by).filter(report__in=reports)
    return set(passages.values_list("report_id", flat=True).distinct())


def _count_others(contents: Sequence[Contents], by: Actor) -> None:
    links = {one.report.pk: one.links for one in contents}
    values = {seen.value for seen_here in links.values() for seen in seen_here}
    carriers = _carriers(values, by) if values else {}
    for one in contents:
        me = (one.report.received_at, one.report.pk)
        found = {other for seen in links[one.report.pk] for other in carriers[seen.kind, seen.realm, seen.value]}
        counted = sum((at, pk) < me or folded_into == one.report.pk for at, pk, folded_into in found)
        one.others = counted if links[one.report.pk] else None


def _carriers(values: set[str], by: Actor) -> Mapping[tuple[str, str, str], set[tuple[datetime, UUID, UUID | None]]]:
    """Return who has each of these: when the report came, its id, and the report into which it is folded."""
    carriers: dict[tuple[str, str, str], set[tuple[datetime, UUID, UUID | None]]] = defaultdict(set)
    rows: Any = Sighting.objects.visible_to(by)
    columns = ("kind", "realm", "value", "report__received_at", "report_id", "report__folded_into")
    for kind, realm, value, at, report_id, folded_into in rows.filter(
        kind__in=LINKING, value__in=values, said=Said.DECLARED, person__role=Role.REPORTED
    ).values_list(*columns):
        carriers[kind, realm, value].add((at, report_id, folded_into))
    return carriers
