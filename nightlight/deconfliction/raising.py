"""From new entries to conflicts: which pairs collide, their two sides, their two notices."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from uuid import UUID

from nightlight.deconfliction import index
from nightlight.deconfliction.kinship import Kinship
from nightlight.deconfliction.models import Conflict, ConflictSide, IndexEntry, Notice
from nightlight.deconfliction.tokens import key_id
from nightlight.foundation import clock, ids
from nightlight.notices.kinds import NoticeKind
from nightlight.notices.telling import Told, tell

Collision = tuple[UUID, UUID, str]
"""The two agencies in the order of their ids, and the token."""


def raise_conflicts(fresh: Sequence[IndexEntry]) -> list[Conflict]:
    """Raise one conflict for each pair of agencies and token that the new entries bring together.

    A pair that has an unsettled conflict about the token gets no second one; after it is settled, a further record
    raises a new one. Call with the entries' locks held.
    """
    newly: dict[str, set[UUID]] = defaultdict(set)
    for entry in fresh:
        newly[entry.token].add(entry.agency_id)
    shared = {found: held for found, held in index.holders(newly.keys()).items() if len(held) > 1}
    if not shared:
        return []
    unsettled = Conflict.objects.unscoped(because="a pair that has been told of a token is not told twice").unsettled()
    told = set(unsettled.filter(token__in=shared.keys()).values_list("first_id", "second_id", "token"))
    collisions = [pair for pair in _collisions(newly, shared) if pair not in told]
    return _write(collisions, fresh) if collisions else []


def _collisions(newly: Mapping[str, set[UUID]], shared: Mapping[str, set[UUID]]) -> Iterator[Collision]:
    kinship = Kinship(on=clock.today())
    for found, held in shared.items():
        for first, second in combinations(sorted(held), 2):
            if newly[found] & {first, second} and not kinship.in_one_line(first, second):
                yield first, second, found


def _write(collisions: Sequence[Collision], fresh: Sequence[IndexEntry]) -> list[Conflict]:
    now, made_with = clock.now(), key_id()
    records = index.newest_records({found for _, _, found in collisions})
    records |= {(entry.token, entry.agency_id): (entry.record_kind, entry.record_id) for entry in fresh}
    conflicts, sides, notices = [], [], []
    for first, second, found in collisions:
        conflict = Conflict(token=found, key_id=made_with, first_id=first, second_id=second, raised_at=now)
        conflict.number = f"D-{ids.spoken(conflict.pk)}"
        conflicts.append(conflict)
        for agency_id in (first, second):
            kind, record_id = records[found, agency_id]
            sides.append(
                ConflictSide(
                    agency_id=agency_id,
                    conflict=conflict,
                    is_first=agency_id == first,
                    record_kind=kind,
                    record_id=record_id,
                )
            )
            notices.append(Notice(agency_id=agency_id, conflict=conflict, told_at=now))
    Conflict.objects.bulk_create(conflicts)
    ConflictSide.objects.bulk_create(sides)
    Notice.objects.bulk_create(notices)
    tell(list(_told(sides)))
    return conflicts


def _told(sides: Sequence[ConflictSide]) -> Iterator[Told]:
    """Give what each agency is told: of its one conflict, or of the first of so many."""
    own: dict[UUID, list[UUID]] = defaultdict(list)
    for side in sides:
        own[side.agency_id].append(side.conflict_id)
    for agency_id, raised in own.items():
        yield Told(agency_id, NoticeKind.CONFLICT_RAISED, "deconfliction.conflict", raised[0], count=len(raised))
