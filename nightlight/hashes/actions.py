"""What people do with known hashes: bring lists in, take them back, say that a digest was wrongly listed."""

from collections.abc import Mapping, Sequence
from typing import Any

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.acts import act, creating
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.hashes import journal
from nightlight.hashes.admitting import stopped_import
from nightlight.hashes.asked import Asked
from nightlight.hashes.comparing import Others, changes
from nightlight.hashes.formats.values import Record
from nightlight.hashes.models import (
    ChangeKind,
    Deconfirmation,
    HashImport,
    HashList,
    ImportStatus,
    Licence,
    ListedHash,
    Trust,
)
from nightlight.hashes.survey import Survey
from nightlight.hashes.writing import write


def _counts(brought: HashImport) -> Mapping[str, Any]:
    return {"position": brought.position, "added": brought.added, "taken_back": brought.taken_back}


@creating("hash_list.added", needs=Permission.HASH_MANAGE)
def add_list(
    *,
    by: Actor,
    agency: Agency,
    name: str,
    scheme: str,
    owner: str = "",
    purpose: str = "",
    trust: Trust = Trust.NOT_STATED,
    licence: Licence = Licence.OWN_AGENCY,
) -> HashList:
    """Make an empty list that an agency holds. Raises RuleRefusal for an agency that the actor does not speak for."""
    if not Agency.objects.filter(by.sees("pk"), pk=agency.pk).exists():
        raise RuleRefusal("A list is held by one's own agency, or by one under it. Nothing was changed.")
    if not name.strip() or not scheme.strip():
        raise RuleRefusal("A list needs a name, and the scheme in which it classifies. Nothing was changed.")
    if HashList.objects.visible_to(by).filter(agency=agency, name=name.strip()).exists():
        raise RuleRefusal("The agency holds a list of this name already. Nothing was changed.")
    added = HashList.objects.create(
        agency=agency,
        name=name.strip(),
        owner=owner.strip(),
        purpose=purpose.strip(),
        trust=trust.value,
        licence=licence.value,
        scheme=scheme.strip(),
    )
    journal.list_added(added, by=by)
    return added


@act("hash_import.begun", needs=Permission.HASH_MANAGE, each=lambda brought: {"import": str(brought.pk)})
def begin_import(
    into: HashList, *, by: Actor, source: str, survey: Survey, version: str = "", scheme: str = ""
) -> HashImport:
    """Begin to bring a surveyed file into a list, or go on where the same file stopped.

    The codes mean what `scheme` says, else what the file says, else what the list's codes mean. Raises RuleRefusal
    where the list is withdrawn or another's, and where the file is there already.
    """
    _require_holder(into, by)
    if there := stopped_import(into, by=by, sha256=survey.sha256):
        return there
    return HashImport.objects.create(
        list=into,
        number=HashImport.objects.visible_to(by).filter(list=into).count() + 1,
        source=source[-300:],
        sha256=survey.sha256,
        format=survey.heading.format,
        scheme=scheme or survey.heading.scheme or into.scheme,
        version=(version or survey.heading.version)[:60],
        records=survey.records,
        findings=survey.findings_as_json(),
    )


@act("hash_import.continued", needs=Permission.HASH_MANAGE, each=_counts)
def continue_import(
    brought: HashImport, *, by: Actor, at: int, records: Sequence[Record], others: Others | None = None
) -> HashImport:
    """Write the records that stand after the first `at` of the file. Whole or not at all, with the place it came to.

    `others` is kept from stretch to stretch. Raises RuleRefusal where the import is not at that place: somebody else is
    at it, or it was withdrawn.
    """
    _require_holder(brought.list, by)
    if brought.position != at or brought.withdrawn_at or brought.status != ImportStatus.RUNNING:
        raise RuleRefusal("Somebody else went on with this import, or withdrew it. Look at its page, then try again.")
    found = changes(brought.list_id, brought.scheme, records, import_id=brought.pk, others=others)
    write(brought, found)
    brought.position += len(records)
    for name, count in found.counts().items():
        setattr(brought, name, getattr(brought, name) + count)
    if brought.position == brought.records:
        brought.status, brought.finished_at = ImportStatus.COMPLETE.value, clock.now()
        HashList.objects.visible_to(by).filter(pk=brought.list_id).update(version=brought.version)
        journal.import_changed(ChangeKind.IMPORT_COMPLETED, brought, by=by, at=brought.finished_at)
    brought.save()
    return brought


@act("hash_import.withdrawn", needs=Permission.HASH_MANAGE)
def withdraw_import(brought: HashImport, *, by: Actor, because: str) -> HashImport:
    """Take an import back as a whole, from this moment on and everywhere.

    What only it stated matches no more; what it replaced or took back holds again. One row changes.
    """
    _require_holder(brought.list, by)
    _require_reason(because)
    if brought.withdrawn_at:
        raise RuleRefusal("The import is withdrawn already. Nothing was changed.")
    brought.withdrawn_at, brought.withdrawn_because = clock.now(), because.strip()[:300]
    brought.save(update_fields=["withdrawn_at", "withdrawn_because"])
    journal.import_changed(ChangeKind.IMPORT_WITHDRAWN, brought, by=by, at=brought.withdrawn_at)
    return brought


