"""Writes acts down. The acts of the ground floor find it by the setting ACT_LEDGER."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import models, transaction

from nightlight.audit import chain
from nightlight.audit.models import ChainHead, Entry, Outcome
from nightlight.foundation import clock
from nightlight.foundation.acts import Details, Done, kind_of
from nightlight.foundation.bulk import insert, unsaved
from nightlight.foundation.sealed import Actor

About = tuple[Actor, str, str, UUID | None, Details]
"""Who did it, the act, the kind and id of the record, and what else is written down."""


class DatabaseLedger:
    """Appends to the chains of the actors' agencies, inside the transaction that is running."""

    def done(self, entries: Sequence[Done]) -> None:
        """Write one entry per record, in their order; of several chains, always the same one is locked first."""
        about: list[About] = [(each.by, each.act, each.kind, each.on, each.details) for each in entries]
        about.sort(key=lambda each: str(each[0].agency_id))  # which keeps the order within a chain
        for agency_id, own in groupby(about, key=lambda each: each[0].agency_id):
            _append(agency_id, list(own), Outcome.DONE)

    def refused(self, act: str, on: models.Model | None, *, by: Actor, code: str) -> None:
        """Write down a refusal, with the id that was tried and nothing of what it held."""
        kind, pk = (kind_of(on), on.pk) if on is not None else ("", None)
        _append(by.agency_id, [(by, act, kind, pk, {"code": code})], Outcome.REFUSED)


def _append(agency_id: UUID, about: Sequence[About], outcome: Outcome) -> None:
    with transaction.atomic(savepoint=False):
        head = _locked_head(agency_id)
        at, length, before = clock.now(), head.length, head.digest
        rows = []
        for by, act, kind, pk, details in about:
            length += 1
            content: dict[str, Any] = {
                "agency_id": agency_id,
                "position": length,
                "at": at,
                "actor_id": by.pk,
                "act": act,
                "on_kind": kind,
                "on_id": pk,
                "outcome": outcome.value,
                "details": details,
                "previous": before,
            }
            before = chain.digest(**content)
            rows.append(unsaved(Entry, **content, digest=before))
        insert(rows)
        head.length, head.digest = length, before
        head.save(update_fields=["length", "digest"])


def _locked_head(agency_id: UUID) -> ChainHead:
    heads = ChainHead.objects.select_for_update()
    if head := heads.filter(agency_id=agency_id).first():
        return head
    ChainHead.objects.get_or_create(agency_id=agency_id)
    return heads.get(agency_id=agency_id)
