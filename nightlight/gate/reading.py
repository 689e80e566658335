"""The gate of reports, file by file: what holds now, what was opened, under which warrants. All in few queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q

from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.gate.facts import FileFacts
from nightlight.gate.forums import every_forum
from nightlight.gate.in_force import InForce, Rules, in_force
from nightlight.gate.judging import Verdict, judge
from nightlight.gate.keys import DIGESTS, FileKeys, keys_of
from nightlight.gate.models import ForumRule, Opening, Warrant, WarrantFile
from nightlight.gate.stated import facts_of
from nightlight.intake.models import KeptElement, Report, ReportedFile, Sighting, StatedFact


class State(StrEnum):
    """Where a file stands."""

    WARRANT_REQUIRED = "warrant_required"
    MAY_BE_OPENED = "may_be_opened"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class FileGate:
    """The gate of one file: what is known, what the courts' rules say of it, what covers it, and who opened it."""

    file: ReportedFile
    place: int
    keys: FileKeys
    facts: FileFacts
    verdict: Verdict
    covered_by: Sequence[WarrantFile]
    openings: Sequence[Opening]

    @property
    def state(self) -> State:
        """Where it stands: opened once, may be opened, or waiting for a warrant."""
        if self.openings:
            return State.OPENED
        return State.MAY_BE_OPENED if self.verdict.opens or self.covered_by else State.WARRANT_REQUIRED


@dataclass(frozen=True, slots=True)
class ReportGate:
    """The gate of a report: its courts with their rules, its files, its warrants, and every opening."""

    report: Report
    rules: Rules
    files: Sequence[FileGate]
    warrants: Sequence[Warrant]
    openings: Sequence[Opening]

    def number(self, state: State) -> int:
        """Return how many files stand so."""
        return sum(one.state is state for one in self.files)

    @property
    def shut(self) -> int:
        """How many files ask for a warrant."""
        return self.number(State.WARRANT_REQUIRED)


@dataclass(slots=True)
class Parts:
    """What was lifted out of reports, as far as the gate reads it."""

    files: list[ReportedFile] = field(default_factory=list)
    stated: list[StatedFact] = field(default_factory=list)
    kept: list[KeptElement] = field(default_factory=list)
    digests: list[Sighting] = field(default_factory=list)


def holder_of(report: Report) -> UUID:
    """Return the agency whose courts count: the one that works the report, else the one that received it."""
    return report.assigned_to_id or report.agency_id


def gate_of(actor: Actor, report: Report, *, parts: Parts | None = None) -> ReportGate:
    """Return the gate of a report that the actor sees. `parts` are its parts, where the caller has read them."""
    [gate] = gates_of(actor, [report], parts=parts)
    return gate


def gates_of(
    actor: Actor, reports: Sequence[Report], *, parts: Parts | None = None, rules: InForce | None = None
) -> list[ReportGate]:
    """Return the gates of reports, in the order given; as many queries for a hundred as for one.

    `rules` says what is in force, where it is not what holds today.
    """
    read = parts or parts_of(reports)
    rules = rules or in_force({holder_of(report) for report in reports}, on=clock.today())
    by_report, pks = _apart(read), [report.pk for report in reports]
    seen: Any = Warrant.objects.visible_to(actor).filter(report__in=pks)
    warrants = {row.pk: row for row in seen.prefetch_related("by_user").order_by("issued_on", "pk")}
    covers = _covers(actor, warrants)
    made: Any = Opening.objects.visible_to(actor).filter(report__in=pks)
    openings = list(made.prefetch_related("rule").order_by("opened_at", "pk"))
    for row in openings:
        if row.covered_by_id in covers:
            row.covered_by = covers[row.covered_by_id]
    issued, opened = _grouped(warrants.values()), _grouped(openings)
    covered: dict[UUID, list[WarrantFile]] = defaultdict(list)
    for cover in covers.values():
        covered[cover.warrant.report_id].append(cover)
    return [
        ReportGate(
            report,
            rules.of(holder_of(report)),
            _files(report, by_report[report.pk], rules, covered[report.pk], opened[report.pk]),
            issued[report.pk],
            opened[report.pk],
        )
        for report in reports
    ]


def parts_of(reports: Sequence[Report], *, digests: list[Sighting] | None = None) -> Parts:
    """Read the parts of reports that the reader sees. Four queries, or one where they list no file.

    `digests` are those of their files, where the caller has read them.
    """

    def of(model: Any, *conditions: Q) -> list[Any]:
        rows = model.objects.unscoped(because="the reports were read before as such that the reader sees")
        return list(rows.filter(*conditions, report__in=[report.pk for report in reports]).order_by("pk"))

    files = of(ReportedFile)
    if not files:
        return Parts()
    return Parts(
        files,
        of(StatedFact, Q(file__isnull=False)),
        of(KeptElement),
        of(Sighting, Q(file__isnull=False, kind__in=[kind.value for kind in DIGESTS])) if digests is None else digests,
    )


def _covers(actor: Actor, warrants: Mapping[UUID, Warrant]) -> dict[UUID, WarrantFile]:
    """Return what warrants cover, by its id; a query only where there is a warrant."""
    if not warrants:
        return {}
    rows: Any = WarrantFile.objects.visible_to(actor).filter(warrant__in=warrants)
    found = list(rows.order_by("pk"))
    for row in found:
        row.warrant = warrants[row.warrant_id]
    return {row.pk: row for row in found}


def judged(report: Report, parts: Parts, rules: Rules, *, on: date) -> list[tuple[FileKeys, FileFacts, Verdict]]:
    """Return what the rules say of each file of a report on a date, in the order of its files."""
    return [
        (
            keys_of(file, parts.digests, version=report.versions),
            facts := facts_of(file, parts.stated, parts.kept),
            judge(facts, rules, on=on),
        )
        for file in parts.files
    ]


def _files(
    report: Report, parts: Parts, rules: InForce, covered: Sequence[WarrantFile], openings: Sequence[Opening]
) -> list[FileGate]:
    lines = judged(report, parts, rules.of(holder_of(report)), on=rules.on)
    standing = [one for one in covered if one.warrant.withdrawn_at is None]
    return [
        FileGate(
            file,
            place,
            keys,
            facts,
            verdict,
            [one for one in standing if keys.meets((one.key, *one.also))],
            [one for one in openings if keys.meets(one.keys)],
        )
        for place, (file, (keys, facts, verdict)) in enumerate(zip(parts.files, lines, strict=True), start=1)
    ]


def _apart(parts: Parts) -> Mapping[UUID, Parts]:
    """Return the parts of each report by themselves."""
    each: dict[UUID, Parts] = defaultdict(Parts)
    for name in ("files", "stated", "kept", "digests"):
        for row in getattr(parts, name):
            getattr(each[row.report_id], name).append(row)
    return each


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.report_id].append(row)
    return found


def rules_read() -> list[ForumRule]:
    """Return every rule that was ever set: circuits before states, the newest version of each agency first."""
    place = {forum.code: at for at, forum in enumerate(every_forum())}
    rows = ForumRule.objects.select_related("agency", "author").order_by("agency__name", "-in_force_from", "-version")
    return sorted(rows, key=lambda rule: place[rule.forum])
