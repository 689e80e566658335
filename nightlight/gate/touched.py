"""Which open reports a rule touches, and what it changes for the first of them. Bounded, answered by an index."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from nightlight.agencies.models import Agency
from nightlight.foundation.sealed import Actor
from nightlight.gate.in_force import in_force
from nightlight.gate.models import ForumRule
from nightlight.gate.reading import ReportGate, gates_of, holder_of, parts_of
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report, ReportedFile

LISTED, COUNTED = 50, 10_000
"""How many are shown with what changes, and up to how many are counted."""
OPEN = [status.value for status in ReportStatus if status is not ReportStatus.CLOSED]


@dataclass(frozen=True, slots=True)
class Touched:
    """An open report of a holder that takes cases to the forum: how many files ask for a warrant, before and after."""

    report: Report
    files: int
    shut_before: int
    shut_after: int

    @property
    def changes(self) -> bool:
        """Whether the rule changes anything for it."""
        return self.shut_before != self.shut_after


@dataclass(frozen=True, slots=True)
class Reach:
    """The open reports that a rule reaches."""

    count: int
    """How many, up to `COUNTED` and one more."""
    reports: Sequence[Touched]

    @property
    def is_more(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > COUNTED

    @property
    def changed(self) -> int:
        """How many of the listed ones change."""
        return sum(one.changes for one in self.reports)


def reports_touched(rule: ForumRule, *, by: Actor) -> Any:
    """Return the open reports with files that a rule reaches, as one queryset, for a list or a filter."""
    holders = _holders(rule)
    files: Any = ReportedFile.objects.visible_to(by).filter(report=OuterRef("pk"))
    reports: Any = Report.objects.visible_to(by).filter(status__in=OPEN)
    held = Q(assigned_to__in=holders) | Q(assigned_to=None, agency__in=holders)
    return reports.filter(held).filter(Exists(files))


def reach_of(rule: ForumRule, *, by: Actor, before: bool) -> Reach:
    """Return the open reports that a rule reaches, the newest first, with what it changes on its first day.

    `before` compares with what holds without it (a rule that is not saved yet); otherwise both numbers are those of
    the rule as it stands. Reports without a file have no gate. As many queries for ten reports as for fifty.
    """
    rows = reports_touched(rule, by=by)
    count = rows.order_by()[: COUNTED + 1].count()
    listed = list(rows.order_by("-pk")[:LISTED])
    parts = parts_of(by, [report.pk for report in listed])
    agencies = {holder_of(report) for report in listed}
    on = rule.in_force_from
    after = gates_of(by, listed, parts=parts, rules=in_force(agencies, on=on, with_rule=rule))
    as_it_is = gates_of(by, listed, parts=parts, rules=in_force(agencies, on=on)) if before else after
    return Reach(count, [_touched(old, new) for old, new in zip(as_it_is, after, strict=True)])


def _touched(before: ReportGate, after: ReportGate) -> Touched:
    return Touched(after.report, len(after.files), before.shut, after.shut)


def _holders(rule: ForumRule) -> set[UUID]:
    """Return the agencies whose reports the rule decides: theirs is the forum, and nobody nearer has set one."""
    everyone = list(Agency.objects.in_force(rule.in_force_from).values_list("pk", flat=True))
    ruled = in_force(everyone, on=rule.in_force_from, with_rule=rule)
    return {
        agency
        for agency, rules in ruled.by_agency.items()
        if any(forum.code == rule.forum and says is not None and says.id == rule.pk for forum, says in rules)
    }
