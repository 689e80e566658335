"""The timeline of a case, made from its records: what happened, when, and to what; newest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from nightlight.intake.models import Report
from nightlight.investigations.models import Arrest, Case, CaseReport, Charge, Finding, Subject


class Event(StrEnum):
    """What can happen to a case, in words for the page."""

    OPENED = "Case opened"
    REPORT_JOINED = "Report joined"
    SUBJECT_ADDED = "Subject added"
    FINDING = "Finding recorded"
    ARREST = "Arrest"
    CHARGE = "Charge added"
    DISPOSITION = "Charge disposed of"
    CLOSED = "Case closed"


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened: on which day, at which moment where one is known, and what it was about.

    `on` is the calendar date of the event as recorded, or that of the moment in UTC.
    """

    event: Event
    on: date
    recorded_at: datetime
    at: datetime | None = None
    about: str = ""


def timeline(
    case: Case,
    *,
    joined: Iterable[tuple[CaseReport, Report]],
    subjects: Iterable[Subject],
    arrests: Iterable[Arrest],
    charges: Iterable[Charge],
) -> tuple[Happening, ...]:
    """Return what happened in a case, newest first; what happened on one day stands in the order it was recorded."""
    happened = [
        _at(Event.OPENED, case.opened_at),
        *(_at(Event.REPORT_JOINED, link.recorded_at, report.number) for link, report in joined),
        *_of_subjects(subjects),
        *_of_arrests(arrests),
        *_of_charges(charges),
    ]
    if case.closed_at:
        happened.append(_at(Event.CLOSED, case.closed_at, case.get_disposition_display()))
    happened.sort(key=lambda each: (each.on, each.recorded_at))
    happened.reverse()  # not the sort's own reverse, which would keep what was recorded at one moment in old order
    return tuple(happened)


def _at(event: Event, moment: datetime, about: str = "") -> Happening:
    return Happening(event, moment.date(), moment, moment, about)


def _of_subjects(subjects: Iterable[Subject]) -> Iterator[Happening]:
    for subject in subjects:
        yield _at(Event.SUBJECT_ADDED, subject.recorded_at, subject.name_as_given)
        if subject.found_on and subject.finding != Finding.NONE:
            about = subject.get_finding_display()
            yield Happening(Event.FINDING, subject.found_on, subject.recorded_at, about=about)


def _of_arrests(arrests: Iterable[Arrest]) -> Iterator[Happening]:
    for arrest in arrests:
        about = arrest.subject.name_as_given
        yield Happening(Event.ARREST, arrest.arrested_on, arrest.recorded_at, about=about)


def _of_charges(charges: Iterable[Charge]) -> Iterator[Happening]:
    for charge in charges:
        yield _at(Event.CHARGE, charge.recorded_at, charge.statute)
        if charge.disposition_on:
            about = f"{charge.statute}: {charge.get_disposition_display()}"
            yield Happening(Event.DISPOSITION, charge.disposition_on, charge.recorded_at, about=about)
