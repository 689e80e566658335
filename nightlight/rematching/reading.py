"""For people to read: how far the changes of a list were followed, and which reports are judged otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from nightlight.foundation.refusals import NotFound
from nightlight.foundation.sealed import Actor
from nightlight.hashes.models import ListChange
from nightlight.rematching.models import Rematched, Rematching, Step

NEWEST = 20


@dataclass(frozen=True, slots=True)
class ChangeRead:
    """One change of the lists; `followed` is empty while nobody has begun. `own` counts the reader's reports."""

    change: ListChange
    followed: Rematching | None
    own: int = 0

    @property
    def is_done(self) -> bool:
        """Whether it was followed to the end."""
        return self.followed is not None and self.followed.finished_at is not None

    @property
    def share(self) -> int:
        """How much of the entries was walked, in percent, as long as that says something."""
        if self.followed is None or not self.followed.entries:
            return 0
        return min(100, 100 * self.followed.entries_done // self.followed.entries)

    @property
    def words(self) -> str:
        """Where it stands, in words."""
        if self.followed is None:
            return "Waits"
        return "Done" if self.is_done else f"Matching again: {Step(self.followed.step).label}"


def changes_of(list_id: UUID, actor: Actor) -> list[ChangeRead]:
    """Return the latest changes of a list with how far each was followed, the newest first. Three queries."""
    rows = ListChange.objects.visible_to(actor).filter(list=list_id).order_by("-pk")[:NEWEST]
    return _read(list(rows), actor)


def change_page(actor: Actor, pk: UUID) -> ChangeRead:
    """Return one change. Raises NotFound where there is none that the actor may see."""
    rows = ListChange.objects.visible_to(actor).select_related("list", "hash_import", "deconfirmation")
    found = _read(list(rows.filter(pk=pk)), actor)
    if not found:
        raise NotFound
    return found[0]


def reports_of(read: ChangeRead, actor: Actor, *, offset: int, limit: int) -> list[Rematched]:
    """Return a page of the reports of the actor that a change made read otherwise, the highest tier first."""
    rows: Any = Rematched.objects.visible_to(actor).filter(rematching=read.followed)
    return list(rows.select_related("report", "agency").order_by("tier", "pk")[offset : offset + limit])


def _read(changes: list[ListChange], actor: Actor) -> list[ChangeRead]:
    rows = Rematching.objects.visible_to(actor).filter(change__in=changes)
    followed = {row.change_id: row for row in rows}
    counted = _counted(followed, actor)
    return [ChangeRead(one, followed.get(one.pk), counted.get(one.pk, 0)) for one in changes]


def _counted(followed: Mapping[UUID, Rematching], actor: Actor) -> dict[UUID, int]:
    rows: Any = Rematched.objects.visible_to(actor).filter(rematching__in=list(followed.values())).order_by()
    return dict(rows.values_list("rematching__change").annotate(many=Count("pk")))
