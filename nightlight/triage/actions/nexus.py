"""A person decides whether a report involves the use of the Internet; the national index follows at once."""

from collections.abc import Mapping
from typing import Any

from nightlight.accounts.permissions import Permission
from nightlight.deconfliction.index import withdraw
from nightlight.foundation import clock
from nightlight.foundation.acts import act
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.intake.nexus import Nexus
from nightlight.triage.models import NexusDecision
from nightlight.triage.routing.handing import RECORD_KIND, renew_interests

LETTERS = 300


def _changed(decision: NexusDecision) -> Mapping[str, Any]:
    return {"was": decision.was, "now": decision.nexus}


@act("report.nexus_decided", needs=Permission.REPORT_ASSESS, each=_changed)
def decide_nexus(report: Report, *, by: Actor, nexus: Nexus, because: str) -> NexusDecision:
    """Say whether a report involves the use of the Internet, in place of what the policy proposed.

    Yes registers its identifiers for the agency that holds it; anything else takes them out of the national index. A
    later version of the report does not change what a person decided. Raises RuleRefusal without a reason, or with
    one of more than 300 letters.
    """
    reason = because.strip()
    if not reason or len(reason) > LETTERS:
        raise RuleRefusal("Say why in one or two sentences; nothing was changed.")
    was, report.nexus = report.nexus, nexus.value
    if nexus is Nexus.YES:
        renew_interests([report], by=by)
    else:
        withdraw(RECORD_KIND, [report.pk])
    report.nexus_because, report.nexus_rule = reason, ""
    report.nexus_policy_date, report.nexus_policy_digest = None, ""
    report.save(update_fields=["nexus", "nexus_because", "nexus_rule", "nexus_policy_date", "nexus_policy_digest"])
    return NexusDecision.objects.create(
        agency_id=report.agency_id,
        report=report,
        was=was,
        nexus=nexus.value,
        because=reason,
        decided_at=clock.now(),
        by_user_id=by.pk,
    )
