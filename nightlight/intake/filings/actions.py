"""What a provider's client does with a report that it hands in piece by piece, and what the worker clears away."""

import secrets
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.acts import act, creating
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.arriving import Reading, digest
from nightlight.intake.digesting import Digests
from nightlight.intake.filings.documents import read_details, read_report
from nightlight.intake.filings.lifecycle import LIFECYCLE
from nightlight.intake.filings.reading import reading_of
from nightlight.intake.filings.refusals import DocumentInvalid, FilingGone, NoSuchFile, TooMany
from nightlight.intake.filings.rules import lapses_at, rules
from nightlight.intake.formats.limits import MAX_BYTES
from nightlight.intake.lifting import fit
from nightlight.intake.models import FiledFile, Filing, Submission
from nightlight.intake.models.filings import LARGEST_NUMBER
from nightlight.intake.stills.perceiving import Perceived

SMALLEST_NUMBER = 10**12
"""Longer than any number of the national clearing house, so that the two are never mistaken for each other."""

A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PassedBy:
    """A file that was uploaded, as far as anything of it stays: name and type as given, digests."""

    name: str
    declared_type: str
    digests: Digests
    perceived: Perceived


def _numbered(filing: Filing) -> Mapping[str, Any]:
    return {"number": filing.number}


@creating("filing.opened", needs=Permission.SUBMISSION_SEND, each=_numbered)
def open_filing(raw: bytes, *, by: Actor, into: Agency) -> Filing:
    """Open a filing with its report document, for the agency that will receive the report.

    Its number is random, so that nobody guesses another's. Raises DocumentMalformed and DocumentInvalid for the
    document, TooMany for a provider that opens too many at once.
    """
    _require_room(by)
    read_report(raw)
    now = clock.now()
    return Filing.objects.create(
        agency=into,
        sent_by_id=by.agency_id,
        number=SMALLEST_NUMBER + secrets.randbelow(LARGEST_NUMBER - SMALLEST_NUMBER),
        sha256=digest((raw,)),
        deflated=zlib.compress(raw, level=1),
        documents_bytes=len(raw),
        opened_at=now,
        changed_at=now,
    )


def _require_room(by: Actor) -> None:
    limits = rules()
    mine = Filing.objects.visible_to(by).filter(sent_by=by.agency_id)
    if mine.open().count() >= limits.open_at_once:
        raise TooMany(f"{limits.open_at_once:,} reports are open. Finish or retract some first; nothing was changed.")
    recent = mine.filter(opened_at__gt=clock.now() - A_MINUTE).count()
    if recent >= limits.opened_per_minute:
        raise TooMany(f"{recent:,} reports were opened within a minute. Wait a minute; nothing was changed.")


def _file_id(file: FiledFile) -> Mapping[str, Any]:
    return {"file": file.file_id, "sha256": file.sha256}


@act("filing.file_added", needs=Permission.SUBMISSION_SEND, each=_file_id)
def add_file(filing: Filing, *, by: Actor, file: PassedBy) -> FiledFile:
    """Write down a file that was uploaded to an open filing. Raises IllegalMove, FilingGone and TooMany."""
    _require_open("add_a_file", filing)
    position, most = FiledFile.objects.visible_to(by).filter(filing=filing).count(), rules().files_per_filing
    if position >= most:
        raise TooMany(f"A report takes {most:,} files. Finish it and report the rest in another; nothing was changed.")
    added = FiledFile.objects.create(
        filing=filing,
        position=position,
        file_id=_new_file_id(),
        name=fit(file.name, 255),
        declared_type=fit(file.declared_type, 100),
        size_bytes=file.digests.size_bytes,
        md5=file.digests.md5,
        sha1=file.digests.sha1,
        sha256=file.digests.sha256,
        pdq=file.perceived.pdq,
        pdq_quality=file.perceived.quality,
        uploaded_at=clock.now(),
    )
    _touch(filing)
    return added


