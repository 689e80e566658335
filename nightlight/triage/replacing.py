"""What triage decided takes the place of what stood before, which is kept."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Greatest

from nightlight.foundation.bulk import insert, write_back
from nightlight.foundation.sealed import Actor
from nightlight.sampling.drawing import draw
from nightlight.triage.assessing import Judged
from nightlight.triage.assessment.facts import listed
from nightlight.triage.models import Assessment
from nightlight.triage.queue import keys


def not_before(began: str, now: datetime) -> Greatest:
    """Return now, or the moment in a row's field where a clock was set back since."""
    return Greatest(F(began), Value(now, output_field=DateTimeField()))


def put_in_place(
    judged: Sequence[Judged], *, by: Actor, at: datetime, moving: Collection[UUID] = (), first: Collection[UUID] = ()
) -> None:
    """Write assessments in the place of those that stood, and the new routes with their claims, inside a running act.

    Reports of a low tier are drawn for a person to look at. Each report carries its judgement from then on, and
    whether it was drawn, for what is written down of the act. Reports that are `moving` are written by the caller, who
    writes `keys.NAMES` with what it changes besides: a row that stands in wide indexes is dear to write twice. Of
    those that are judged for the `first` time, nothing stood before.
    """
    old: Any = Assessment.objects.visible_to(by)
    if again := [one.report.pk for one in judged if one.report.pk not in first]:
        old.current().filter(report__in=again).update(superseded_at=not_before("assessed_at", at))
    for one in judged:
        found = one.assessment.facts
        one.assessment.true_facts = listed(fact for fact, kept in found.items() if kept["value"])
    insert([one.assessment for one in judged])
    insert([one.route for one in judged if one.route])
    insert([claim for one in judged for claim in one.claims])
    drawn = draw([one.assessment for one in judged], by=by, at=at)
    for one in judged:
        keys.set_keys(one.report, one.assessment, at=at)
    write_back([one.report for one in judged if one.report.pk not in moving], *keys.NAMES)
    for one in judged:
        said = _said(one, is_drawn=one.report.pk in drawn)
        one.report.just_judged = said  # type: ignore[attr-defined]  # read by `as_judged`


def as_judged(report: Any) -> Mapping[str, Any]:
    """Return what is written down of a report that was just judged; nothing where there was nothing to judge by."""
    said: Mapping[str, Any] = getattr(report, "just_judged", {})
    return said


def _said(judged: Judged, *, is_drawn: bool) -> Mapping[str, Any]:
    """Return the words of a judgement, and not itself: a report that held what holds it would never go by itself."""
    said: dict[str, Any] = {"tier": judged.assessment.tier, "rule": judged.assessment.rule}
    if is_drawn:
        said["drawn"] = True
    return said | {"route_rule": judged.route.rule, "decided": judged.route.decided} if judged.route else said
