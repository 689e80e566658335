"""A report that is more urgent than its lead stands by itself."""

from collections.abc import Sequence
from typing import Any

from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.triage.actions.folding import unfold
from nightlight.triage.assessing import Judged
from nightlight.triage.folding import policy as folding_policy
from nightlight.triage.models import Assessment

URGENT = "It is more urgent by now than the lead that stood for it."


def let_urgent_stand_alone(judged: Sequence[Judged], by: Actor) -> None:
    """Undo the folds of reports that were just judged more urgent than their lead, or never to be folded."""
    folded = [one for one in judged if one.report.folded_into_id]
    if not folded:
        return
    never = folding_policy.policy(clock.today()).content.never_tiers
    assessed: Any = Assessment.objects.visible_to(by).current()
    leads = assessed.filter(report__in={one.report.folded_into_id for one in folded})
    tiers = dict(leads.values_list("report_id", "tier"))
    urgent = [
        one.report
        for one in folded
        if one.assessment.tier in never or one.assessment.tier < tiers.get(one.report.folded_into_id, 0)
    ]
    if urgent:
        unfold(urgent, by=by, because=URGENT)
        for report in urgent:
            report.folded_into_id = None
