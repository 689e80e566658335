"""The lists for people to read: what each holds now, and what was brought into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from nightlight.foundation.refusals import NotFound
from nightlight.foundation.sealed import Actor
from nightlight.hashes.models import Deconfirmation, HashImport, HashList, ListedHash


@dataclass(frozen=True, slots=True)
class ListRead:
    """A list with the number of its entries that hold now, and its imports, the newest first."""

    list: HashList
    entries: int
    imports: tuple[HashImport, ...]
    may_change: bool

    @property
    def unfinished(self) -> int:
        """How many imports stopped before their end."""
        return sum(1 for brought in self.imports if brought.status == "running" and not brought.withdrawn_at)


def lists_for(actor: Actor) -> list[ListRead]:
    """Return the lists that the actor may see, by name; those that are withdrawn last. A fixed number of queries."""
    rows = HashList.objects.visible_to(actor).select_related("agency")
    return _read(list(rows.order_by("withdrawn_at", "name", "pk")), actor)


def list_page(actor: Actor, pk: UUID) -> ListRead:
    """Return one list. Raises NotFound where there is none that the actor may see."""
    found = _read(list(HashList.objects.visible_to(actor).select_related("agency").filter(pk=pk)), actor)
    if not found:
        raise NotFound
    return found[0]


def deconfirmations_for(actor: Actor) -> list[Deconfirmation]:
    """Return what was said to be wrongly listed and is not taken back, the newest first."""
    rows = Deconfirmation.objects.visible_to(actor).filter(taken_back_at=None)
    return list(rows.select_related("agency", "by").order_by("-pk"))


def _read(lists: Sequence[HashList], actor: Actor) -> list[ListRead]:
    imports: dict[UUID, list[HashImport]] = {listed.pk: [] for listed in lists}
    for brought in HashImport.objects.visible_to(actor).filter(list__in=lists).order_by("-number"):
        imports[brought.list_id].append(brought)
    entries = _entries(imports, actor)
    own = set(HashList.objects.visible_to(actor).filter(actor.sees("agency")).values_list("pk", flat=True))
    return [ListRead(listed, entries[listed.pk], tuple(imports[listed.pk]), listed.pk in own) for listed in lists]


def _entries(imports: dict[UUID, list[HashImport]], actor: Actor) -> dict[UUID, int]:
    """Return how many entries of each list hold now.

    What the imports counted is enough, less what was withdrawn by hand, so that a list of millions is not counted for a
    page. Where an import was withdrawn as a whole, the entries themselves are counted.
    """
    rows = ListedHash.objects.visible_to(actor).order_by()
    by_hand = rows.filter(list__in=list(imports), withdrawn_at__isnull=False, withdrawn_by=None)
    taken = dict(by_hand.values_list("list_id").annotate(entries=Count("pk")))
    counted = {
        pk: sum(brought.added - brought.taken_back for brought in those) - taken.get(pk, 0)
        for pk, those in imports.items()
    }
    torn = [pk for pk, those in imports.items() if any(brought.withdrawn_at for brought in those)]
    if torn:
        standing = rows.filter(list__in=torn).standing().values_list("list_id").annotate(entries=Count("pk"))
        counted |= dict.fromkeys(torn, 0) | dict(standing)
    return counted
