"""The task forces at work: what was done in a month is entered by its end, each thing with its own day."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from nightlight.foundation import clock
from nightlight.intake.models import Report
from nightlight.investigations.actions import (
    add_charges,
    add_subjects,
    close_cases,
    close_reports,
    open_cases,
    record_arrests,
    record_dispositions,
    record_findings,
    take_up,
)
from nightlight.investigations.asked import (
    ArrestMade,
    ChargeBrought,
    ChargeDisposed,
    FindingMade,
    Opening,
    SubjectNamed,
)
from nightlight.investigations.categories import Category
from nightlight.investigations.models import (
    Arrest,
    Case,
    CaseDisposition,
    ChargeDisposition,
    Finding,
    Jurisdiction,
    Subject,
)
from nightlight.investigations.rules import urgent_among
from nightlight.operations.actions import PresentationHeld, record_presentations
from nightlight.operations.models import Audience
from nightlight.simulation.cast import FIRST, LAST, Cast, Unit
from nightlight.simulation.lookers import look_at_samples, say_what_they_were_worth
from nightlight.simulation.planned import Plan, PlannedArrest, PlannedChild, PlannedFinding, PlannedPresentation
from nightlight.triage.actions import viewed
from nightlight.victims.actions import ChildFound, Identification, identify, record_victims
from nightlight.victims.models import AgeBand, Recency, Relation

FRESH = timedelta(days=21)
LOOKED_AT = timedelta(days=10)
"""Of the last days so many, whose reports the task force that is shown opens one by one: it takes time."""
EVENING = time(22, 30, tzinfo=UTC)
FINDINGS = {"produced": Finding.PRODUCED, "abused": Finding.ABUSED, "both": Finding.PRODUCED_AND_ABUSED}
T = TypeVar("T")
Later = dict[str, list[T]]


class Units:
    """Plays the people of every task force, each through their own account."""

    def __init__(self, cast: Cast, planned: Plan) -> None:
        self.units, self.planned = cast.units, planned
        self.cases: dict[int, Case] = {}
        self.subjects: dict[tuple[int, int], Subject] = {}
        self._ended: Later[Case] = {code: [] for code in self.units}
        complaints, cases = planned.complaints, planned.cases
        self._taken_up = self._waiting(
            (
                at
                for at, complaint in enumerate(complaints)
                if complaint.plot.taken_up_on and complaint.plot.case is None
            ),
            where=lambda at: complaints[at].task_force,
        )
        self._opened = self._waiting(range(len(cases)), where=lambda at: cases[at].task_force)
        self._closed = self._waiting(
            (at for at, complaint in enumerate(complaints) if complaint.plot.closed_on and not self._is_fresh(at)),
            where=lambda at: complaints[at].task_force,
        )
        self._unseen = self._waiting(
            (at for at, one in enumerate(complaints) if one.plot.taken_up_on and self._is_late(at, within=LOOKED_AT)),
            where=lambda at: complaints[at].task_force,
        )
        self._arrested = self._waiting(range(len(planned.arrests)), where=self._of_case(planned.arrests))
        self._found = self._waiting(planned.findings, where=lambda one: cases[one.case].task_force)
        self._children = self._waiting(planned.children, where=lambda one: cases[one.case].task_force)
        self._talks = self._waiting(planned.presentations, where=lambda one: one.task_force)

    def _is_fresh(self, at: int) -> bool:
        """Say whether a complaint stays unlooked at: something is left for whoever tries the demo."""
        return self.planned.complaints[at].plot.taken_up_on is None and self._is_late(at, within=FRESH)

    def _is_late(self, at: int, *, within: timedelta) -> bool:
        complaints = self.planned.complaints
        return complaints[at].received_at > complaints[-1].received_at - within

    def fresh(self, reports: Mapping[int, UUID]) -> list[UUID]:
        """Return which of the reports stay unlooked at."""
        return [pk for at, pk in reports.items() if self._is_fresh(at)]

    def look_at_what_came(self, unit: Unit, today: date, reports: Mapping[int, UUID]) -> None:
        """Open what came in the last days and will be taken up, one by one."""
        due = self._due(
            self._unseen, unit, partial(_by, today, lambda at: self.planned.complaints[at].received_at.date())
        )
        for at in due:
            with clock.held_at(clock.now() + timedelta(minutes=9 + at % 80)):
                viewed(Report(pk=reports[at]), by=unit.investigator)

    def enter_returns(self, today: date, reports: Mapping[int, UUID]) -> None:
        """Enter what happened since the last returns, from the cases opened to the reports closed."""
        fresh = self.fresh(reports)
        worked = {reports[at] for case in self.planned.cases for at in case.complaints if at in reports}
        for unit in self.units.values():
            look_at_samples(unit, fresh, worked.__contains__)
            self._open_cases(unit, today, reports)
            self._take_up(unit, today, reports)
            self._enter_arrests(unit, today)
            self._enter_findings(unit, today)
            self._enter_children(unit, today)
            self._enter_talks(unit, today)
            self._close_reports(unit, today, reports)

    def close_cases(self) -> None:
        """Close the cases whose charges have been disposed of: the commanders' last act."""
        for unit in self.units.values():
            if ended := self._ended[unit.agency.code]:
                close_cases(ended, by=unit.commander, disposition=CaseDisposition.ARREST_MADE)

    def _open_cases(self, unit: Unit, today: date, reports: Mapping[int, UUID]) -> None:
        cases = self.planned.cases
        due = self._due(self._opened, unit, partial(_by, today, lambda at: cases[at].opened_on))
        openings = [
            Opening(
                tuple(Report(pk=reports[complaint]) for complaint in cases[at].complaints),
                began_at=_evening(cases[at].opened_on),
            )
            for at in due
        ]
        if openings:
            self.cases |= dict(zip(due, open_cases(openings, by=unit.investigator), strict=True))

    def _take_up(self, unit: Unit, today: date, reports: Mapping[int, UUID]) -> None:
        complaints = self.planned.complaints
        due = self._due(self._taken_up, unit, partial(_by, today, lambda at: complaints[at].plot.taken_up_on))
        begun = {reports[at]: _evening(complaints[at].plot.taken_up_on or today) for at in due}
        if begun:
            take_up([Report(pk=pk) for pk in begun], by=unit.investigator, at=begun)

    def _enter_arrests(self, unit: Unit, today: date) -> None:
        due = self._due(self._arrested, unit, partial(_by, today, lambda at: self.planned.arrests[at].arrested_on))
        if not due:
            return
        planned = [self.planned.arrests[at] for at in due]
        asked = [SubjectNamed(self.cases[arrest.case], _name(arrest)) for arrest in planned]
        subjects = add_subjects(asked, by=unit.investigator)
        self.subjects |= {(arrest.case, arrest.subject): row for arrest, row in zip(planned, subjects, strict=True)}
        made = [
            ArrestMade(
                subject, arrest.arrested_on, Category(arrest.category), tuple(map(Category, arrest.further_categories))
            )
            for arrest, subject in zip(planned, subjects, strict=True)
        ]
        arrests = record_arrests(made, by=unit.investigator)
        self._enter_charges(unit, today, list(zip(planned, arrests, strict=True)))

    def _enter_charges(self, unit: Unit, today: date, arrests: list[tuple[PlannedArrest, Arrest]]) -> None:
        brought = [
            (arrest, ChargeBrought(row, charge.statute, Jurisdiction(arrest.jurisdiction), charge.counts))
            for arrest, row in arrests
            for charge in arrest.charges
        ]
        charges = add_charges([asked for _, asked in brought], by=unit.investigator)
        disposed = [
            ChargeDisposed(charge, ChargeDisposition(arrest.disposition), arrest.disposed_on)
            for (arrest, _), charge in zip(brought, charges, strict=True)
            if arrest.disposed_on and arrest.disposed_on <= today
        ]
        if disposed:
            record_dispositions(disposed, by=unit.investigator)
        self._ended[unit.agency.code] += [self.cases[arrest.case] for arrest, _ in arrests if arrest.disposed_on]

    def _enter_findings(self, unit: Unit, today: date) -> None:
        due = self._due(self._found, unit, partial(_by, today, _found_on))
        made = [FindingMade(self.subjects[one.case, one.subject], FINDINGS[one.kind], one.found_on) for one in due]
        if made:
            record_findings(made, by=unit.investigator)

    def _enter_children(self, unit: Unit, today: date) -> None:
        due = self._due(self._children, unit, partial(_by, today, _identified_on))
        if not due:
            return
        recorded = record_victims([ChildFound(self.cases[one.case]) for one in due], by=unit.victim_specialist)
        identified = [
            Identification(
                victim,
                one.identified_on,
                Recency(one.recency),
                Relation(one.relation),
                AgeBand(one.age_band),
            )
            for one, victim in zip(due, recorded, strict=True)
        ]
        identify(identified, by=unit.victim_specialist)

    def _enter_talks(self, unit: Unit, today: date) -> None:
        due = self._due(self._talks, unit, partial(_by, today, _given_on))
        held = [PresentationHeld(one.given_on, Audience(one.audience), one.people) for one in due]
        if held:
            record_presentations(held, by=unit.investigator)

    def _close_reports(self, unit: Unit, today: date, reports: Mapping[int, UUID]) -> None:
        complaints = self.planned.complaints
        by_reason: dict[str, list[Report]] = defaultdict(list)
        for at in self._due(self._closed, unit, partial(_by, today, lambda at: complaints[at].plot.closed_on)):
            by_reason[complaints[at].plot.closing].append(Report(pk=reports[at]))
        closing = [row for rows in by_reason.values() for row in rows]
        urgent = urgent_among(closing, by=unit.investigator) if closing else frozenset()
        for reason, rows in sorted(by_reason.items()):
            because = reason.replace("_", " ").capitalize()
            for one in [row for row in rows if row.pk in urgent]:
                close_reports([one], by=unit.investigator, because=because)
            if others := [row for row in rows if row.pk not in urgent]:
                close_reports(others, by=unit.investigator, because=because)
            say_what_they_were_worth(unit, rows, reason)

    def _of_case(self, rows: tuple[PlannedArrest, ...]) -> Callable[[int], str]:
        return lambda at: self.planned.cases[rows[at].case].task_force

    def _waiting(self, rows: Iterable[T], *, where: Callable[[T], str]) -> Later[T]:
        waiting: Later[T] = {code: [] for code in self.units}
        for row in rows:
            waiting[where(row).lower()].append(row)
        return waiting

    def _due(self, waiting: Later[T], unit: Unit, is_due: Callable[[T], bool]) -> list[T]:
        """Take out what is due."""
        rows = waiting[unit.agency.code]
        due = [row for row in rows if is_due(row)]
        if due:
            waiting[unit.agency.code] = [row for row in rows if not is_due(row)]
        return due


def _evening(day: date) -> datetime:
    return datetime.combine(day, EVENING)


def _by(today: date, day_of: Callable[[Any], date | None], row: Any) -> bool:
    day = day_of(row)
    return day is not None and day <= today


def _found_on(one: PlannedFinding) -> date:
    return one.found_on


def _identified_on(one: PlannedChild) -> date:
    return one.identified_on


def _given_on(one: PlannedPresentation) -> date:
    return one.given_on


def _name(arrest: PlannedArrest) -> str:
    """Return a visibly invented name; every tenth subject is not known by name."""
    dice = arrest.case * 7 + arrest.subject
    return "" if dice % 10 == 0 else f"{FIRST[dice % len(FIRST)]} {LAST[dice // 3 % len(LAST)]}"
