"""Carries what a person hands in down the road, and says what became of each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.accounts.standing import worker
from nightlight.agencies.loading import NATIONAL
from nightlight.agencies.models import Agency, AgencyKind
from nightlight.geography.gazetteer import gazetteer
from nightlight.intake.arriving import Reading
from nightlight.intake.models import Channel, Submission
from nightlight.triage import road
from nightlight.triage.road import Receipt
from nightlight.web.access import Request

BATCH = 200
SHOWN = 200
"""Receipts that are listed on the page; the counts are of all."""

TONES = {"received": "green", "duplicate": "plain", "quarantined": "amber", "refused": "red"}


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one submission, as the page says it."""

    source: str
    status: str
    tone: str
    receipt: str
    message: str
    report_id: UUID | None
    submission_id: UUID | None
    """Of what cannot come in: where it is mended or told from. Nothing where somebody else handed it in first."""


def receiver(user: User) -> Agency:
    """Return the agency that receives what somebody hands in: their own, and for a provider the national desk."""
    return Agency.objects.get(code=NATIONAL) if user.agency.kind == AgencyKind.PROVIDER else user.agency


def carried(user: User, readings: Iterable[Reading]) -> Iterator[Receipt]:
    """Carry readings to the end of the road, a batch at a time."""
    into, waiting = receiver(user), iter(readings)
    while batch := list(islice(waiting, BATCH)):
        yield from road.carry(
            batch,
            by=user,
            worker=worker(),
            places=gazetteer(settings.DATA_DIR),
            into=into,
            sent_by=user.agency if into != user.agency else None,
            channel=Channel.FILE,
        )


def handed_in(request: Request, readings: Iterable[Reading], **more: Any) -> HttpResponse:
    """Carry readings and show what became of them."""
    receipts = list(carried(request.user, readings))
    counts = Counter(receipt.status for receipt in receipts)
    listed = _worst_first(receipts)[:SHOWN]
    waiting = _waiting(request.user, listed)
    shown = {
        "lines": [_line(receipt, waiting.get(receipt.receipt)) for receipt in listed],
        "counts": [(TONES.get(status, "plain"), status, count) for status, count in counts.items()],
        "total": len(receipts),
        "more": max(0, len(receipts) - SHOWN),
    }
    return render(request, "web/handed_in.html", shown | more)


def _worst_first(receipts: Sequence[Receipt]) -> list[Receipt]:
    order = ["refused", "quarantined", "duplicate"]
    return sorted(receipts, key=lambda receipt: order.index(receipt.status) if receipt.status in order else len(order))


def _waiting(user: User, listed: Sequence[Receipt]) -> dict[str, UUID]:
    """Return the submissions behind receipts of what became no report, by receipt. One query."""
    asked = [receipt.receipt for receipt in listed if receipt.report_id is None]
    found = Submission.objects.visible_to(user).filter(agency=receiver(user), receipt__in=asked) if asked else ()
    return {submission.receipt: submission.pk for submission in found} if user.may(Permission.SUBMISSION_READ) else {}


def _line(receipt: Receipt, submission_id: UUID | None) -> Line:
    tone = TONES.get(receipt.status, "plain")
    return Line(
        source=receipt.source,
        status=receipt.status,
        tone=tone,
        receipt=receipt.receipt,
        message=receipt.message,
        report_id=receipt.report_id,
        submission_id=submission_id,
    )
