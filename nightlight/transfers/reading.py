"""What the pages about transfers show: what waits for our answer, what we offered, and what stands for one report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q

from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import ReportStatus
from nightlight.transfers.models import Transfer

PAGE = 50


@dataclass(frozen=True, slots=True)
class Counts:
    """How many offers wait for our answer, how many of them too long, and how many of ours wait for others."""

    incoming: int
    overdue: int
    outgoing: int


def incoming(actor: Actor) -> Any:
    """Return the offers that wait for the actor's agencies to answer, the next due first.

    Who sees everything answers for nobody, and is shown what waits anywhere.
    """
    return standing(actor).filter(actor.sees("to")).order_by("due_at", "pk")


def outgoing(actor: Actor) -> Any:
    """Return the offers that the actor's agencies made and others have not answered, the oldest first."""
    return standing(actor).filter(actor.sees("agency")).order_by("offered_at", "pk")


def answered(actor: Actor) -> Any:
    """Return what became of the offers that the actor's agencies made or got, the newest answer first."""
    rows: Any = Transfer.objects.visible_to(actor).exclude(answered_at=None)
    return rows.select_related("agency", "to").order_by("-answered_at", "-pk")


def counts(actor: Actor, *, at: datetime) -> Counts:
    """Return how many offers stand. One query."""
    theirs, ours = actor.sees("to"), actor.sees("agency")
    found = standing(actor).aggregate(
        incoming=Count("pk", filter=theirs),
        overdue=Count("pk", filter=theirs & Q(due_at__lt=at)),
        outgoing=Count("pk", filter=ours),
    )
    return Counts(**found)


def of_report(actor: Actor, report: UUID) -> Sequence[Transfer]:
    """Return every transfer of a report, the newest first. One query, and four more where there is one."""
    rows: Any = Transfer.objects.visible_to(actor).filter(report=report)
    return list(rows.prefetch_related("agency", "to", "by_user", "answered_by").order_by("-offered_at", "-pk"))


def standing(actor: Actor) -> Any:
    """Return the offers that stand: nobody answered, and the report is still with the sender and still offered.

    Both sides see such a report, so whoever sees the transfer does.
    """
    rows: Any = Transfer.objects.visible_to(actor).standing()
    held = rows.filter(report__assigned_to=F("agency"), report__offered_to=F("to"))
    return held.exclude(report__status=ReportStatus.CLOSED.value).select_related("agency", "to", "by_user")
