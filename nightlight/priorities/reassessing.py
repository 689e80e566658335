"""Brings rules that were put in force to the open reports: batch by batch, and on from where it stood after a crash."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from nightlight.foundation import clock
from nightlight.foundation.outage import outage_in
from nightlight.foundation.sealed import Actor
from nightlight.priorities.models import Preview, Reassessment
from nightlight.priorities.previewing import work_on
from nightlight.priorities.reports import next_batch, open_held_by
from nightlight.triage.actions import judge_again
from nightlight.triage.models import Assessment
from nightlight.triage.rejudging import holders_of, judged_by_others
from nightlight.triage.replacing import as_judged

FOR_EVER = float("inf")
AT_ONCE = 500
"""How many reports are judged in one transaction: the queue waits for no more."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Worked:
    """What was done: previews and re-assessments that are finished now, and reports that were judged again.

    `stuck` counts work that could not be done and still waits; the log names it.
    """

    previews: int
    reassessments: int
    reports: int
    stuck: int = 0

    @property
    def anything(self) -> bool:
        """Whether there was anything to do."""
        return bool(self.previews or self.reassessments or self.reports)


def work_off(*, by: Actor) -> Worked:
    """Do all work that waits and is due, the previews first, because somebody looks at them. `by` sees every report.

    One piece that cannot be done stops no other. Raises what the database raises in an outage; what was done stays.
    """
    previews = [_done(work, lambda work: work_on(work, by=by, seconds=FOR_EVER)) for work in _waiting(Preview, by)]
    due = _waiting(Reassessment, by).filter(due_on__lte=clock.today())
    reports = [_done(work, lambda work: finish(work, by=by)) for work in due]
    stuck = previews.count(None) + reports.count(None)
    judged = [number for number in reports if number is not None]
    return Worked(len(previews) - previews.count(None), len(judged), sum(judged), stuck)


def _done(work: Any, do: Callable[[Any], Any]) -> Any:
    """Return what came of a piece of work, or None where it could not be done."""
    try:
        return do(work)
    except Exception as error:
        if outage_in(error):
            raise
        log.exception("%s %s could not be done and still waits", type(work).__name__, work.pk)
        return None


def finish(work: Reassessment, *, by: Actor, seconds: float = FOR_EVER) -> int:
    """Go on with a re-assessment until it is done or so long has passed; return how many reports were judged again."""
    judged, until = 0, time.monotonic() + seconds
    while True:
        with transaction.atomic():
            rows: Any = Reassessment.objects.visible_to(by).select_for_update(of=("self",)).select_related("agency")
            standing = rows.get(pk=work.pk)
            if standing.finished_at:
                return judged
            judged += _do_a_batch(standing, by)
        if time.monotonic() >= until:
            return judged


def _do_a_batch(work: Reassessment, by: Actor) -> int:
    now = clock.now()
    batch = next_batch(open_held_by(work.agency, by=by), work.cursor, AT_ONCE)
    others = judged_by_others(batch, holders_of(batch), by=by, at=now)
    rows: Any = Assessment.objects.visible_to(by).current().filter(report__in=[report.pk for report in others])
    before = dict(rows.values_list("report_id", "tier"))
    judged: list[Any] = judge_again(others, by=by) if others else []
    work.moved += sum(as_judged(report)["tier"] != before[report.pk] for report in judged)
    work.done += len(batch)
    if batch:
        work.cursor = batch[-1].pk
    if len(batch) < AT_ONCE:
        work.finished_at, work.total = now, work.done
    work.save(update_fields=["moved", "done", "cursor", "total", "finished_at"])
    return len(judged)


def _waiting(model: Any, by: Actor) -> Any:
    return model.objects.visible_to(by).unfinished()
