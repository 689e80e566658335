"""Writes acts down. The acts of the ground floor find it by the setting ACT_LEDGER."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import models, transaction

from nightlight.audit import chain
from nightlight.audit.models import ChainHead, Entry, Outcome
from nightlight.foundation import clock
from nightlight.foundation.acts import Details, Done, kind_of
from nightlight.foundation.bulk import insert, unsaved, write_back
from nightlight.foundation.sealed import Actor

About = tuple[Actor, str, str, UUID | None, Details]
"""Who did it, the act, the kind and id of the record, and what else is written down."""


class DatabaseLedger:
    """Appends to the chains of the actors' agencies, inside the transaction that is running."""

    def done(self, entries: Sequence[Done]) -> None:
        """Write one entry per record, in their order; of several chains, always the same one is locked first."""
        _append([(each.by, each.act, each.kind, each.on, each.details) for each in entries], Outcome.DONE)

    def refused(self, act: str, on: models.Model | None, *, by: Actor, code: str) -> None:
        """Write down a refusal, with the id that was tried and nothing of what it held."""
        kind, pk = (kind_of(on), on.pk) if on is not None else ("", None)
        _append([(by, act, kind, pk, {"code": code})], Outcome.REFUSED)


def _append(about: Sequence[About], outcome: Outcome) -> None:
    if not about:
        return
    with transaction.atomic(savepoint=False):
        heads = _locked_heads({by.agency_id for by, *_ in about})
        at, rows = clock.now(), []
        for by, act, kind, pk, details in about:
            head = heads[by.agency_id]
            content: dict[str, Any] = {
                "agency_id": head.agency_id,
                "position": head.length + 1,
                "at": at,
                "actor_id": by.pk,
                "act": act,
                "on_kind": kind,
                "on_id": pk,
                "outcome": outcome.value,
                "details": details,
                "previous": head.digest,
            }
            head.length, head.digest = head.length + 1, chain.digest(**content)
            rows.append(unsaved(Entry, **content, digest=head.digest))
        insert(rows)
        write_back(list(heads.values()), "length", "digest")


def _locked_heads(agencies: set[UUID]) -> dict[UUID, ChainHead]:
    """Return where the chains stand, locked one after the other in the order of their ids; new ones are begun."""
    standing = ChainHead.objects.select_for_update().filter(pk__in=agencies).order_by("pk")
    heads = {head.agency_id: head for head in standing}
    if len(heads) == len(agencies):
        return heads
    for agency_id in sorted(agencies - heads.keys()):
        ChainHead.objects.get_or_create(agency_id=agency_id)
    return {head.agency_id: head for head in standing.all()}
