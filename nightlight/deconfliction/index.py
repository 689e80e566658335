"""The index itself: adding entries, and finding who holds a token."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import connection

from nightlight.deconfliction.interests import Interest
from nightlight.deconfliction.kinds import policy_on
from nightlight.deconfliction.models import IndexEntry
from nightlight.deconfliction.tokens import key_id, token
from nightlight.foundation import clock
from nightlight.foundation.bulk import insert, unsaved
from nightlight.identifiers.kinds import Identifier

LOCKS = 0x4E4C0001
"""The class of our advisory locks on PostgreSQL; the second number is the bucket."""

Record = tuple[str, UUID]


def tokens_of(identifiers: Collection[Identifier]) -> dict[Identifier, str]:
    """Return the token of each identifier that the policy in force lets into the index."""
    policy = policy_on(clock.today())
    return {identifier: token(identifier) for identifier in set(identifiers) if policy.checks(identifier)}


def add(interests: Sequence[Interest], tokens: dict[Identifier, str]) -> list[IndexEntry]:
    """Write the entries that are not there yet, under lock until the transaction ends; return them.

    A record is one agency's: entered for another, it leaves the index for the one that handed it on. Otherwise a
    transferred report would be in conflict with itself.
    """
    wanted = _entries(interests, tokens)
    if not wanted:
        return []
    _lock(tokens.values())
    known = IndexEntry.objects.unscoped(because="an interest that is in the index already is not written twice")
    owners = {record_id: agency_id for agency_id, _, record_id in wanted}
    there = known.filter(record_id__in=owners)
    handed_on = []
    for pk, agency_id, found, record_id in there.values_list("pk", "agency_id", "token", "record_id"):
        wanted.pop((agency_id, found, record_id), None)
        if agency_id != owners[record_id]:
            handed_on.append(pk)
    if handed_on:
        known.filter(pk__in=handed_on).delete()
    entries = list(wanted.values())
    insert(entries)
    return entries


def withdraw(record_kind: str, records: Collection[UUID]) -> int:
    """Take every entry of some records out of the index, inside the act that is running; return how many there were.

    Conflicts that were raised stay: both sides were told, and what they were told is not unsaid.
    """
    entries = IndexEntry.objects.unscoped(because="a record that may not be in the index leaves it, whoever entered it")
    return entries.filter(record_kind=record_kind, record_id__in=list(records)).delete()[0]


def _entries(interests: Sequence[Interest], tokens: dict[Identifier, str]) -> dict[tuple[UUID, str, UUID], IndexEntry]:
    made_with, now = key_id(), clock.now()
    return {
        (interest.agency_id, found, interest.record_id): unsaved(
            IndexEntry,
            recorded_at=now,
            agency_id=interest.agency_id,
            token=found,
            key_id=made_with,
            standing=interest.standing.value,
            record_kind=interest.record_kind,
            record_id=interest.record_id,
        )
        for interest in interests
        if (found := tokens.get(interest.identifier))
    }


def _lock(tokens: Collection[str]) -> None:
    """Let one transaction at a time register a token.

    Two agencies that register the same identifier at once would each look before the other's entry is committed, and
    nobody would learn of the match. So a registration holds a lock on the bucket (first byte) of each of its tokens
    until it commits; the second one waits, and then reads what the first wrote. Always in the same order, so that
    registrations cannot wait for each other in a ring. SQLite has one writer at a time and needs no lock.
    """
    if connection.vendor == "postgresql":
        buckets = sorted({int(held[:2], 16) for held in tokens})
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, bucket) FROM unnest(%s::int[]) bucket", [LOCKS, buckets])


def holders(tokens: Collection[str]) -> dict[str, set[UUID]]:
    """Return the agencies that hold each token; one query, answered from the index `entry_by_token` alone."""
    held: dict[str, set[UUID]] = defaultdict(set)
    everyone = IndexEntry.objects.unscoped(because="who holds a token is asked of all agencies; no record is read")
    for found, agency_id in everyone.filter(token__in=tokens).values_list("token", "agency_id").distinct():
        held[found].add(agency_id)
    return held


def newest_records(tokens: Collection[str]) -> dict[tuple[str, UUID], Record]:
    """Return the newest record in which each agency holds each token, for the sides of a conflict."""
    everyone = IndexEntry.objects.unscoped(because="each side of a conflict points to its own agency's record")
    rows = everyone.filter(token__in=tokens).order_by("pk")
    return {
        (found, agency_id): (kind, record_id)
        for found, agency_id, kind, record_id in rows.values_list("token", "agency_id", "record_kind", "record_id")
    }
