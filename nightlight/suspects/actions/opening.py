"""Opening: a run, which gives its recipient's receipt; and a name, which is a dissemination (28 CFR 23.20(e), (g))."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.acts import act, over_many
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.investigations.lifecycle import SubjectStatus
from nightlight.operations.standing import lineage, parents
from nightlight.suspects.lifecycle import NominationStatus
from nightlight.suspects.models import (
    Dissemination,
    Nomination,
    ReceiptKind,
    Run,
    RunLine,
    RunReceipt,
    RunRecipient,
    Share,
)
from nightlight.suspects.rules import require_reason

CASE_LETTERS = 60
CLOSED = "This name is not shared: its nomination has ended, its subject was cleared, or its agency shares none."


@dataclass(frozen=True, slots=True)
class Opened:
    """A name that was opened, with the labels that travel with it. It is shown once and kept nowhere."""

    line: RunLine
    name: str
    activity: str
    nomination: Nomination
    agency: Agency


@act("suspect.run_opened", needs=Permission.SUSPECT_READ)
def open_run(run: Run, *, by: Actor) -> Run:
    """Write down that somebody opened a run; the first time, it is the receipt of the agency that it was sent to."""
    line = lineage(by.agency_id, parents(on=clock.today()))
    sent = RunRecipient.objects.visible_to(by).filter(run=run, agency__in=line).first()
    if sent is not None:
        receipt = RunReceipt(agency_id=sent.agency_id, recipient=sent, kind=ReceiptKind.OPENED, by_user_id=by.pk)
        receipt.at = clock.now()
        RunReceipt.objects.bulk_create([receipt], ignore_conflicts=True)
    return run


def _asked(opened: Opened) -> Mapping[str, Any]:
    return {"nomination": opened.line.number, "nominated_by": str(opened.line.nominated_by_id)}


@act("suspect.name_opened", needs=Permission.SUSPECT_OPEN, each=_asked)
def open_name(line: RunLine, *, by: Actor, because: str, for_case: str) -> Opened:
    """Open the name of one entry, for a stated reason and case. Raises RuleRefusal where it is not shared any more."""
    [opened] = _open([line], by=by, because=because, for_case=for_case)
    return opened


@over_many("suspect.names_taken_along", needs=Permission.SUSPECT_OPEN)
def open_names(lines: Sequence[RunLine], *, by: Actor, because: str, for_case: str) -> list[Opened]:
    """Open the names of entries to take a list along: those that are shared still; the others stay closed."""
    return _open(lines, by=by, because=because, for_case=for_case, leave_closed=True)


def _open(
    lines: Sequence[RunLine], *, by: Actor, because: str, for_case: str, leave_closed: bool = False
) -> list[Opened]:
    said, case = require_reason(because), for_case.strip()
    if not case or len(case) > CASE_LETTERS:
        raise RuleRefusal(f"Name the case that needs it, in {CASE_LETTERS} letters at most; nothing was opened.")
    everyone = Nomination.objects.unscoped(because="a name is opened through the entry that was shared with the reader")
    asked = everyone.filter(pk__in=[line.nomination_id for line in lines]).select_related("subject", "agency")
    nominations = {one.pk: one for one in asked}
    shared = [line for line in lines if line.place and _is_shared(nominations[line.nomination_id])]
    if len(shared) < len(lines) and not leave_closed:
        raise RuleRefusal(f"{CLOSED} Call its agency; nothing was opened.")
    Dissemination.objects.bulk_create(
        [_given(line, nominations[line.nomination_id].agency_id, by, said, case) for line in shared]
    )
    return [_opened(line, nominations) for line in shared]


def _given(line: RunLine, agency: UUID, by: Actor, because: str, case: str) -> Dissemination:
    made = Dissemination(agency_id=agency, nomination_id=line.nomination_id, run_id=line.run_id, by_user_id=by.pk)
    made.to_id, made.at, made.because, made.for_case = by.agency_id, clock.now(), because, case
    return made


def _is_shared(nomination: Nomination) -> bool:
    in_time = nomination.ends_on is not None and nomination.ends_on > clock.today()
    cleared = nomination.subject is not None and nomination.subject.status == SubjectStatus.CLEARED
    is_in_force = nomination.status == NominationStatus.IN_FORCE and in_time and not cleared
    return is_in_force and nomination.share == Share.NAME


def _opened(line: RunLine, nominations: Mapping[UUID, Nomination]) -> Opened:
    one = nominations[line.nomination_id]
    name = one.subject.name_as_given if one.subject else one.name_as_given
    return Opened(line, name, one.activity, one, one.agency)
