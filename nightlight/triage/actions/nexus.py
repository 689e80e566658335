"""A person decides whether reports involve the use of the Internet; the national index follows at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from nightlight.accounts.permissions import Permission
from nightlight.deconfliction.index import withdraw
from nightlight.foundation import clock
from nightlight.foundation.acts import over_many
from nightlight.foundation.bulk import insert, unsaved, write_back
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.intake.nexus import Nexus
from nightlight.triage.models import NexusDecision
from nightlight.triage.routing.handing import RECORD_KIND, renew_interests

LETTERS = 300


def _changed(report: Any) -> Mapping[str, Any]:
    return {"was": report.nexus_was, "now": report.nexus}


@over_many("report.nexus_decided", needs=Permission.REPORT_ASSESS, each=_changed)
def decide_nexus(reports: Sequence[Report], *, by: Actor, nexus: Nexus, because: str) -> list[NexusDecision]:
    """Say whether reports involve the use of the Internet, in place of what the policy proposed.

    Yes registers their identifiers for the agencies that hold them; anything else takes them out of the national
    index. A later version of a report does not change what a person decided. Raises RuleRefusal without a reason, or
    with one of more than 300 letters.
    """
    reason = because.strip()
    if not reason or len(reason) > LETTERS:
        raise RuleRefusal("Say why in one or two sentences; nothing was changed.")
    now = clock.now()
    made = [
        unsaved(
            NexusDecision,
            agency_id=report.agency_id,
            report_id=report.pk,
            was=report.nexus,
            nexus=nexus.value,
            because=reason,
            decided_at=now,
            by_user_id=by.pk,
        )
        for report in reports
    ]
    for report in reports:
        report.nexus_was = report.nexus  # type: ignore[attr-defined]  # read by `_changed`
        report.nexus, report.nexus_because, report.nexus_rule = nexus.value, reason, ""
        report.nexus_policy_date, report.nexus_policy_digest = None, ""
    if nexus is Nexus.YES:
        renew_interests(reports, by=by)
    else:
        withdraw(RECORD_KIND, [report.pk for report in reports])
    write_back(reports, "nexus", "nexus_because", "nexus_rule", "nexus_policy_date", "nexus_policy_digest")
    insert(made)
    return made
