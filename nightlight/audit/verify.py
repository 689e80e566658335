"""Proof that nothing was altered: walks every chain and reports what does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from nightlight.audit import chain
from nightlight.audit.models import GENESIS, ChainHead, Entry


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a chain."""

    agency_id: UUID
    position: int
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk over all chains found."""

    entries: int
    chains: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether every chain is whole."""
        return not self.findings


def verify() -> Verdict:
    """Walk every chain in constant memory and return the verdict.

    Finds an entry that was altered (its digest no longer fits), removed (a gap), moved or inserted (the link to the
    one before does not fit), and entries cut off at the end (the head knows more).
    """
    heads = {head.agency_id: head for head in ChainHead.objects.all()}
    everything = Entry.objects.unscoped(because="audit verify walks every chain")
    found: list[Finding] = []
    counted = 0
    chains = set(heads) | set(everything.order_by().values_list("agency_id", flat=True).distinct())
    for agency_id in sorted(chains):
        entries = everything.filter(agency_id=agency_id).order_by("position").iterator(chunk_size=2000)
        length, last, findings = _walk(agency_id, entries)
        counted += length
        found += findings
        head = heads.get(agency_id)
        if head is None:
            found.append(Finding(agency_id, 0, "the chain has entries but no head"))
        elif (head.length, head.digest) != (length, last):
            found.append(Finding(agency_id, head.length, "the head does not agree with the last entry"))
    return Verdict(counted, len(chains), tuple(found))


def _walk(agency_id: UUID, entries: Iterator[Entry]) -> tuple[int, str, list[Finding]]:
    findings: list[Finding] = []
    previous, counted = GENESIS, 0
    for expected, entry in enumerate(entries, start=1):
        counted += 1
        if entry.position != expected:
            findings.append(Finding(agency_id, entry.position, f"expected place {expected}: an entry is missing"))
            return counted, entry.digest, findings
        if entry.previous != previous:
            findings.append(Finding(agency_id, entry.position, "the link to the entry before does not fit"))
        if entry.digest != chain.digest(
            previous=entry.previous,
            agency_id=entry.agency_id,
            position=entry.position,
            at=entry.at,
            actor_id=entry.actor_id,
            act=entry.act,
            on_kind=entry.on_kind,
            on_id=entry.on_id,
            outcome=entry.outcome,
            details=entry.details,
        ):
            findings.append(Finding(agency_id, entry.position, "the content does not fit its digest"))
        previous = entry.digest
    return counted, previous, findings
