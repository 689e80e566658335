"""Raises notices, inside the transaction of whatever happened: the rows, and one delivery for each outlet that fits.

Nothing leaves the house here. What is written waits in the outbox until the worker sends it, after the commit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nightlight.accounts.holding import holders_among
from nightlight.foundation import clock
from nightlight.foundation.bulk import insert, unsaved
from nightlight.notices.kinds import SENTENCES, NoticeKind, Urgency
from nightlight.notices.models import Delivery, Notice, Outlet


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be said to an agency, or to one of its people only; about one record, or what several have in common.

    `about_kind` is a model's label. The sentence follows from `kind` and `count`.
    """

    agency_id: UUID
    kind: NoticeKind
    about_kind: str
    about_id: UUID
    count: int = 1
    urgency: Urgency = Urgency.ROUTINE
    person_id: UUID | None = None
    way: str = ""
    """Only by outlets of this way; empty: by all."""


def tell(told: Sequence[Told]) -> list[Notice]:
    """Raise a notice for each, and put it into the outbox for every outlet that fits. Four statements at most.

    An agency's outlets take what the agency is told; a person's what that person is told, by name or by right.
    """
    if not told:
        return []
    now = clock.now()
    notices = [
        unsaved(
            Notice,
            agency_id=one.agency_id,
            person_id=one.person_id,
            kind=one.kind.value,
            about_kind=one.about_kind,
            about_id=one.about_id,
            count=one.count,
            urgency=one.urgency.value,
            raised_at=now,
        )
        for one in told
    ]
    insert(notices)
    insert(list(_deliveries(notices, [one.way for one in told], now)))
    return notices


def _deliveries(notices: Sequence[Notice], ways: Sequence[str], now: datetime) -> Iterator[Delivery]:
    open_ones = Outlet.objects.unscoped(because="what an agency is told leaves by the outlets that it set up itself")
    outlets = list(open_ones.open(now).filter(agency__in={notice.agency_id for notice in notices}))
    people = {outlet.person_id for outlet in outlets if outlet.person_id}
    holders = {
        kind: holders_among(people, SENTENCES[NoticeKind(kind)].needs) if people else frozenset()
        for kind in {notice.kind for notice in notices}
    }
    for notice, way in zip(notices, ways, strict=True):
        for outlet in outlets:
            if way in ("", outlet.way) and _fits(notice, outlet, holders[notice.kind]):
                yield unsaved(
                    Delivery,
                    agency_id=notice.agency_id,
                    notice_id=notice.pk,
                    outlet_id=outlet.pk,
                    is_urgent=notice.is_urgent,
                    next_try_at=now,
                )


def _fits(notice: Notice, outlet: Outlet, holders: frozenset[UUID]) -> bool:
    if outlet.agency_id != notice.agency_id or (outlet.only_urgent and not notice.is_urgent):
        return False
    if outlet.person_id is None:
        return notice.person_id is None
    return outlet.person_id in holders and notice.person_id in (None, outlet.person_id)
