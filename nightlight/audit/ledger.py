"""Writes acts down. The acts of the ground floor find it by the setting ACT_LEDGER."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import models, transaction

from nightlight.audit import chain
from nightlight.audit.models import ChainHead, Entry, Outcome
from nightlight.foundation import clock
from nightlight.foundation.acts import Details
from nightlight.foundation.bulk import insert, unsaved
from nightlight.foundation.sealed import Actor


class DatabaseLedger:
    """Appends to the chain of the actor's agency, inside the transaction that is running."""

    def done(self, act: str, entries: Sequence[tuple[models.Model, Details]], *, by: Actor) -> None:
        """Write one entry per record."""
        self._append(act, [(_kind(record), record.pk, details) for record, details in entries], Outcome.DONE, by)

    def refused(self, act: str, on: models.Model | None, *, by: Actor, code: str) -> None:
        """Write down a refusal, with the id that was tried and nothing of what it held."""
        kind, pk = (_kind(on), on.pk) if on is not None else ("", None)
        self._append(act, [(kind, pk, {"code": code})], Outcome.REFUSED, by)

    def _append(self, act: str, about: Sequence[tuple[str, UUID | None, Details]], outcome: Outcome, by: Actor) -> None:
        if not about:
            return
        with transaction.atomic(savepoint=False):
            head = _locked_head(by.agency_id)
            at = clock.now()
            rows = []
            for kind, pk, details in about:
                head.length += 1
                content: dict[str, Any] = {
                    "agency_id": by.agency_id,
                    "position": head.length,
                    "at": at,
                    "actor_id": by.pk,
                    "act": act,
                    "on_kind": kind,
                    "on_id": pk,
                    "outcome": outcome.value,
                    "details": details,
                    "previous": head.digest,
                }
                head.digest = chain.digest(**content)
                rows.append(unsaved(Entry, **content, digest=head.digest))
            insert(rows)
            head.save(update_fields=["length", "digest"])


def _locked_head(agency_id: UUID) -> ChainHead:
    heads = ChainHead.objects.select_for_update()
    if head := heads.filter(agency_id=agency_id).first():
        return head
    ChainHead.objects.get_or_create(agency_id=agency_id)
    return heads.get(agency_id=agency_id)


def _kind(record: models.Model) -> str:
    return record._meta.label_lower  # noqa: SLF001 - Django's documented way to a model's name
