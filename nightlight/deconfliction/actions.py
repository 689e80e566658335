"""What people and the floors above do: register interests, ask, acknowledge, settle."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.deconfliction import index
from nightlight.deconfliction.interests import Answer, Interest, Party, Verdict
from nightlight.deconfliction.lifecycle import LIFECYCLE, ConflictOutcome, ConflictStatus, Way
from nightlight.deconfliction.models import Conflict, ConflictSide, Notice, PointerQuery
from nightlight.deconfliction.raising import raise_conflicts
from nightlight.foundation import clock
from nightlight.foundation.acts import act, creating, over_many
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.identifiers.kinds import Identifier

BATCH = 500


def _counts(query: PointerQuery) -> Mapping[str, Any]:
    return {"identifiers": query.identifiers, "entries": query.entries, "matches": query.matches}


@creating("conflict.raised", needs=Permission.DECONFLICT_CHECK)
def register(interests: Sequence[Interest], *, by: Actor) -> list[Conflict]:
    """Enter interests into the index and return the conflicts that this raises; both sides of each are told.

    Interests that are there already, and identifiers that the policy in force does not check, are left out. Written
    down are one entry for the batch, with counts, and one for each conflict. The index stays locked for these
    identifiers until the transaction ends: hand over everything in one call (up to some ten thousand interests), and
    before the transaction writes anything else that another could wait for.

    Whose interest it is, the caller says (a report may be registered for the agency it is routed to). What comes back
    is for the caller to act on; what a person may see of it comes from `reading`.
    """
    if not interests:
        return []
    tokens = index.tokens_of([interest.identifier for interest in interests])
    entries = index.add(interests, tokens)
    conflicts = raise_conflicts(entries) if entries else []
    _write_registration(by=by, identifiers=len(tokens), entries=len(entries), matches=len(conflicts))
    return conflicts


@creating("interests.registered", needs=Permission.DECONFLICT_CHECK)
def _write_registration(*, by: Actor, identifiers: int, entries: int, matches: int) -> PointerQuery:
    return PointerQuery.objects.create(
        agency_id=by.agency_id,
        asked_by_id=by.pk,
        way=Way.REGISTRATION.value,
        identifiers=identifiers,
        entries=entries,
        matches=matches,
    )


@creating("index.checked", needs=Permission.DECONFLICT_CHECK, each=_counts)
def check(identifiers: Sequence[Identifier], *, by: Actor, because: str) -> PointerQuery:
    """Ask which other agencies hold these identifiers; the answers stand on the query, in the order asked.

    Every other agency is named, also one that stands above or under the asker's: a check answers a person who is
    about to act. Nothing is entered and nobody is told. Raises RuleRefusal without a reason.
    """
    if not because.strip():
        raise RuleRefusal("A check needs a reason. Say what it is for; nothing was asked.")
    tokens = index.tokens_of(identifiers)
    held = index.holders(tokens.values())
    others = {found: agencies - {by.agency_id} for found, agencies in held.items()}
    parties = _parties(set().union(*others.values()))
    query = PointerQuery.objects.create(
        agency_id=by.agency_id,
        asked_by_id=by.pk,
        way=Way.CHECK.value,
        identifiers=len(tokens),
        matches=sum(1 for agencies in others.values() if agencies),
    )
    query.answers = tuple(
        Answer(identifier, Verdict.NOT_CHECKED)
        if identifier not in tokens
        else _answer(identifier, [parties[agency_id] for agency_id in others.get(tokens[identifier], ())])
        for identifier in identifiers
    )
    return query


def _parties(agency_ids: set[UUID]) -> dict[UUID, Party]:
    rows = Agency.objects.filter(pk__in=agency_ids).values_list("pk", "name", "contact", "telephone")
    return {pk: Party(name, contact, telephone) for pk, name, contact, telephone in rows}


def _answer(identifier: Identifier, parties: list[Party]) -> Answer:
    by_name = tuple(sorted(parties, key=lambda party: party.agency))
    return Answer(identifier, Verdict.CONFLICT if parties else Verdict.CLEAR, by_name)


@act("conflict.acknowledged", needs=Permission.CONFLICT_ANSWER)
def acknowledge(conflict: Conflict, *, by: Actor, on_behalf_of: Agency | None = None) -> Conflict:
    """Acknowledge a conflict for one's own side, or, from above (a watch desk on the telephone), for another's.

    Raises RuleRefusal when the agency is not a side, is not the actor's to answer for, or has acknowledged already.
    """
    agency_id = on_behalf_of.pk if on_behalf_of else by.agency_id
    if agency_id not in (conflict.first_id, conflict.second_id):
        raise RuleRefusal(
            "This agency is not one of the two sides. Say for which side you answer; nothing was changed."
        )
    if not Agency.objects.filter(by.sees("pk"), pk=agency_id).exists():
        raise RuleRefusal("You answer for your own side only. Call the other side; nothing was changed.")
    now = clock.now()
    side = ConflictSide.objects.unscoped(
        because="who answers for the side was asked just above; its record is not read"
    )
    waiting = side.filter(conflict=conflict, agency_id=agency_id, acknowledged_at=None)
    if not waiting.update(acknowledged_at=now, acknowledged_by_id=by.pk):
        raise RuleRefusal("This side has acknowledged the conflict already; nothing was changed.")
    told = Notice.objects.unscoped(because="whoever acknowledges a conflict has read the notice of it")
    told.filter(conflict=conflict, agency_id=agency_id, read_at=None).update(read_at=now)
    move = "acknowledge_first" if conflict.status == ConflictStatus.OPEN else "acknowledge_second"
    conflict.status = LIFECYCLE.after(move, conflict.status)
    conflict.save(update_fields=["status"])
    return conflict


@act("conflict.settled", needs=Permission.CONFLICT_ANSWER)
def settle(conflict: Conflict, *, by: Actor, outcome: ConflictOutcome) -> Conflict:
    """Record how a conflict ended. Raises RuleRefusal until both sides have acknowledged it."""
    if conflict.status in {ConflictStatus.OPEN, ConflictStatus.ACKNOWLEDGED_BY_ONE}:
        raise RuleRefusal(
            "A conflict is settled only after both sides have acknowledged it. Acknowledge it for your side, or call "
            "the other side and ask them to; nothing was changed."
        )
    conflict.status = LIFECYCLE.after("settle", conflict.status)
    conflict.outcome, conflict.settled_at, conflict.settled_by_id = outcome.value, clock.now(), by.pk
    conflict.save(update_fields=["status", "outcome", "settled_at", "settled_by"])
    return conflict


@over_many("notice.read", needs=Permission.CONFLICT_READ)
def mark_read(notices: Sequence[Notice], *, by: Actor) -> list[Notice]:
    """Mark notices of one's own agency as read; those that were read before keep their moment."""
    now = clock.now()
    fresh = [notice for notice in notices if notice.read_at is None]
    for notice in fresh:
        notice.read_at = now
    Notice.objects.visible_to(by).bulk_update(fresh, ["read_at"], batch_size=BATCH)
    return list(notices)
