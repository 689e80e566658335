"""Everything that the page of one report shows, read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F
from django.db.models.functions import Length

from nightlight.coverage.reading import added_networks
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotFound
from nightlight.foundation.sealed import Actor
from nightlight.geography.networks import Recognised
from nightlight.geography.pointing import Pointing
from nightlight.identifiers.kinds import ADDRESSES
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
    Submission,
)
from nightlight.triage.assessment.axes import FourWords
from nightlight.triage.assessment.facts import WORDS, Fact
from nightlight.triage.models import Assessment, Assignment, RouteClaim, RouteDecision
from nightlight.triage.queue.listing import axes_of
from nightlight.triage.routing.evidence import Places, Pointer

MOST_EARLIER = 10
"""How many earlier assessments of a report its page lists."""


@dataclass(frozen=True, slots=True)
class Known:
    """A fact as the page lists it: noun, True, False or None (not known), the finding's words, where it stands."""

    fact: Fact
    noun: str
    value: bool | None
    words: str
    pointers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """A passage of free text: its length, and its text only where somebody asked for it."""

    id: UUID
    pointer: str
    length: int
    text: str | None


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report with all that was lifted out of it and all that was decided about it."""

    report: Report
    submission: Submission | None
    """The receipt and digest, for those who may read submissions."""
    people: Sequence[ReportedPerson]
    addresses: Sequence[Sighting]
    identifiers: Sequence[Sighting]
    files: Sequence[ReportedFile]
    places: Sequence[StatedPlace]
    stated: Sequence[StatedFact]
    pointings: dict[UUID, tuple[Pointing, ...]]
    """Where each address, telephone and stated place points, by the id of its row."""
    networks: dict[UUID, Recognised]
    """What is known of each address's network, by the id of its row."""
    passages: Sequence[Folded]
    kept: Sequence[KeptElement]
    enclosed: Sequence[EnclosedFile]
    deviations: Sequence[SchemaDeviation]
    assessment: Assessment | None
    earlier: Sequence[Assessment]
    """What it was judged to be before, the newest first; at most so many as a reader reads."""
    axes: FourWords | None
    facts: Sequence[Known]
    route: RouteDecision | None
    claims: Sequence[RouteClaim]
    assignments: Sequence[Assignment]


def report_page(actor: Actor, pk: UUID, *, places: Places, unfold: bool = False) -> ReportPage:
    """Return the page of a report, or raise NotFound. A fixed number of queries.

    Passages come as lengths; `unfold` brings their text, for a reader who asked. Opening is an act of its own:
    the page calls `actions.viewed`.
    """
    report = _report(actor, pk)
    pointer = Pointer(places, added_networks(actor, on=clock.today()))
    people, files = list(_parts(ReportedPerson, pk)), list(_parts(ReportedFile, pk))
    sightings, stated_places = list(_parts(Sighting, pk)), list(_parts(StatedPlace, pk))
    _attach(people, files, to=(*sightings, *stated_places))
    newest = F("superseded_at").desc(nulls_first=True)
    judged = _parts(Assessment, pk, "policy_agency", "axes_agency").order_by(newest, "-pk")
    assessments = list(judged[: MOST_EARLIER + 1])
    assessment = next((each for each in assessments if each.superseded_at is None), None)
    route = _parts(RouteDecision, pk, "chosen").filter(superseded_at=None).first()
    return ReportPage(
        report=report,
        submission=_submission(actor, report),
        people=people,
        addresses=[seen for seen in sightings if seen.kind in ADDRESSES],
        identifiers=[seen for seen in sightings if seen.kind not in ADDRESSES],
        files=files,
        places=stated_places,
        stated=list(_parts(StatedFact, pk)),
        pointings=_pointings(sightings, stated_places, pointer),
        networks=_networks(sightings, pointer),
        passages=_passages(pk, unfold=unfold),
        kept=list(_parts(KeptElement, pk)),
        enclosed=list(_parts(EnclosedFile, pk)),
        deviations=list(_parts(SchemaDeviation, pk)),
        assessment=assessment,
        earlier=[each for each in assessments if each is not assessment],
        axes=axes_of(assessment, report) if assessment else None,
        facts=known(assessment.facts) if assessment else (),
        route=route,
        claims=_claims(route),
        assignments=list(_parts(Assignment, pk, "to", "from_agency", "by_user")),
    )


def known(remembered: dict[str, Any]) -> list[Known]:
    """Return every fact in its order as an assessment remembers it, those not stated as None."""
    listed = []
    for fact in Fact:
        kept = remembered.get(fact)
        value, words, at = (kept["value"], kept["words"], tuple(kept["at"])) if kept else (None, "Not stated", ())
        listed.append(Known(fact, WORDS[fact], value, words, at))
    return listed


def _report(actor: Actor, pk: UUID) -> Report:
    reports: Any = Report.objects.visible_to(actor).select_related(
        "agency", "assigned_to", "submission", "offered_to", "worked_by"
    )
    try:
        return reports.get(pk=pk)  # type: ignore[no-any-return]
    except ObjectDoesNotExist:
        raise NotFound from None


def _submission(actor: Actor, report: Report) -> Submission | None:
    """Return the submission, which was read with the report, to who may read it."""
    seen = Submission.objects.visible_to(actor).filter(pk=report.submission_id)
    return report.submission if seen.exists() else None


def _parts(model: Any, pk: UUID, *related: str) -> Any:
    """Return the rows of a table that belong to the report; to ask for each whether it is seen costs as much again."""
    rows = model.objects.unscoped(
        because="its report was read before as one that the reader sees, and it is seen with it"
    )
    rows = rows.filter(report=pk).order_by("pk")
    return rows.select_related(*related) if related else rows


def _attach(people: Sequence[ReportedPerson], files: Sequence[ReportedFile], *, to: Sequence[Any]) -> None:
    """Give each part its person and its file, as they were read before."""
    persons, filed = {one.pk: one for one in people}, {one.pk: one for one in files}
    for part in to:
        if part.person_id:
            part.person = persons[part.person_id]
        if getattr(part, "file_id", None):
            part.file = filed[part.file_id]


def _claims(route: RouteDecision | None) -> list[RouteClaim]:
    rows = RouteClaim.objects.unscoped(because="its route was read with a report that the reader sees")
    return list(rows.filter(route=route).select_related("agency").order_by("rank")) if route else []


def _passages(pk: UUID, *, unfold: bool) -> list[Folded]:
    rows = _parts(Passage, pk).annotate(length=Length("text"))
    if not unfold:
        rows = rows.defer("text")
    return [Folded(row.pk, row.pointer, row.length, row.text if unfold else None) for row in rows]


def _pointings(
    sightings: Sequence[Sighting], stated: Sequence[StatedPlace], pointer: Pointer
) -> dict[UUID, tuple[Pointing, ...]]:
    found: dict[UUID, tuple[Pointing, ...]] = {}
    for evidence in pointer.evidence_in(sightings, stated):
        row = evidence.sighting_id or evidence.place_id
        if row:
            found[row] = (*found.get(row, ()), evidence.pointing)
    return found


def _networks(sightings: Sequence[Sighting], pointer: Pointer) -> dict[UUID, Recognised]:
    asked = {seen.pk: pointer.network(seen.value) for seen in sightings if seen.kind in ADDRESSES}
    return {pk: network for pk, network in asked.items() if network and network.kind}
