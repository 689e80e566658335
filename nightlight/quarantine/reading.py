"""What the pages of what came in show: lists, and one submission with all that became of it."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from nightlight.foundation.refusals import NotFound
from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import SubmissionStatus
from nightlight.intake.models import Repeat, Report, ReportVersion, Submission, SubmissionPart
from nightlight.quarantine.faults import Fault, fault_in
from nightlight.quarantine.lifecycle import QuarantineState
from nightlight.quarantine.models import Ending

PAGE = 50

Submissions = QuerySet[Submission]
Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True, slots=True)
class Asked:
    """Which submissions are asked for: by status, by door, by sender; nothing means all."""

    status: str = ""
    channel: str = ""
    sender: UUID | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """How often the same bytes came again, and when last."""

    times: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Whole:
    """One submission and all that became of it. `fault` is there while it is in quarantine and not readable."""

    submission: Submission
    parts: tuple[SubmissionPart, ...]
    fault: Fault | None
    endings: tuple[Ending, ...]
    again: Again
    beside: tuple[tuple[str, int], ...]
    """How many others were handed in with it, by their status."""

    mended_from: Submission | None
    report: Report | None

    @property
    def ending(self) -> Ending | None:
        """The ending of its quarantine that holds, if it has one."""
        return next((ending for ending in self.endings if ending.superseded_at is None), None)

    @property
    def state(self) -> QuarantineState | None:
        """Where it stands in quarantine; nothing where it never was there."""
        if self.ending:
            return QuarantineState(self.ending.state)
        return QuarantineState.WAITING if self.submission.status == SubmissionStatus.QUARANTINED else None


def came_in(actor: Actor, asked: Asked) -> Submissions:
    """Return the submissions asked for, the newest first."""
    found = Submission.objects.visible_to(actor).defer("beside").order_by("-received_at", "-pk")
    return _narrowed(found.filter(status=asked.status) if asked.status else found, asked)


def came_again(actor: Actor, asked: Asked) -> QuerySet[Repeat]:
    """Return the arrivals of what had been here before, by door and sender, the newest first."""
    found = Repeat.objects.visible_to(actor).order_by("-at", "-pk")
    return _narrowed(found, asked).select_related("submission", "sent_by")


def counts_of(actor: Actor, asked: Asked) -> dict[str, int]:
    """Return how many submissions there are of each status, by door and sender."""
    found = _narrowed(Submission.objects.visible_to(actor), asked)
    return dict(found.order_by().values_list("status").annotate(Count("pk")))


def senders(actor: Actor) -> list[tuple[UUID, str]]:
    """Return who has handed something in that the actor sees, by name."""
    found = Submission.objects.visible_to(actor).exclude(sent_by=None).order_by("sent_by__name")
    return list(found.values_list("sent_by", "sent_by__name").distinct())


def in_quarantine(actor: Actor, state: QuarantineState) -> Submissions:
    """Return the submissions that stand so: those that wait the oldest first, others the newest first."""
    if state == QuarantineState.WAITING:
        waiting = _waiting(actor).select_related("agency", "sent_by").defer("beside")
        return waiting.order_by("received_at", "pk")
    found = Submission.objects.visible_to(actor).select_related("agency", "sent_by").defer("beside")
    return found.filter(Exists(_ended(actor).filter(state=state.value))).order_by("-received_at", "-pk")


def _waiting(actor: Actor) -> Submissions:
    found = Submission.objects.visible_to(actor).filter(status=SubmissionStatus.QUARANTINED.value)
    return found.exclude(Exists(_ended(actor)))


def _ended(actor: Actor) -> Any:
    """Return the endings that hold of a submission that the actor sees."""
    return Ending.objects.visible_to(actor).current().filter(submission=OuterRef("pk"))


def in_quarantine_counts(actor: Actor) -> dict[QuarantineState, int]:
    """Return how many submissions stand where."""
    ended = Ending.objects.visible_to(actor).current().order_by()
    counts = dict(ended.values_list("state").annotate(Count("pk")))
    return {state: counts.get(state.value, 0) for state in QuarantineState} | {
        QuarantineState.WAITING: waiting_count(actor)
    }


def waiting_count(actor: Actor) -> int:
    """Return how many submissions wait in quarantine."""
    return _waiting(actor).count()


def whole(actor: Actor, pk: UUID) -> Whole:
    """Read one submission with all that became of it. Raises NotFound."""
    try:
        submission = Submission.objects.visible_to(actor).select_related("agency", "sent_by").get(pk=pk)
    except ObjectDoesNotExist:
        raise NotFound from None
    parts = tuple(SubmissionPart.objects.visible_to(actor).filter(submission=pk).order_by("position"))
    endings = Ending.objects.visible_to(actor).filter(submission=pk).select_related("by_user", "mended_as")
    mending = Ending.objects.visible_to(actor).filter(mended_as=pk).select_related("submission").first()
    repeats = Repeat.objects.visible_to(actor).filter(submission=pk)
    is_quarantined = submission.status == SubmissionStatus.QUARANTINED
    return Whole(
        submission,
        parts,
        fault_in(raws(parts)) if is_quarantined and parts else None,
        tuple(endings.order_by("-at", "-pk")),
        Again(**repeats.aggregate(times=Count("pk"), last=Max("at"))),
        _beside(actor, submission),
        mending.submission if mending else None,
        _report(actor, pk),
    )


def _report(actor: Actor, submission: UUID) -> Report | None:
    """Return the report that a submission tells of, be it as its first version or a later one."""
    versions = ReportVersion.objects.visible_to(actor).filter(submission=submission)
    told = Q(submission=submission) | Q(pk__in=versions.values("report"))
    return Report.objects.visible_to(actor).filter(told).first()


def raws(parts: Sequence[SubmissionPart]) -> list[bytes]:
    """Return the bytes of documents as received."""
    return [zlib.decompress(part.deflated) for part in parts]


def _beside(actor: Actor, submission: Submission) -> tuple[tuple[str, int], ...]:
    """Count what was handed in at the same moment by the same door: the rest of its batch."""
    others = Submission.objects.visible_to(actor).filter(
        agency=submission.agency_id, channel=submission.channel, received_at=submission.received_at
    )
    counted = others.exclude(pk=submission.pk).order_by("status").values_list("status").annotate(Count("pk"))
    return tuple(counted)


def _narrowed(found: Rows, asked: Asked) -> Rows:
    if asked.channel:
        found = found.filter(channel=asked.channel)
    return found.filter(sent_by=asked.sender) if asked.sender else found
