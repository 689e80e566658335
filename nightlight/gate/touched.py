"""Which open reports a rule touches, and what it changes for the first of them. Answered by the index of the queue."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import In

from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.gate.in_force import InForce, in_force
from nightlight.gate.models import ForumRule
from nightlight.gate.reading import ReportGate, gates_of, holder_of, parts_of
from nightlight.intake.models import Lane, Report

LISTED = 50
"""How many are shown with what changes."""


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

    leads: int
    """How many stand by themselves, as the queue lists them."""
    folded: int
    """How many more stand under one."""
    reports: Sequence[Touched]

    @property
    def count(self) -> int:
        """How many there are together."""
        return self.leads + self.folded

    @property
    def changed(self) -> int:
        """How many of the listed ones change."""
        return sum(one.changes for one in self.reports)


class Reaches:
    """Which reports each rule reaches, as conditions; rules and agencies are read once, whatever is asked.

    A condition is answered by the index of the queue (`report_in_queue`); it names agencies, never reports. Who takes
    cases to the court counts as of today, or of the rule's first day where that is still to come.
    """

    def __init__(self, draft: ForumRule | None = None) -> None:
        self._draft = draft
        self._ruled: dict[date, InForce] = {}

    def condition(self, rule: UUID) -> Q:
        """Return the condition that a rule reaches a report: it lists files, and its holder goes to the court.

        Holds for no report where there is no such rule. Seven queries for the first rule, none for the others.
        """
        if rule not in self._rules:
            return Q(pk__in=[])
        return Q(In(Coalesce(F("assigned_to"), F("agency")), sorted(self._holders(*self._rules[rule])))) & Q(
            has_files=True
        )

    @functools.cached_property
    def _rules(self) -> dict[UUID, tuple[UUID, str, date]]:
        rows = ForumRule.objects.values_list("pk", "agency_id", "forum", "in_force_from")
        rules = {pk: (agency, forum, begins) for pk, agency, forum, begins in rows}
        draft = self._draft
        return rules | ({draft.pk: (draft.agency_id, draft.forum, draft.in_force_from)} if draft else {})

    def _holders(self, setter: UUID, forum: str, begins: date) -> set[UUID]:
        """Return the agencies for which the setter's rules of the court decide: nobody nearer has set one."""
        on = max(begins, clock.today())
        if on not in self._ruled:
            everyone = list(Agency.objects.in_force(on).values_list("pk", flat=True))
            self._ruled[on] = in_force(everyone, on=on, with_rule=self._draft)
        setters = {rule: agency for rule, (agency, _, _) in self._rules.items()}
        return {
            agency
            for agency, rules in self._ruled[on].by_agency.items()
            if any(court.code == forum and says and setters.get(says.id) == setter for court, says in rules)
        }


def reports_touched(rule: ForumRule, *, by: Actor) -> Any:
    """Return the open reports with files that a rule reaches, as one queryset."""
    reports: Any = Report.objects.visible_to(by).filter(lane__in=Lane.values)
    return reports.filter(Reaches(rule).condition(rule.pk))


def reach_of(rule: ForumRule, *, by: Actor, before: bool) -> Reach:
    """Return the open reports that a rule reaches, the newest first, with what it changes on its first day.

    `before` compares with what holds without it (a rule that is not saved yet); otherwise both numbers are those of
    the rule as it stands. Reports without a file have no gate. As many queries for ten reports as for fifty.
    """
    rows = reports_touched(rule, by=by)
    counted = rows.order_by().aggregate(
        leads=Count("lane", filter=Q(lane=Lane.LEAD.value)), folded=Count("lane", filter=Q(lane=Lane.FOLDED.value))
    )
    listed = list(rows.order_by("-pk")[:LISTED])
    parts = parts_of(listed)
    agencies = {holder_of(report) for report in listed}
    on = rule.in_force_from
    after = gates_of(by, listed, parts=parts, rules=in_force(agencies, on=on, with_rule=rule))
    as_it_is = gates_of(by, listed, parts=parts, rules=in_force(agencies, on=on)) if before else after
    listed_ones = [_touched(old, new) for old, new in zip(as_it_is, after, strict=True)]
    return Reach(counted["leads"], counted["folded"], listed_ones)


def _touched(before: ReportGate, after: ReportGate) -> Touched:
    return Touched(after.report, len(after.files), before.shut, after.shut)
