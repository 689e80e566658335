"""Finds the lead that a report folds into, if the policy in force knows one. A fixed number of queries for a batch."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from nightlight.foundation.bulk import unsaved
from nightlight.foundation.sealed import Actor
from nightlight.identifiers.kinds import DIGESTS
from nightlight.intake.formats.values import Role, Said
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report, Sighting
from nightlight.triage.assessed import moments_of
from nightlight.triage.assessment.facts import FACTS, Fact
from nightlight.triage.assessment.priority import Judge
from nightlight.triage.assessment.rules import RuleBook
from nightlight.triage.folding.policy import FoldingPolicy, FoldRule, Same
from nightlight.triage.models import Assessment
from nightlight.triage.queue.keys import Mark

Key = tuple[UUID, str, str, str]
"""An agency, and an identifier in a report that it works: kind, realm and value."""

WORTH_ASKING = Mark.PRIOR_REPORTS_HERE.bit | Mark.ONLY_RECIRCULATED.bit
"""The marks of a report that triage found to share an account with another, or whose files all recirculate."""


@dataclass(frozen=True, slots=True)
class Found:
    """The lead of one report, and the rule that found it."""

    into: UUID
    rule: FoldRule


@dataclass(frozen=True, slots=True)
class _Candidate:
    received_at: datetime
    pk: UUID


def leads_of(reports: Sequence[Report], rules: FoldingPolicy, book: RuleBook, *, by: Actor) -> dict[UUID, Found]:
    """Return the lead of each of the reports that folds, by its id. Reports of the batch may lead one another.

    A lead is at least as urgent as what folds into it. That there are other reports here is left out of that: it is
    what makes them one lead, and the lead is assessed anew with it.
    """
    standing = [r for r in reports if r.status == ReportStatus.ASSIGNED and r.folded_into_id is None]
    viral = frozenset(report.pk for report in standing if report.marks & Mark.ONLY_RECIRCULATED.bit)
    asked = [report for report in standing if report.marks & WORTH_ASKING]
    if not asked:
        return {}
    finder = _Finder(asked, viral, rules, book, by)
    found: dict[UUID, Found] = {}
    for report in sorted(asked, key=lambda report: (report.received_at, report.pk)):
        if lead := finder.lead_of(report):
            found[report.pk] = Found(found[lead.into].into if lead.into in found else lead.into, lead.rule)
    return found


JUDGED_BY = ("report_id", "tier", "facts", "newest_address_at", "events_on", "clock_on", "assessed_at")
"""What of an assessment says how its report would be judged alone."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """The tier of a report, its tier if no other report were here, and whether all its files are recirculated."""

    tier: int
    alone: int
    is_viral: bool

    @classmethod
    def of(cls, kept: Assessment, judge: Judge) -> "_Judged":
        true = {FACTS[name] for name, found in kept.facts.items() if found["value"] and name in FACTS}
        held = judge.held(moments_of(kept), on=kept.assessed_at.date())
        alone = judge.tier(true - {Fact.PRIOR_REPORTS_HERE}, held)
        return cls(kept.tier, alone, Fact.ONLY_RECIRCULATED in true)


class _Finder:
    """What a batch of reports holds, and who held it before, read at once; only what is shared is looked into."""

    def __init__(
        self, reports: Sequence[Report], viral: frozenset[UUID], rules: FoldingPolicy, book: RuleBook, by: Actor
    ) -> None:
        self._rules = rules
        assessed: Any = Assessment.objects.visible_to(by)
        batch = {report.pk for report in reports}
        accounts = frozenset[str]().union(*(rule.kinds for rule in rules.rules))
        # a report's own are all read and chosen from here: asked by kind, SQLite walks through every account there is
        keys = [
            (candidate, key)
            for candidate, key in _identifiers(by, report__in=batch)
            if key[1] in accounts or (key[1] in DIGESTS and candidate.pk in viral)
        ]
        self._keys: dict[UUID, list[Key]] = defaultdict(list)
        for candidate, key in keys:
            self._keys[candidate.pk].append(key)
        self._holders = self._earlier(reports, {key for _, key in keys}, by) if keys else {}
        shared = {pk for held in self._holders.values() for pk in {candidate.pk for candidate in held}}
        rows = assessed.current().filter(report__in=shared) if shared else assessed.none()
        self._judged = {
            row["report_id"]: _Judged.of(unsaved(Assessment, **row), book.of(holder).judge)
            for row in rows.values(*JUDGED_BY, holder=F("report__assigned_to"))
            if (holder := row.pop("holder"))
        }

    def _earlier(self, reports: Sequence[Report], keys: set[Key], by: Actor) -> dict[Key, list[_Candidate]]:
        """Return the leads that hold a key which more than one report holds; what is offered away leads nobody."""
        since = min(report.received_at for report in reports) - timedelta(days=self._rules.within_days)
        holders: dict[Key, list[_Candidate]] = defaultdict(list)
        found = _identifiers(
            by,
            kind__in={key[1] for key in keys},
            value__in={key[3] for key in keys},
            report__assigned_to__in={key[0] for key in keys},
            report__folded_into=None,
            report__offered_to=None,
            report__received_at__gte=since,
        )
        for candidate, key in found:
            if key in keys:
                holders[key].append(candidate)
        return {key: held for key, held in holders.items() if len({candidate.pk for candidate in held}) > 1}

    def lead_of(self, report: Report) -> Found | None:
        """Return the earliest report that a rule calls the same lead."""
        judged = self._judged.get(report.pk)
        if judged is None or judged.tier in self._rules.never_tiers:
            return None
        for rule in self._rules.rules:
            alike = [candidate for candidate in self._sharing(report, rule) if self._leads(candidate, report)]
            if alike:
                return Found(min(alike, key=lambda candidate: (candidate.received_at, candidate.pk)).pk, rule)
        return None

    def _sharing(self, report: Report, rule: FoldRule) -> Iterator[_Candidate]:
        for key in self._keys[report.pk]:
            if key[1] in (rule.kinds if rule.same is Same.ACCOUNT else DIGESTS):
                held = self._holders.get(key, [])
                yield from held if rule.same is Same.ACCOUNT else (one for one in held if self._is_viral(one.pk))

    def _leads(self, candidate: _Candidate, report: Report) -> bool:
        """Say whether a candidate came before the report, soon enough, and is at least as urgent."""
        first = (candidate.received_at, candidate.pk) < (report.received_at, report.pk)
        soon = report.received_at - candidate.received_at <= timedelta(days=self._rules.within_days)
        lead = self._judged.get(candidate.pk)
        return first and soon and lead is not None and lead.alone <= self._judged[report.pk].alone

    def _is_viral(self, pk: UUID) -> bool:
        return pk in self._judged and self._judged[pk].is_viral


def _identifiers(by: Actor, **where: Any) -> list[tuple[_Candidate, Key]]:
    """Return the declared identifiers of persons reported, and of files, in open reports that an agency works."""
    whose = Q(person__role=Role.REPORTED) | Q(kind__in=DIGESTS)
    rows: Any = Sighting.objects.visible_to(by).filter(whose, said=Said.DECLARED, **where)
    columns = ("report_id", "report__received_at", "report__assigned_to", "kind", "realm", "value")
    open_rows = rows.exclude(report__status=ReportStatus.CLOSED).exclude(report__assigned_to=None)
    return [
        (_Candidate(at, pk), (agency, kind, realm, value))
        for pk, at, agency, kind, realm, value in open_rows.values_list(*columns)
    ]
