"""Which reports a change of the lists touches: by an equal digest, by one alike, or all that have a digest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.hashes.asked import Asked
from nightlight.hashes.changed import Place, perceptual_index, stretches
from nightlight.hashes.index import HashIndex
from nightlight.hashes.models import ListChange
from nightlight.hashes.rules import matching_on
from nightlight.identifiers.kinds import DIGESTS, Kind
from nightlight.intake.models import Report, Sighting

AT_ONCE = 500
"""How many digests of reports are asked at once, and how many reports are walked at once."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Reports that a stretch of the walk touches, where the walk goes on after it, and how many entries it passed."""

    reports: tuple[UUID, ...]
    cursor: str
    entries: int = 0


def by_equal_digest(change: ListChange, *, after: str, by: Actor) -> Iterator[Touched]:
    """Walk the entries that changed, from a cursor on, and give the reports that carry an equal digest."""
    for stretch in stretches(change, after=Place.of(after)):
        yield Touched(_carrying(stretch.digests, by), str(stretch.after), stretch.entries)


def by_digest_alike(change: ListChange, *, after: str, by: Actor) -> Iterator[Touched]:
    """Walk the PDQ hashes of the reports, from a cursor on, and give the reports with one near what changed."""
    if not _seen(by).filter(kind=Kind.PDQ.value).exists():
        return
    distance = matching_on(clock.today()).near_distance
    with perceptual_index(change) as index:
        while index and (hashes := _next_hashes(after, by)):
            near = [digest for digest in hashes if _is_near(index, digest, distance)]
            after = hashes[-1]
            yield Touched(_of(_seen(by).filter(kind=Kind.PDQ.value, value__in=near)) if near else (), after)


def everything(*, after: str, by: Actor) -> Iterator[Touched]:
    """Walk all reports that have a digest, from a cursor on."""
    seen = _seen(by).filter(report=OuterRef("pk"), kind__in=[kind.value for kind in DIGESTS])
    rows: Any = Report.objects.visible_to(by).filter(Exists(seen)).order_by("pk")
    while found := list((rows.filter(pk__gt=after) if after else rows).values_list("pk", flat=True)[:AT_ONCE]):
        after = str(found[-1])
        yield Touched(tuple(found), after)


def _carrying(digests: Sequence[Asked], by: Actor) -> tuple[UUID, ...]:
    found: set[UUID] = set()
    for kind, same in groupby(sorted(digests, key=lambda one: one.kind.value), key=lambda one: one.kind.value):
        values = sorted({one.digest for one in same})
        found |= set(_of(_seen(by).filter(kind=kind, value__in=values)))
    return tuple(sorted(found))


def _of(sightings: Any) -> tuple[UUID, ...]:
    return tuple(sightings.order_by("report_id").values_list("report_id", flat=True).distinct())


def _next_hashes(after: str, by: Actor) -> list[str]:
    rows = _seen(by).filter(kind=Kind.PDQ.value, value__gt=after)
    return list(rows.order_by("value").values_list("value", flat=True).distinct()[:AT_ONCE])


def _is_near(index: HashIndex, digest: str, distance: int) -> bool:
    return bool(index.near(bytes.fromhex(digest), distance))


def _seen(by: Actor) -> Any:
    """Return the digests of files that reports carry, as one queryset."""
    return Sighting.objects.visible_to(by).filter(file__isnull=False)
