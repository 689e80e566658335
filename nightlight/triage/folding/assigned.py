"""What was just assigned folds into the lead that a rule finds for it."""

from collections.abc import Sequence
from datetime import datetime

from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.triage.actions.folding import fold_alike
from nightlight.triage.actions.reassessing import reassess
from nightlight.triage.assessment.rules import RuleBook
from nightlight.triage.folding import policy as folding_policy
from nightlight.triage.folding.alike import leads_of
from nightlight.triage.folding.standing_for import tell_senders


def fold_what_is_alike(
    reports: Sequence[Report], book: RuleBook, *, by: Actor, at: datetime, tell: bool = False
) -> None:
    """Fold reports that were just assigned into the leads that the policy in force finds, each written down."""
    rules = folding_policy.policy(at.date())
    leads = leads_of(reports, rules.content, book, by=by)
    alike = [report for report in reports if report.pk in leads]
    if alike:
        fold_alike(alike, by=by, leads=leads, rules=rules)
        for report in alike:
            report.folded_into_id = leads[report.pk].into
        if tell:
            tell_senders(alike, leads, by=by)
        reassess([Report(pk=pk) for pk in {found.into for found in leads.values()}], by=by)