def _new_file_id() -> str:
    """Return 32 random hexadecimal digits. The first is a letter: some clients take digits alone for a number."""
    return secrets.choice("abcdef") + secrets.token_hex(16)[1:]


@act("filing.file_described", needs=Permission.SUBMISSION_SEND, each=_file_id)
def describe_file(filing: Filing, *, by: Actor, raw: bytes) -> FiledFile:
    """Keep what the client says of a file of an open filing; said again, the later document stands.

    Raises DocumentMalformed, DocumentInvalid, NoSuchFile, IllegalMove and FilingGone.
    """
    _require_open("describe_a_file", filing)
    told = read_details(raw)
    if told.report_id != str(filing.number):
        raise DocumentInvalid("The document names another report. Nothing was changed.")
    file = FiledFile.objects.visible_to(by).filter(filing=filing, file_id=told.file_id).first()
    if file is None:
        raise NoSuchFile
    filing.documents_bytes += len(raw) - file.details_bytes
    if filing.documents_bytes > MAX_BYTES:
        raise DocumentInvalid(
            f"With this document the report would have more than {MAX_BYTES:,} bytes of text. Nothing was changed.",
            "oversize",
        )
    file.details_deflated, file.details_bytes = zlib.compress(raw, level=1), len(raw)
    file.save(update_fields=["details_deflated", "details_bytes"])
    _touch(filing)
    return file


def _submitted(filing: Filing) -> Mapping[str, Any]:
    return {"number": filing.number, "submission": str(filing.submission_id)}


@act("filing.finished", needs=Permission.SUBMISSION_SEND, each=_submitted)
def finish(filing: Filing, *, by: Actor, carried: Callable[[Reading], Submission]) -> Filing:
    """Let an open filing become a submission, exactly once; `carried` takes the reading down the road.

    All in one transaction, with the filing locked from the start: two that finish at once find one submission.
    Raises IllegalMove and FilingGone.
    """
    status = _require_open("finish", filing)
    files = FiledFile.objects.visible_to(by).filter(filing=filing)
    filing.submission = carried(reading_of(filing, list(files.order_by("position"))))
    files.update(details_deflated=None)
    return _ended(filing, status)


@act("filing.retracted", needs=Permission.SUBMISSION_SEND, each=_numbered)
def retract(filing: Filing, *, by: Actor) -> Filing:
    """Take an open filing back. Its documents and what is known of its files are gone; that it was is written down.

    Raises IllegalMove and FilingGone.
    """
    status = _require_open("retract", filing)
    FiledFile.objects.visible_to(by).filter(filing=filing).delete()
    return _ended(filing, status)


@act("filing.expired", needs=Permission.SUBMISSION_SEND, each=_numbered)
def expire(filing: Filing, *, by: Actor) -> Filing:
    """Clear a filing away that nobody changed for too long, as `retract` would. Raises RuleRefusal for any other."""
    status = LIFECYCLE.after("expire", filing.status)
    if lapses_at(filing) > clock.now():
        raise RuleRefusal("This report has not been left unfinished for long enough to expire; nothing was changed.")
    FiledFile.objects.visible_to(by).filter(filing=filing).delete()
    return _ended(filing, status)


def _require_open(move: str, filing: Filing) -> str:
    """Return the status after a move. What has lapsed is gone already, whether or not it was cleared away."""
    status = LIFECYCLE.after(move, filing.status)
    if lapses_at(filing) <= clock.now():
        raise FilingGone
    return status


def _touch(filing: Filing) -> None:
    filing.changed_at = clock.now()
    filing.save(update_fields=["changed_at", "documents_bytes"])


def _ended(filing: Filing, status: str) -> Filing:
    filing.status, filing.deflated, filing.ended_at = status, None, clock.now()
    filing.save(update_fields=["status", "deflated", "ended_at", "submission"])
    return filing
