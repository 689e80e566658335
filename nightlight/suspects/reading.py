"""What the pages about runs read: the list with what became of its entries, recipients with receipts, changes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nightlight.foundation import clock
from nightlight.foundation.refusals import NotFound
from nightlight.foundation.sealed import Actor
from nightlight.investigations.lifecycle import SubjectStatus
from nightlight.suspects.differences import Differences, differences
from nightlight.suspects.digest import digest_of, whole
from nightlight.suspects.lifecycle import NominationStatus
from nightlight.suspects.models import Held, Nomination, ReceiptKind, Run, RunLine, RunReceipt, RunRecipient, Share

PAGE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the list, and what became of it since: in force still, ended, or cleared."""

    line: RunLine
    since: str
    may_be_opened: bool


@dataclass(frozen=True, slots=True)
class Recipient:
    """An agency that a run was reported to: when it lay ready there, and who opened it first."""

    name: str
    delivered_at: datetime | None
    opened_at: datetime | None
    opened_by: str
    """Empty where the reader does not see that agency's people."""


@dataclass(frozen=True, slots=True)
class RunPage:
    """Everything that the page of one run shows."""

    run: Run
    entries: tuple[Entry, ...]
    kept_off: tuple[RunLine, ...]
    considered: int
    recipients: tuple[Recipient, ...]
    changes: Differences
    is_whole: bool


def run_of(actor: Actor, pk: UUID) -> Run:
    """Return one run. Raises NotFound."""
    found = Run.objects.visible_to(actor).select_related("agency", "author", "previous").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def run_page(actor: Actor, run: Run) -> RunPage:
    """Return one run with all that belongs to it, in a fixed number of queries."""
    seen = RunLine.objects.visible_to(actor).filter(run=run).select_related("nominated_by").order_by("place", "number")
    lines = list(seen)
    everything = RunLine.objects.unscoped(because="the digest covers every line of a run; nobody is shown them")
    whole_lines = list(everything.filter(run=run))
    sent = list(
        RunRecipient.objects.visible_to(actor).filter(run=run).select_related("agency").order_by("agency__name")
    )
    before = run.previous.digest if run.previous else ""
    return RunPage(
        run=run,
        entries=tuple(_entries(line for line in lines if line.held == Held.LISTED)),
        kept_off=tuple(line for line in lines if line.held != Held.LISTED),
        considered=len(whole_lines),
        recipients=tuple(_recipients(actor, run, sent)),
        changes=differences(run),
        is_whole=digest_of(whole(run, whole_lines, sent, before)) == run.digest,
    )


def entries_of(actor: Actor, run: Run) -> tuple[Entry, ...]:
    """Return the entries of one run in their order."""
    listed = RunLine.objects.visible_to(actor).filter(run=run, held=Held.LISTED).select_related("nominated_by")
    return tuple(_entries(listed.order_by("place")))


def runs_for(actor: Actor, *, offset: int = 0) -> tuple[list[Run], int]:
    """Return the runs that the reader sees, the latest first, 50 at most from `offset` on, and how many there are."""
    runs = Run.objects.visible_to(actor)
    page = runs.select_related("agency", "author").order_by("-made_at", "-pk")[offset : offset + PAGE]
    return list(page), runs.count()


def lapsed(actor: Actor) -> list[Nomination]:
    """Return the nominations in force whose period is over: nobody validated them in time."""
    seen = Nomination.objects.visible_to(actor)
    return list(seen.filter(status=NominationStatus.IN_FORCE, ends_on__lte=clock.today()))


def _entries(lines: Iterable[RunLine]) -> list[Entry]:
    listed = list(lines)
    everyone = Nomination.objects.unscoped(because="whoever received an entry learns that it has ended since")
    asked = everyone.filter(pk__in=[line.nomination_id for line in listed]).select_related("subject")
    now = {one.pk: one for one in asked}
    return [Entry(line, *_since(now[line.nomination_id])) for line in listed]


def _since(one: Nomination) -> tuple[str, bool]:
    if one.status != NominationStatus.IN_FORCE:
        return f"{one.status.replace('_', ' ').capitalize()} since", False
    if one.subject is not None and one.subject.status == SubjectStatus.CLEARED:
        return "Cleared since: it was not this person", False
    if one.ends_on is not None and one.ends_on <= clock.today():
        return "Validation overdue", False
    return "", one.share == Share.NAME


def _recipients(actor: Actor, run: Run, sent: list[RunRecipient]) -> list[Recipient]:
    receipts: dict[UUID, list[RunReceipt]] = defaultdict(list)
    given = RunReceipt.objects.visible_to(actor).filter(recipient__run=run).select_related("by_user")
    for receipt in given.order_by("at", "pk"):
        receipts[receipt.recipient_id].append(receipt)
    own = set(RunRecipient.objects.visible_to(actor).filter(actor.sees("agency"), run=run).values_list("pk", flat=True))
    read = []
    for recipient in sent:
        by_kind: dict[str, RunReceipt] = {}
        for receipt in receipts[recipient.pk]:
            by_kind.setdefault(receipt.kind, receipt)
        delivered, opened = by_kind.get(ReceiptKind.DELIVERED), by_kind.get(ReceiptKind.OPENED)
        by = opened.by_user.name if opened and opened.by_user and recipient.pk in own else ""
        read.append(
            Recipient(recipient.agency.name, delivered.at if delivered else None, opened.at if opened else None, by)
        )
    return read