@act("hash_list.withdrawn", needs=Permission.HASH_MANAGE)
def withdraw_list(listed: HashList, *, by: Actor, because: str) -> HashList:
    """Take a whole list back: none of its entries matches from this moment on."""
    _require_holder(listed, by)
    _require_reason(because)
    if listed.withdrawn_at:
        raise RuleRefusal("The list is withdrawn already. Nothing was changed.")
    listed.withdrawn_at, listed.withdrawn_because = clock.now(), because.strip()[:300]
    listed.save(update_fields=["withdrawn_at", "withdrawn_because"])
    journal.list_withdrawn(listed, by=by, at=listed.withdrawn_at)
    return listed


@act("listed_hash.withdrawn", needs=Permission.HASH_MANAGE)
def withdraw_entries(listed: HashList, *, by: Actor, source_ids: Sequence[str], because: str) -> HashList:
    """Take single entries of a list back, by the ids of their source. Raises RuleRefusal where one does not stand."""
    _require_holder(listed, by)
    _require_reason(because)
    standing = ListedHash.objects.visible_to(by).filter(list=listed, source_id__in=source_ids).standing()
    found = dict(standing.values_list("pk", "source_id"))
    if absent := sorted(set(source_ids) - set(found.values())):
        raise RuleRefusal(f"The list has no standing entry {absent[0]}. Nothing was changed.")
    rows = ListedHash.objects.visible_to(by).filter(pk__in=list(found))
    now = rows.moment_after()
    rows.update(withdrawn_at=now, withdrawn_by=None)
    journal.entries_withdrawn(listed, by=by, at=now)
    return listed


@act("hash_list.described", needs=Permission.HASH_MANAGE)
def describe_list(
    listed: HashList, *, by: Actor, owner: str | None = None, purpose: str | None = None, trust: Trust | None = None
) -> HashList:
    """Say otherwise who made a list, what for, or how much a match with it is worth; None leaves a thing as it is.

    It shows with every match from this moment on. How far a list may be shown is said once, when it is made: what was
    shown to others cannot be taken out of their reports by a word.
    """
    _require_holder(listed, by)
    said = {"owner": owner, "purpose": purpose, "trust": trust.value if trust else None}
    changed = {name: value.strip() for name, value in said.items() if value is not None}
    if not changed:
        raise RuleRefusal("Say what is otherwise: owner, purpose or trust. Nothing was changed.")
    for name, value in changed.items():
        setattr(listed, name, value)
    listed.save(update_fields=list(changed))
    return listed


@creating("digest.deconfirmed", needs=Permission.HASH_DECONFIRM)
def deconfirm(asked: Asked, *, by: Actor, because: str) -> Deconfirmation:
    """Say that a digest was wrongly listed: from now on it matches nothing, for anybody, and says why."""
    _require_reason(because)
    known = Deconfirmation.objects.visible_to(by).filter(agency=by.agency_id, taken_back_at=None)
    if known.filter(kind=asked.kind.value, digest=asked.digest).exists():
        raise RuleRefusal("Your agency has deconfirmed this digest already. Nothing was changed.")
    said = Deconfirmation.objects.create(
        agency_id=by.agency_id, by_id=by.pk, kind=asked.kind.value, digest=asked.digest, because=because.strip()[:300]
    )
    journal.digest_said(ChangeKind.DIGEST_DECONFIRMED, said, at=said.recorded_at)
    return said


@act("deconfirmation.taken_back", needs=Permission.HASH_DECONFIRM)
def take_back_deconfirmation(said: Deconfirmation, *, by: Actor, because: str) -> Deconfirmation:
    """Take a deconfirmation back: the digest matches again. Its own agency does, or whoever stands above it."""
    _require_reason(because)
    if not Agency.objects.filter(by.sees("pk"), pk=said.agency_id).exists():
        raise RuleRefusal("Another agency said so; ask them to take it back. Nothing was changed.")
    if said.taken_back_at:
        raise RuleRefusal("It is taken back already. Nothing was changed.")
    said.taken_back_at, said.taken_back_because = clock.now(), because.strip()[:300]
    said.save(update_fields=["taken_back_at", "taken_back_because"])
    journal.digest_said(ChangeKind.DECONFIRMATION_TAKEN_BACK, said, at=said.taken_back_at)
    return said


def _require_holder(listed: HashList, by: Actor) -> None:
    if not HashList.objects.visible_to(by).filter(pk=listed.pk).exists():
        raise NotFound
    if not Agency.objects.filter(by.sees("pk"), pk=listed.agency_id).exists():
        raise RuleRefusal("Another agency holds this list, and only they change it. Nothing was changed.")


def _require_reason(because: str) -> None:
    if not because.strip():
        raise RuleRefusal("Say why; it is kept and shown. Nothing was changed.")
