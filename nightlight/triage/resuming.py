"""Goes on with reports that were received and not assessed, because the process died or the database went away.

The table is the queue: whatever still stands as received is waiting for this. A report that another process is
carrying at the same moment is at worst assessed twice, and the later assessment stands.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from nightlight.agencies.models import Agency
from nightlight.foundation.outage import outage_in
from nightlight.foundation.sealed import Actor
from nightlight.intake.arriving import Reading
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report
from nightlight.triage.actions import assess
from nightlight.triage.models import Assessment
from nightlight.triage.routing.evidence import Places

AT_ONCE = 500
"""How many waiting reports are continued in one transaction."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Resumed:
    """How many reports went on, and how many could not and still wait."""

    carried: int
    stuck: int


def resume(*, worker: Actor, places: Places) -> Resumed:
    """Continue every report that waits. One that cannot be assessed is left as it is, and stops no other.

    Raises what the database raises in an outage; what was continued before stays so.
    """
    carried = stuck = 0
    waiting = _waiting(worker).order_by("pk")
    batch = list(waiting[:AT_ONCE])
    while batch:
        done = _assessed(batch, worker, places)
        carried, stuck = carried + done, stuck + len(batch) - done
        batch = list(waiting.filter(pk__gt=batch[-1].pk)[:AT_ONCE])
    return Resumed(carried, stuck)


def resume_some(readings: Sequence[Reading], *, into: Agency, worker: Actor, places: Places) -> None:
    """Continue the reports that these readings gave before and that still wait."""
    digests = [reading.sha256 for reading in readings]
    told = Q(submission__sha256__in=digests) | Q(later_versions__submission__sha256__in=digests)
    waiting = _waiting(worker).filter(told, agency=into).distinct()
    _assessed(list(waiting), worker, places)


def _waiting(worker: Actor) -> Any:
    """Return the reports that were received, or received a later version, and were not assessed since."""
    assessed: Any = Assessment.objects.visible_to(worker)
    since = assessed.filter(report=OuterRef("pk"), assessed_at__gte=OuterRef("revised_at"))
    revised = Q(revised_at__isnull=False) & ~Q(status=ReportStatus.CLOSED) & ~Exists(since)
    rows: Any = Report.objects.visible_to(worker)
    return rows.filter(Q(status=ReportStatus.RECEIVED) | revised)


def _assessed(reports: list[Report], worker: Actor, places: Places) -> int:
    """Assess reports at once, else one by one; return how many it was done for."""
    try:
        return len(assess(reports, by=worker, places=places))
    except Exception as error:
        if outage_in(error):
            raise
        if len(reports) == 1:
            log.exception("Report %s could not be assessed and waits as %s", reports[0].pk, ReportStatus.RECEIVED)
            return 0
    return sum(_assessed([report], worker, places) for report in reports)
