"""What the queue says of one report beside the list: why it is there, whose it is, its files' gate, its clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import Length

from nightlight.clocks.reading import clocks_of
from nightlight.clocks.reckoning import Clock
from nightlight.foundation.sealed import Actor
from nightlight.gate.keys import DIGESTS
from nightlight.gate.reading import ReportGate, gate_of, parts_of
from nightlight.identifiers.kinds import ADDRESSES
from nightlight.intake.models import Passage, Report, Sighting
from nightlight.triage.models import RouteClaim, RouteDecision
from nightlight.triage.queue.judgement import Judgement, judgements
from nightlight.triage.queue.listing import Row

OF_FILES = Q(file__isnull=False, kind__in=[kind.value for kind in DIGESTS])


@dataclass(frozen=True, slots=True)
class Glance:
    """What is known about one report at a glance; none of its words."""

    letters: int
    """How long the account in words is, all passages together."""
    judgement: Judgement
    claims: Sequence[RouteClaim]
    """Who claims it, where the route leaves that to a person."""
    gate: ReportGate
    clocks: Sequence[Clock]


def glance(actor: Actor, row: Row) -> Glance:
    """Return what stands beside the list about a row of it, which the actor sees. At most seventeen queries."""
    judgement = judgements([row])[row.id]
    sightings = _sightings(row.report)
    addresses = [seen for seen in sightings if seen.kind in ADDRESSES]
    parts = parts_of([row.report], digests=[seen for seen in sightings if seen.kind not in ADDRESSES])
    return Glance(
        letters=_letters(row.report),
        judgement=judgement,
        claims=_claims(judgement.route) if judgement.route and not judgement.route.chosen_id else (),
        gate=gate_of(actor, row.report, parts=parts),
        clocks=clocks_of(actor, [row.report], addresses=addresses)[row.id],
    )


def _of(model: Any, report: Report) -> Any:
    rows = model.objects.unscoped(because="its report stands in a list that was read as one that the reader sees")
    return rows.filter(report=report.pk)


def _sightings(report: Report) -> list[Sighting]:
    """Return where addresses were seen, and the digests that stand for files."""
    return list(_of(Sighting, report).filter(Q(kind__in=list(ADDRESSES)) | OF_FILES).order_by("pk"))


def _letters(report: Report) -> int:
    return _of(Passage, report).aggregate(letters=Sum(Length("text")))["letters"] or 0


def _claims(route: RouteDecision) -> list[RouteClaim]:
    rows = RouteClaim.objects.unscoped(because="its route was read with a report that the reader sees")
    return list(rows.filter(route=route).select_related("agency"))
