"""An assessment as a row, not yet written: from what a report states, or from what an earlier one remembers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from nightlight.foundation.bulk import unsaved
from nightlight.intake.models import Report
from nightlight.policy import Dated
from nightlight.triage.assessment.completeness import Checklist, check
from nightlight.triage.assessment.contents import Contents
from nightlight.triage.assessment.days import Moments
from nightlight.triage.assessment.facts import FactSheet
from nightlight.triage.assessment.finding import find
from nightlight.triage.assessment.priority import because
from nightlight.triage.assessment.rules import Rules
from nightlight.triage.models import Assessment

KEPT = ("completeness", "checklist_date", "checklist_digest", "facts", "newest_address_at", "events_on", "clock_on")
"""What a judgement by other rules takes over as it stands."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was found in one report, once: its facts, and what it has of the checklist."""

    report: Report
    sheet: FactSheet
    completeness: str
    checklist_date: date
    checklist_digest: str

    @classmethod
    def of(cls, contents: Contents, checklist: Dated[Checklist]) -> "Read":
        """Find the facts of a report, and check it."""
        sheet = find(contents)
        checked = check(checklist.content, contents, sheet)
        return cls(contents.report, sheet, checked, checklist.in_force_from, checklist.digest)

    def judged(self, rules: Rules, *, at: datetime) -> Assessment:
        """Return the assessment of the report by these rules at a moment, its clocks as they stand on it."""
        report, sheet = self.report, self.sheet
        moments = Moments.of(report.incident_at, sheet.newest_address_at, report.soonest_clock_on)
        return unsaved(
            Assessment,
            agency_id=self.report.agency_id,
            report_id=self.report.pk,
            facts=self.sheet.remembered(),
            newest_address_at=self.sheet.newest_address_at,
            events_on=moments.events_on,
            clock_on=moments.clock_on,
            completeness=self.completeness,
            checklist_date=self.checklist_date,
            checklist_digest=self.checklist_digest,
            **_by(rules, sheet, moments, at),
        )


def judged_again(old: Assessment, rules: Rules, *, at: datetime) -> Assessment:
    """Return the assessment by other rules of a report whose facts were found before, without reading it again."""
    sheet = FactSheet.recalled(old.facts, old.newest_address_at)
    kept = {name: getattr(old, name) for name in KEPT}
    by = _by(rules, sheet, moments_of(old), at)
    return unsaved(Assessment, agency_id=old.agency_id, report_id=old.report_id, **kept, **by)


def moments_of(kept: Assessment) -> Moments:
    """Return the days that an assessment was counted from."""
    newest = kept.newest_address_at
    return Moments(kept.events_on, newest.date() if newest else None, kept.clock_on)


def _by(rules: Rules, sheet: FactSheet, moments: Moments, at: datetime) -> dict[str, Any]:
    on = at.date()
    judgement, four = rules.judgement(sheet, moments, on=on), rules.four_words(sheet, at=at)
    return {
        "tier": judgement.rule.tier,
        "tier_words": judgement.tier_words,
        "rule": judgement.rule.id,
        "policy": rules.tiers.name,
        "policy_date": rules.tiers.in_force_from,
        "policy_digest": rules.tiers.digest,
        "policy_agency_id": rules.tiers.agency_id,
        "axes_date": rules.axes.in_force_from,
        "axes_digest": rules.axes.digest,
        "axes_agency_id": rules.axes.agency_id,
        "because": because(judgement.rule, moments, on=on),
        "short": judgement.rule.short,
        "would_move_up": list(judgement.would_move_up),
        "not_known": list(judgement.not_known),
        "victim": four.victim.value,
        "offender": four.offender.value,
        "solvable": four.solvable.value,
        "severity": four.severity.value,
        "assessed_at": at,
        "turns_on": rules.judge.turns_on(sheet, moments, on=on),
    }
