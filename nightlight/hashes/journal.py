"""Writes down that lists answer otherwise from now on, in the transaction of the act that changed them.

Only lists that every agency here may see count: no other is asked for an assessment.
"""

from datetime import datetime

from nightlight.foundation.sealed import Actor
from nightlight.hashes.models import ChangeKind, Deconfirmation, HashImport, HashList, ListChange


def list_added(listed: HashList, *, by: Actor) -> None:
    """Note that there is a list to ask at all, where this is the first."""
    if _is_shown(listed, by) and not _others(listed, by):
        _note(ChangeKind.LIST_ADDED, listed, listed.recorded_at, touches_everything=True)


def list_withdrawn(listed: HashList, *, by: Actor, at: datetime) -> None:
    """Note that a list answers no more."""
    if _is_shown(listed, by):
        _note(ChangeKind.LIST_WITHDRAWN, listed, at, touches_everything=not _others(listed, by))


def import_changed(kind: ChangeKind, brought: HashImport, *, by: Actor, at: datetime) -> None:
    """Note that an import is complete, or that it was withdrawn."""
    if _is_shown(brought.list, by):
        _note(kind, brought.list, at, hash_import=brought)


def entries_withdrawn(listed: HashList, *, by: Actor, at: datetime) -> None:
    """Note that the entries of a list whose moment of withdrawal is `at` answer no more."""
    if _is_shown(listed, by):
        _note(ChangeKind.ENTRIES_WITHDRAWN, listed, at)


def digest_said(kind: ChangeKind, said: Deconfirmation, *, at: datetime) -> None:
    """Note that a digest was deconfirmed, or that this was taken back."""
    ListChange.objects.create(agency_id=said.agency_id, kind=kind.value, deconfirmation=said, happened_at=at)


def _note(
    kind: ChangeKind,
    listed: HashList,
    at: datetime,
    *,
    hash_import: HashImport | None = None,
    touches_everything: bool = False,
) -> None:
    ListChange.objects.create(
        agency_id=listed.agency_id,
        kind=kind.value,
        list=listed,
        hash_import=hash_import,
        touches_everything=touches_everything,
        happened_at=at,
    )


def _is_shown(listed: HashList, by: Actor) -> bool:
    return HashList.objects.visible_to(by).shown_to_every_agency().filter(pk=listed.pk).exists()


def _others(listed: HashList, by: Actor) -> bool:
    return HashList.objects.visible_to(by).standing().shown_to_every_agency().exclude(pk=listed.pk).exists()
