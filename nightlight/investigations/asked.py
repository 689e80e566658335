"""What people hand to the acts of an investigation."""

from dataclasses import dataclass
from datetime import date, datetime

from nightlight.intake.models import Report
from nightlight.investigations.categories import Category
from nightlight.investigations.models import (
    Arrest,
    Case,
    Charge,
    ChargeDisposition,
    Finding,
    Jurisdiction,
    Origin,
    Subject,
)


@dataclass(frozen=True, slots=True)
class Opening:
    """A case to be: the reports it begins with (none for a proactive one), and an administrative title.

    `began_at` is when work began, for a case that is entered afterwards; empty means now.
    """

    reports: tuple[Report, ...] = ()
    origin: Origin = Origin.REACTIVE
    title: str = ""
    began_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SubjectNamed:
    """A person whom a case is about; an empty name while nobody knows it."""

    case: Case
    name_as_given: str = ""


@dataclass(frozen=True, slots=True)
class FindingMade:
    """What was found about a subject, and on which day."""

    subject: Subject
    finding: Finding
    found_on: date


@dataclass(frozen=True, slots=True)
class ArrestMade:
    """A person arrested: the primary category, and those the arrest falls under besides."""

    subject: Subject
    arrested_on: date
    category: Category
    further: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True)
class ChargeBrought:
    """A charge. Without a category it takes that of its statute, if the mapping of statutes knows one."""

    arrest: Arrest
    statute: str
    jurisdiction: Jurisdiction
    counts: int = 1
    category: Category | None = None


@dataclass(frozen=True, slots=True)
class ChargeDisposed:
    """What became of a charge, and on which day."""

    charge: Charge
    disposition: ChargeDisposition
    disposition_on: date
