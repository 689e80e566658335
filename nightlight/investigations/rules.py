"""What must hold before an act of an investigation happens. Each rule refuses in words for the reader."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models

from nightlight.accounts.standing import WORKER
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.investigations.asked import ArrestMade, ChargeBrought, Opening
from nightlight.investigations.categories import category_set
from nightlight.investigations.lifecycle import CaseStatus, SubjectStatus
from nightlight.investigations.models import Arrest, Case, CaseReport, Origin, Subject
from nightlight.investigations.statutes import statute_rule
from nightlight.policy.dated import NoPolicyInForce
from nightlight.sampling import reading as sampling
from nightlight.triage.models import Assessment
from nightlight.urgent.rules import lane_on

REASON_LETTERS = NAME_LETTERS = 200
STATUTE_LETTERS = TITLE_LETTERS = 120


def require_reason(because: str) -> None:
    """A reason is given, in 200 letters at most."""
    if not because.strip() or len(because) > REASON_LETTERS:
        raise RuleRefusal(f"Give a reason of {REASON_LETTERS} letters at most; nothing was changed.")


def urgent_among(reports: Iterable[Report], *, by: Actor) -> set[UUID]:
    """Return the ids of the reports that the urgent lane takes, as they are judged now."""
    lane, rows = lane_on(clock.today()).content, Assessment.objects.visible_to(by)
    current: Any = rows.current().filter(report__in=[report.pk for report in reports])
    return {pk for pk, tier, rule in current.values_list("report_id", "tier", "rule") if lane.holds(tier, rule)}


def require_one_by_one(reports: Sequence[Report], *, by: Actor) -> None:
    """An urgent report is closed by a person and by itself, with what stands under it, never in bulk or by a rule."""
    urgent = urgent_among(reports, by=by)
    if not urgent:
        return
    beside = [report for report in reports if report.pk not in urgent and report.folded_into_id not in urgent]
    if len(urgent) > 1 or beside:
        raise RuleRefusal(
            "A report by which a child may be in danger now is closed by itself, never together with others. "
            "Open it and close it there; nothing was changed."
        )
    if getattr(by, "email", "") == WORKER:
        raise RuleRefusal("A report by which a child may be in danger now is closed by a person; nothing was changed.")


def require_short(texts: Iterable[str], *, letters: int) -> None:
    """A title or a name has its number of letters at most."""
    if any(len(text) > letters for text in texts):
        raise RuleRefusal(f"A title or name is longer than {letters} letters. Shorten it; nothing was changed.")


def require_each_once(rows: Iterable[models.Model]) -> None:
    """No row is given twice."""
    given = [row.pk for row in rows]
    if len(given) != len(set(given)):
        raise RuleRefusal("The same record is given twice. Give each once; nothing was changed.")


def require_own_work(reports: Iterable[Report], *, by: Actor) -> None:
    """Reports that are assigned to somebody are assigned to the actor's agencies."""
    assignees = {report.assigned_to_id for report in reports if report.assigned_to_id}
    if assignees and Agency.objects.filter(by.sees("pk"), pk__in=assignees).count() < len(assignees):
        raise RuleRefusal("A report is assigned to another agency; it is theirs to work. Nothing was changed.")


def require_looked_at(reports: Sequence[Report], *, by: Actor) -> None:
    """A report that was drawn for a person to look at is not closed before somebody did."""
    drawn = sampling.waiting(by, [report.pk for report in reports])
    if drawn:
        raise RuleRefusal(
            f"Drawn as a random sample, and nobody has looked at it yet: {sampling.numbers(reports, drawn)}. Open it, "
            "and say whether its tier was right; then it can be closed. Nothing was changed."
        )


def require_no_case(reports: Iterable[Report]) -> None:
    """A report joins one case."""
    given = list(reports)
    require_each_once(given)
    joined = CaseReport.objects.unscoped(because="a report joins one case, whoever may see that case")
    if joined.filter(report__in=[report.pk for report in given]).exists():
        raise RuleRefusal("A report belongs to a case already; work it there. Nothing was changed.")


