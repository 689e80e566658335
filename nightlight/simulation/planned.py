"""What the plan of an invented operation consists of. Dates are local days of the operation."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Plot:
    """What becomes of a complaint after it has arrived.

    `taken_up_on` is None for a complaint that arrives and is not investigated; `closed_on` is None for one still open
    at the end. `closing` is a word such as "no_further_leads"; `case` is an index into `Plan.cases`.
    """

    taken_up_on: date | None
    case: int | None = None
    closed_on: date | None = None
    closing: str = ""


@dataclass(frozen=True, slots=True)
class PlannedComplaint:
    """A complaint that will arrive. `received_at` is aware and in UTC."""

    task_force: str
    received_at: datetime
    plot: Plot
    category: str = ""
    """The category of the first arrest that will follow from it, or empty."""
    same_person_as: int | None = None
    """The index of an earlier complaint, meant for another task force, that names the same person."""


@dataclass(frozen=True, slots=True)
class PlannedCase:
    """An investigation opened on one or more complaints, given by their indices into `Plan.complaints`."""

    task_force: str
    opened_on: date
    complaints: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlannedCharge:
    """One charge, by statute and number of counts."""

    statute: str
    counts: int


@dataclass(frozen=True, slots=True)
class PlannedArrest:
    """One person arrested: subject `subject` (from 1) of the case with index `case`.

    `disposition` is empty while the court has not decided; `disposed_on` is then None.
    """

    case: int
    subject: int
    arrested_on: date
    category: str
    further_categories: tuple[str, ...]
    charges: tuple[PlannedCharge, ...]
    jurisdiction: str
    disposition: str = ""
    disposed_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlannedFinding:
    """An arrested subject found to have produced material, abused a child, or both (`kind`)."""

    case: int
    subject: int
    found_on: date
    kind: str


@dataclass(frozen=True, slots=True)
class PlannedChild:
    """A child identified in a case; known here by position only."""

    case: int
    identified_on: date
    recency: str
    relation: str
    age_band: str


@dataclass(frozen=True, slots=True)
class PlannedPresentation:
    """A talk that a task force gave, and how many people heard it."""

    task_force: str
    given_on: date
    audience: str
    people: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole human side of an invented operation, each part in order of time."""

    complaints: tuple[PlannedComplaint, ...]
    cases: tuple[PlannedCase, ...]
    arrests: tuple[PlannedArrest, ...]
    findings: tuple[PlannedFinding, ...]
    children: tuple[PlannedChild, ...]
    presentations: tuple[PlannedPresentation, ...]
