"""A person closes what a rule suggested."""

from collections.abc import Sequence

from nightlight.accounts.permissions import Permission
from nightlight.foundation.acts import over_many
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.investigations.actions import close_reports
from nightlight.investigations.closing.suggesting import suggested
from nightlight.triage.folding.standing_for import folded_into


@over_many("report.closing_suggestion_followed", needs=Permission.REPORT_WORK)
def close_suggested(reports: Sequence[Report], *, by: Actor, because: str) -> list[Report]:
    """Close reports that the policy in force suggests to close, and those that stand under them, for a reason.

    Raises RuleRefusal, and closes none, for one that is not suggested by now (as one of immediate risk never is), for
    one that was drawn as a sample and that nobody has looked at, and without a reason of 200 letters at most.
    """
    known = set(suggested(by).filter(report__in=[report.pk for report in reports]).values_list("report_id", flat=True))
    if left := [report for report in reports if report.pk not in known]:
        named = ", ".join(report.number or "one without a number" for report in left[:3])
        raise RuleRefusal(
            f"Not suggested to be closed, or no longer: {named}. Leave it out, or close it on its own page; nothing "
            "was changed."
        )
    under = [report for report in folded_into(reports, by=by) if report.pk not in known]
    close_reports([*reports, *under], by=by, because=because)
    return list(reports)
