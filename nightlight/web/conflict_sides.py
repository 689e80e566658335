"""What the page of a conflict shows of its two sides, and where it stands. Nothing of the other side's record."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.deconfliction.lifecycle import ConflictOutcome, ConflictStatus
from nightlight.deconfliction.reading import ConflictRead, OwnRecord, SideRead
from nightlight.intake.models import Report
from nightlight.investigations.models import Case
from nightlight.web.templatetags.words import when

RECORDS: dict[str, tuple[Any, str]] = {"intake.report": (Report, "report"), "investigations.case": (Case, "case")}
"""What a side may hold an identifier in: the model, and the name of both its page and the thing."""

STATUS = {
    ConflictStatus.OPEN: ("Open", "amber"),
    ConflictStatus.ACKNOWLEDGED_BY_ONE: ("Acknowledged by one side", "amber"),
    ConflictStatus.ACKNOWLEDGED_BY_BOTH: ("Acknowledged by both sides", "blue"),
    ConflictStatus.SETTLED: ("Settled", "plain"),
}
OUTCOMES = {
    ConflictOutcome.JOINED: ("Joined", "one investigation, together"),
    ConflictOutcome.YIELDED: ("Yielded", "one side steps back"),
    ConflictOutcome.PARALLEL: ("Parallel", "both go on, in touch"),
    ConflictOutcome.DIFFERENT_PERSON: ("Different person", "not the same after all"),
    ConflictOutcome.WITHDRAWN: ("Withdrawn", "the entry was mistaken"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """Where one's own record is."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side as the page shows it. `acknowledge` is the button, where the reader may answer for the side."""

    heading: str
    read: SideRead
    is_own: bool
    record: Link | None
    acknowledge: str


def tag(conflict: ConflictRead) -> tuple[str, str]:
    """Return the words and the tone of the tag that says where a conflict stands."""
    words, tone = STATUS[ConflictStatus(conflict.status)]
    return (f"{words}: {OUTCOMES[ConflictOutcome(conflict.outcome)][0].lower()}" if conflict.outcome else words), tone


def sides(user: User, conflict: ConflictRead) -> list[Side]:
    """Return both sides, the reader's own first. At most two queries."""
    both = [conflict.own, *conflict.others] if conflict.own else list(conflict.others)
    may_answer = _answered_by(user, both)
    return [
        Side(
            heading="Your side" if side is conflict.own else ("Other side" if at else "One side"),
            read=side,
            is_own=side is conflict.own,
            record=_own_record(user, side.record) if side.record else None,
            acknowledge=_button(side, own=side is conflict.own) if side.agency_id in may_answer else "",
        )
        for at, side in enumerate(both)
    ]


def where_it_stands(conflict: ConflictRead, zone: str) -> list[dict[str, Any]]:
    """Return what has happened, in its order, and what is to come, as the timeline component wants it."""
    both = [conflict.own, *conflict.others] if conflict.own else list(conflict.others)
    done = sorted((side.acknowledged_at, _named(side, conflict)) for side in both if side.acknowledged_at)
    items: list[dict[str, Any]] = [{"time": when(conflict.raised_at, zone), "event": "Both sides told"}]
    items += [{"time": when(at, zone), "event": f"{name} acknowledged"} for at, name in done]
    items += list(_to_come([_named(side, conflict) for side in both if not side.acknowledged_at]))
    if conflict.settled_at:
        words, meaning = OUTCOMES[ConflictOutcome(conflict.outcome)]
        return [
            *items,
            {"time": when(conflict.settled_at, zone), "event": f"Settled: {words.lower()}", "detail": meaning},
        ]
    return [*items, {"time": "Then", "event": "Talk, and record how it ended", "to_come": True}]


def _to_come(waiting: list[str]) -> Iterator[dict[str, Any]]:
    for name in waiting:
        verb = "acknowledge" if name == "You" else "acknowledges"
        yield {"time": "Next", "event": f"{name} {verb}", "to_come": True}


def _named(side: SideRead, conflict: ConflictRead) -> str:
    return "You" if side is conflict.own else side.party.agency


def _answered_by(user: User, both: list[SideRead]) -> set[UUID]:
    """Return the agencies of the sides that the reader may answer for: one's own, and those one stands above."""
    waiting = [side.agency_id for side in both if not side.acknowledged_at]
    if not waiting or not user.may(Permission.CONFLICT_ANSWER):
        return set()
    return set(Agency.objects.filter(user.sees("pk"), pk__in=waiting).values_list("pk", flat=True))


def _button(side: SideRead, *, own: bool) -> str:
    return "Acknowledge for your side" if own else f"Acknowledge for {side.party.agency}"


def _own_record(user: User, record: OwnRecord) -> Link | None:
    """Return the way to one's own record, or nothing for somebody who may not open it."""
    if record.kind not in RECORDS:
        return None
    model, name = RECORDS[record.kind]
    number = model.objects.visible_to(user).filter(pk=record.id).values_list("number", flat=True).first()
    return None if number is None else Link(number or f"the {name}", reverse(name, args=[record.id]))
