"""What the worker does when lists changed: follows each change to the reports that are here, and tells who holds them.

One change at a time, the earliest first, in batches of one transaction each. The row says how far it came, so that
whoever is killed over it loses one batch, which is then done again and finds nothing left to do.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q

from nightlight.foundation import clock
from nightlight.foundation.outage import outage_in
from nightlight.foundation.sealed import Actor
from nightlight.hashes.changed import entries_of
from nightlight.hashes.models import ListChange
from nightlight.notices.kinds import NoticeKind
from nightlight.notices.telling import Told, tell
from nightlight.rematching.judging import Batch, judge_again
from nightlight.rematching.models import Rematched, Rematching, Step
from nightlight.rematching.touched import Touched, by_digest_alike, by_equal_digest, everything

BATCH = 200
"""Reports that are judged in one transaction."""
SETTLED_AFTER = timedelta(seconds=5)
"""A change is followed no earlier: what was being assessed when it happened has its own assessment by then."""
LEASE = timedelta(minutes=2)
AFTER = {Step.EQUAL: Step.NEAR, Step.NEAR: Step.DONE, Step.EVERYTHING: Step.DONE}

log = logging.getLogger(__name__)

Advance = Callable[[Rematching], object]
Stop = Callable[[], bool]


def rematch(*, by: Actor, stop: Stop = lambda: False, advance: Advance = lambda _: None) -> list[Rematching]:
    """Follow every change that nobody has followed yet; return those that were followed to the end."""
    done: list[Rematching] = []
    while not stop() and (taken := _take_up(by)):
        if _followed(taken, by, stop, advance):
            done.append(taken)
    return done


def waiting(by: Actor) -> Any:
    """Return the changes that were not followed to the end, as one queryset."""
    return ListChange.objects.visible_to(by).filter(Q(rematching=None) | Q(rematching__finished_at=None))


def _take_up(by: Actor) -> Rematching | None:
    now = clock.now()
    free = waiting(by).filter(Q(rematching=None) | Q(rematching__held_until__lte=now))
    settled = free.filter(happened_at__lte=now - SETTLED_AFTER).order_by("pk")
    if not settled.exists():
        return None
    with transaction.atomic():
        change = settled.select_for_update(of=("self",), skip_locked=True).first()
        if change is None:
            return None
        first = Step.EVERYTHING if change.touches_everything else Step.EQUAL
        taken, _ = Rematching.objects.visible_to(by).get_or_create(
            change=change, defaults={"step": first.value, "began_at": now, "held_until": now + LEASE}
        )
        taken.held_until = now + LEASE
        if not taken.cursor and first is Step.EQUAL:
            taken.entries = entries_of(change)
        taken.save(update_fields=["held_until", "entries"])
    return taken


def _followed(taken: Rematching, by: Actor, stop: Stop, advance: Advance) -> bool:
    """Go on with a change to its end; False where it was stopped before."""
    while taken.step != Step.DONE:
        for touched in _walk(taken, by):
            _judge(touched, taken, by)
            advance(taken)
            if stop():
                _let_go(taken, by)
                return False
        _next_step(taken, by)
        advance(taken)
    return True


def _walk(taken: Rematching, by: Actor) -> Iterator[Touched]:
    if taken.step == Step.EVERYTHING:
        return everything(after=taken.cursor, by=by)
    walk = by_equal_digest if taken.step == Step.EQUAL else by_digest_alike
    return walk(taken.change, after=taken.cursor, by=by)


def _judge(touched: Touched, taken: Rematching, by: Actor) -> None:
    """Judge what a stretch touches, batch by batch; with the last one the row says that the stretch is done."""
    reports = iter(touched.reports)
    batches = list(iter(lambda: list(islice(reports, BATCH)), [])) or [list[UUID]()]
    for number, batch in enumerate(batches, start=1):
        with transaction.atomic():
            done = _judged(batch, taken, by)
            taken.judged += done.judged
            taken.changed += done.changed
            taken.held_until = clock.now() + LEASE
            if number == len(batches):
                taken.cursor, taken.entries_done = touched.cursor, taken.entries_done + touched.entries
            taken.save(update_fields=["judged", "changed", "held_until", "cursor", "entries_done"])


def _judged(batch: list[UUID], taken: Rematching, by: Actor) -> Batch:
    """Judge reports at once, else one by one; one that cannot be judged stays as it is, and stops no other."""
    try:
        with transaction.atomic():
            return judge_again(batch, within=taken, by=by)
    except Exception as error:
        if outage_in(error):
            raise
        if len(batch) == 1:
            log.exception("Report %s could not be matched again and stays as it was judged", batch[0])
            return Batch(0, 0)
    return sum((_judged([report], taken, by) for report in batch), Batch(0, 0))


def _next_step(taken: Rematching, by: Actor) -> None:
    """Begin the next step; after the last one, tell every agency how many of its reports are judged otherwise."""
    with transaction.atomic():
        taken.step, taken.cursor = AFTER[Step(taken.step)].value, ""
        if taken.step == Step.DONE:
            taken.finished_at, taken.held_until = max(clock.now(), taken.began_at), None
            tell(list(_told(taken, by)))
        taken.save(update_fields=["step", "cursor", "finished_at", "held_until"])


def _told(taken: Rematching, by: Actor) -> Iterator[Told]:
    rows: Any = Rematched.objects.visible_to(by).filter(rematching=taken, is_urgent=False).order_by()
    kinds = {False: NoticeKind.REPORT_REMATCHED, True: NoticeKind.CLOSED_REPORT_REMATCHED}
    for agency_id, is_closed, many in rows.values_list("agency_id", "is_closed").annotate(many=Count("pk")):
        about = ("hashes.listchange", taken.change_id)
        if many == 1:
            about = ("intake.report", rows.get(agency=agency_id, is_closed=is_closed).report_id)
        yield Told(agency_id, kinds[is_closed], *about, count=many)


def _let_go(taken: Rematching, by: Actor) -> None:
    """Let somebody else go on at once."""
    rows = Rematching.objects.visible_to(by).filter(pk=taken.pk, finished_at=None)
    rows.update(held_until=F("began_at"))
