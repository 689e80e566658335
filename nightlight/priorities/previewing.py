"""What a draft would make of the reports of the last days: from the facts kept with their assessments."""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.policy import Dated
from nightlight.priorities.content import documents
from nightlight.priorities.models import Preview
from nightlight.priorities.reports import next_batch, received_since
from nightlight.triage.assessed import judged_again
from nightlight.triage.assessment.rules import Rules
from nightlight.triage.models import Assessment
from nightlight.triage.rejudging import standing_assessments, with_newest_addresses

LOOKS_BACK = timedelta(days=90)
AT_ONCE = 1000
MOVERS = 50
"""How many of the reports that move are listed, those that move furthest first."""

WORST = 2
"""The tiers down to which nobody should lose a report without being told so."""

AXES = ("victim", "offender", "solvable", "severity")


@dataclass(frozen=True, slots=True)
class Cell:
    """So many reports go from one tier to another."""

    now: int
    then: int
    count: int


def counting(preview: Preview, *, by: Actor) -> int:
    """Return how many reports a preview goes through."""
    return received_since(preview.agency, preview.since, by=by).count()  # type: ignore[no-any-return]  # a count


def work_on(preview: Preview, *, by: Actor, seconds: float) -> Preview:
    """Go on with a preview for about so long; return it as it stands. Each batch is kept before the next begins."""
    rules, until = _rules(preview), time.monotonic() + seconds
    while preview.finished_at is None:
        with transaction.atomic():
            rows: Any = Preview.objects.visible_to(by).select_for_update(of=("self",)).select_related("agency")
            preview = rows.get(pk=preview.pk)
            if preview.finished_at is None:
                _do_a_batch(preview, rules, by)
        if time.monotonic() >= until:
            break
    return preview


def _do_a_batch(preview: Preview, rules: Rules, by: Actor) -> None:
    batch = next_batch(received_since(preview.agency, preview.since, by=by), preview.cursor, AT_ONCE)
    matrix, changed, movers = Counter(preview.matrix), Counter(preview.axes), list(preview.movers)
    now = clock.now()
    for old, new in _both(batch, rules, by):
        matrix[f"{old.tier}>{new.tier}"] += 1
        changed.update(axis for axis in AXES if getattr(old, axis) != getattr(new, axis))
        if old.tier != new.tier:
            movers.append([str(old.report_id), old.tier, new.tier, new.rule])
    preview.matrix, preview.axes = dict(matrix), dict(changed)
    preview.movers = sorted(movers, key=_furthest)[:MOVERS]
    preview.done += len(batch)
    if len(batch) < AT_ONCE:
        preview.finished_at, preview.total = now, preview.done
    if batch:
        preview.cursor = batch[-1].pk
    preview.save(update_fields=["matrix", "axes", "movers", "done", "total", "cursor", "finished_at"])


def _both(batch: Sequence[Report], rules: Rules, by: Actor) -> Iterable[tuple[Assessment, Assessment]]:
    """Return each report's assessment as it stands, and as the draft would have made it at the same moment."""
    standing = standing_assessments(batch, by=by)
    with_newest_addresses(standing, by=by)
    return ((old, judged_again(old, rules, at=old.assessed_at)) for old in standing)


def _furthest(mover: Sequence[Any]) -> tuple[bool, int, int, str]:
    """What falls out of the first tier first, then the furthest way, then always the same order."""
    report, now, then, _ = mover
    return not (now == 1 < then), -abs(now - then), now, report


def _rules(preview: Preview) -> Rules:
    made = documents(preview.content, in_force_from=clock.today(), source="draft")
    tiers, four = (Dated(each.name, clock.today(), each.digest, each.content, preview.agency_id) for each in made)
    return Rules(tiers, four)  # type: ignore[arg-type]  # each fits the schema of its name


def cells(preview: Preview) -> list[Cell]:
    """Return the matrix as cells, in the order of the tiers."""
    found = (Cell(int(now), int(then), count) for (now, then), count in _ways(preview))
    return sorted(found, key=lambda cell: (cell.now, cell.then))


def _ways(preview: Preview) -> Iterable[tuple[list[str], int]]:
    return ((key.split(">"), count) for key, count in preview.matrix.items())


def warnings(preview: Preview) -> list[str]:
    """Return what somebody must know before deciding: reports that would be looked at later than now, worst first."""
    words = {tier["number"]: tier["words"] for tier in preview.content["tiers"]}
    falling = [cell for cell in cells(preview) if cell.then > cell.now and cell.now <= WORST]
    return [
        f"{cell.count:,} {'report' if cell.count == 1 else 'reports'} of tier {cell.now} would fall to tier "
        f"{cell.then}, “{words.get(cell.then, 'no such tier')}”."
        for cell in falling
    ]
