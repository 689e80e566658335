"""What people see of conflicts: that a match exists, and whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from nightlight.agencies.models import Agency
from nightlight.deconfliction.interests import Party
from nightlight.deconfliction.models import Conflict, ConflictSide
from nightlight.foundation.refusals import NotFound
from nightlight.foundation.sealed import Actor

PAGE = 50


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """The record in which one's own agency holds the identifier."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class SideRead:
    """One side; `record` stands on the reader's own side only."""

    agency_id: UUID
    party: Party
    acknowledged_at: datetime | None
    record: OwnRecord | None = None


@dataclass(frozen=True, slots=True)
class ConflictRead:
    """A conflict as one reader may see it. `own` is empty for a reader from above; then both stand in `others`."""

    id: UUID
    number: str
    status: str
    outcome: str
    raised_at: datetime
    settled_at: datetime | None
    own: SideRead | None
    others: tuple[SideRead, ...]


def conflicts_for(actor: Actor, *, limit: int = PAGE, offset: int = 0) -> list[ConflictRead]:
    """Return a page of the conflicts that the actor may see: unsettled ones first, then the newest."""
    seen = Conflict.objects.visible_to(actor).select_related("first", "second")
    ordered = seen.order_by(F("settled_at").desc(nulls_first=True), "-raised_at", "-pk")
    return _read(list(ordered[offset : offset + limit]), actor)


def conflict_for(actor: Actor, *, number: str) -> ConflictRead:
    """Return one conflict by its number. Raises NotFound where there is none that the actor may see."""
    return _one(actor, number=number)


def conflict_page(actor: Actor, pk: UUID) -> ConflictRead:
    """Return one conflict by its id. Raises NotFound where there is none that the actor may see."""
    return _one(actor, pk=pk)


def open_count(actor: Actor) -> int:
    """Return how many unsettled conflicts the actor may see."""
    return Conflict.objects.visible_to(actor).unsettled().count()


def _one(actor: Actor, **key: Any) -> ConflictRead:
    found = _read(list(Conflict.objects.visible_to(actor).select_related("first", "second").filter(**key)), actor)
    if not found:
        raise NotFound
    return found[0]


def _read(conflicts: Sequence[Conflict], actor: Actor) -> list[ConflictRead]:
    own = ConflictSide.objects.visible_to(actor).filter(conflict__in=conflicts)
    records = {side.conflict_id: OwnRecord(side.record_kind, side.record_id) for side in own}
    sides = ConflictSide.objects.unscoped(because="whether a side has acknowledged is shown to both; no record is read")
    acknowledged = {
        (conflict_id, agency_id): at
        for conflict_id, agency_id, at in sides.filter(conflict__in=conflicts).values_list(
            "conflict_id", "agency_id", "acknowledged_at"
        )
    }

    def side(conflict: Conflict, agency: Agency) -> SideRead:
        return SideRead(
            agency.pk,
            Party(agency.name, agency.contact, agency.telephone),
            acknowledged[conflict.pk, agency.pk],
            records[conflict.pk] if agency.pk == actor.agency_id else None,
        )

    return [
        ConflictRead(
            id=conflict.pk,
            number=conflict.number,
            status=conflict.status,
            outcome=conflict.outcome,
            raised_at=conflict.raised_at,
            settled_at=conflict.settled_at,
            own=next((side for side in both if side.agency_id == actor.agency_id), None),
            others=tuple(side for side in both if side.agency_id != actor.agency_id),
        )
        for conflict in conflicts
        for both in [(side(conflict, conflict.first), side(conflict, conflict.second))]
    ]
