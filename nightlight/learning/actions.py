"""What is said of a report's worth by whoever works it."""

from collections.abc import Sequence
from typing import Any

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.acts import over_many
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.investigations import rules
from nightlight.learning.models import Feedback
from nightlight.learning.usability import Usability


@over_many("report.feedback_given", needs=Permission.REPORT_WORK)
def give_feedback(reports: Sequence[Report], *, by: Actor, usability: Usability) -> list[Report]:
    """Say of reports whether they could be used, or what stood against it, in place of what was said before.

    Raises RuleRefusal for a report that another agency works.
    """
    rules.require_own_work(reports, by=by)
    now = clock.now()
    said: Any = Feedback.objects.visible_to(by).filter(report__in=[report.pk for report in reports])
    known = set(said.values_list("report_id", flat=True))
    said.update(usability=usability, given_at=now, given_by=by.pk)
    Feedback.objects.bulk_create(
        Feedback(agency_id=report.agency_id, report=report, usability=usability, given_at=now, given_by_id=by.pk)
        for report in reports
        if report.pk not in known
    )
    return list(reports)
