"""Why one report stands above another in the queue: the first difference that decides, and the others beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report
from nightlight.triage.assessment.facts import WORDS, Fact
from nightlight.triage.models import Assessment
from nightlight.triage.report_page import Known, known

Key = tuple[bool, int, datetime, UUID]
"""The order of the queue: what nobody has assessed, then by tier, by the time of receipt, by the id."""

MOST = 20
"""How many reports with one number are looked at."""


class Decides(StrEnum):
    """What decides which of two reports stands above the other."""

    NOT_LISTED = "not_listed"
    NOT_ASSESSED = "not_assessed"
    TIER = "tier"
    RECEIVED = "received"
    ID = "id"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two reports, as the queue orders it."""

    report: Report
    assessment: Assessment | None

    @property
    def number(self) -> str:
        """What the report is called in a sentence."""
        return self.report.number or "The report without a number"

    @property
    def key(self) -> Key:
        """Where it stands in the queue."""
        tier = self.assessment.tier if self.assessment else 0
        return self.assessment is not None, tier, self.report.received_at, self.report.pk

    @property
    def absent(self) -> str:
        """Why it does not stand in the queue, or nothing where it does."""
        if self.report.status == ReportStatus.CLOSED:
            return f"{self.number} is closed and stands in the queue no more."
        if self.report.folded_into_id:
            return f"{self.number} is folded into another report, which stands in the queue for it."
        return ""

    @property
    def tier(self) -> str:
        """Its tier with its words."""
        return f"tier {self.assessment.tier}, “{self.assessment.tier_words}”" if self.assessment else "no tier yet"

    @property
    def whose(self) -> str:
        """Whose rules judged it."""
        agency = self.assessment.policy_agency if self.assessment else None
        return str(agency.name) if agency else "the house"

    @property
    def rules(self) -> str:
        """Whose rules judged it, and from which day they are."""
        return f"the rules of {self.whose} of {self.assessment.policy_date}" if self.assessment else "nothing yet"


@dataclass(frozen=True, slots=True)
class Beside:
    """One fact in which the two differ, as each of them states it."""

    noun: str
    above: Known
    below: Known


@dataclass(frozen=True, slots=True)
class Why:
    """The two reports, the upper first; what decides; that in words; and what else differs."""

    above: Side
    below: Side
    decides: Decides
    words: str
    rules_differ: str
    """Where other rules judged them: whose and of when. Empty where the same did."""
    facts: Sequence[Beside]
    alike: int
    """In how many facts they do not differ."""


def why(one: UUID, other: UUID, *, by: Actor) -> Why:
    """Return why one of two reports that the actor sees stands above the other. Two queries.

    Raises NotFound for a report that the actor does not see, RuleRefusal for a report and itself.
    """
    if one == other:
        raise RuleRefusal("This is one report. Choose another one beside it.")
    sides = sorted(_sides([one, other], by), key=lambda side: side.key)
    above, below = sides
    decides, words = _first_difference(above, below)
    facts = [
        Beside(WORDS[fact], left, right)
        for fact, left, right in zip(Fact, *(_facts(side) for side in sides), strict=True)
        if left.value is not right.value
    ]
    return Why(above, below, decides, words, _rules(above, below), facts, len(Fact) - len(facts))


def named(text: str, *, by: Actor) -> UUID:
    """Return the id of the report that a number, or an id, names among those the actor sees.

    Where several carry the number, the one that is open. Raises NotFound, and RuleRefusal where several are.
    """
    reports: Any = Report.objects.visible_to(by)
    carrying = list(reports.filter(number=text.strip()).values_list("pk", "status")[:MOST]) if text.strip() else []
    standing = [pk for pk, status in carrying if status != ReportStatus.CLOSED] or [pk for pk, _ in carrying]
    if len(standing) > 1:
        raise RuleRefusal(f"Several reports carry the number {text.strip()}. Name it by the id in its page's address.")
    if standing:
        return standing[0]  # type: ignore[no-any-return]  # the manager is untyped
    try:
        found = reports.filter(pk=text.strip()).values_list("pk", flat=True).first()
    except (ValidationError, ValueError):
        found = None
    if found is None:
        raise NotFound
    return found  # type: ignore[no-any-return]  # the manager is untyped


def _sides(ids: Sequence[UUID], by: Actor) -> list[Side]:
    reports: Any = Report.objects.visible_to(by).filter(pk__in=ids)
    found = list(reports)
    if len(found) != len(ids):
        raise NotFound
    rows: Any = Assessment.objects.visible_to(by).current().filter(report__in=ids).select_related("policy_agency")
    assessments = {assessment.report_id: assessment for assessment in rows}
    return [Side(report, assessments.get(report.pk)) for report in found]


def _first_difference(above: Side, below: Side) -> tuple[Decides, str]:
    if absent := above.absent or below.absent:
        return Decides.NOT_LISTED, absent
    if (above.assessment is None) != (below.assessment is None):
        return Decides.NOT_ASSESSED, f"Nobody has looked at {above.number} yet: that stands above all tiers."
    if above.assessment and below.assessment and above.assessment.tier != below.assessment.tier:
        return Decides.TIER, f"{above.number} is in {above.tier}; {below.number} is in {below.tier}."
    same = f"Both are in {above.tier}" if above.assessment else "Nobody has looked at either yet"
    if above.report.received_at != below.report.received_at:
        return Decides.RECEIVED, f"{same}; {above.number} came earlier."
    return Decides.ID, f"{same}, and both came at the same moment; {above.number} was written down first."


def _rules(above: Side, below: Side) -> str:
    if not (above.assessment and below.assessment):
        return ""
    if above.assessment.policy_digest == below.assessment.policy_digest:
        return ""
    return f"{above.number} was judged by {above.rules}, {below.number} by {below.rules}."


def _facts(side: Side) -> Sequence[Known]:
    return known(side.assessment.facts if side.assessment else {})