def owner(reports: Sequence[Report], opening: Opening, *, by: Actor) -> UUID:
    """Return the agency a case will belong to: the one its reports are assigned to, or the actor's own."""
    if not reports and opening.origin == Origin.REACTIVE:
        raise RuleRefusal("A reactive case begins with a report. Name one, or open it as proactive.")
    owners = {report.assigned_to_id for report in reports} or {by.agency_id}
    if len(owners) > 1:
        raise RuleRefusal("The reports of a case are assigned to one agency. Assign them first; nothing was changed.")
    found = owners.pop()
    if found is None:
        raise RuleRefusal("A report is assigned before it joins a case. Assign it first; nothing was changed.")
    return found


def require_open(cases: Iterable[Case]) -> None:
    """A closed case takes in nobody new."""
    if any(case.status != CaseStatus.OPEN for case in cases):
        raise RuleRefusal("The case is closed; it takes in no new subject and no arrest. Nothing was changed.")


def require_arrests(cases: Collection[Case], *, by: Actor) -> None:
    """Every one of the cases has an arrest on record."""
    arrests = Arrest.objects.visible_to(by).filter(case__in=[case.pk for case in cases])
    if arrests.values("case").distinct().count() < len(cases):
        raise RuleRefusal("A case has no arrest on record. Record it, or choose another ending; nothing was changed.")


def require_uncleared(subjects: Iterable[Subject]) -> None:
    """Nothing is recorded against a person who was cleared."""
    if any(subject.status == SubjectStatus.CLEARED for subject in subjects):
        raise RuleRefusal("This person was cleared; nothing more is recorded against them. Nothing was changed.")


def require_new_arrests(arrests: Sequence[ArrestMade]) -> None:
    """A person is arrested once on a day, under categories that are given once."""
    for asked in arrests:
        if len({asked.category, *asked.further}) != 1 + len(asked.further):
            raise RuleRefusal("A category is given twice for one arrest. Give each once; nothing was changed.")
    given = {(asked.subject.pk, asked.arrested_on) for asked in arrests}
    everything = Arrest.objects.unscoped(because="a person is arrested once on a day, whoever recorded it")
    known = everything.filter(subject__in={subject for subject, _ in given}).values_list("subject_id", "arrested_on")
    if len(given) < len(arrests) or given.intersection(known):
        raise RuleRefusal("This person's arrest on that day is recorded already; nothing was changed.")


def category_set_of(arrest: ArrestMade) -> date:
    """Return the date of the set of categories in force on the day of an arrest."""
    try:
        return category_set(arrest.arrested_on).in_force_from
    except NoPolicyInForce:
        raise RuleRefusal("No set of offense categories is in force on that day; nothing was changed.") from None


def require_counts_and_statutes(charges: Iterable[ChargeBrought]) -> None:
    """A charge names its statute, in 120 letters at most, and has one count or more."""
    for asked in charges:
        if not 0 < len(asked.statute.strip()) <= STATUTE_LETTERS or asked.counts < 1:
            raise RuleRefusal(
                f"A charge names a statute, in {STATUTE_LETTERS} letters at most, and has one count or more. "
                "Nothing was changed."
            )


def category_by_statute(statute: str, *, on: date) -> str:
    """Return the category that the mapping of statutes gives on a day, or nothing."""
    rule = statute_rule(statute, on=on)
    return rule.category.value if rule and rule.category else ""


def require_begun_in_time(reports: Iterable[Report], now: datetime) -> None:
    """Raise RuleRefusal for a report that was taken up in the future, or before it came."""
    for report in reports:
        if report.taken_up_at and not report.received_at <= report.taken_up_at <= now:
            raise RuleRefusal(
                "A report is taken up after it was received and not in the future. Correct the moment; "
                "nothing was changed."
            )
