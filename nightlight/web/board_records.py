"""The records behind one number, in words and with the way to each record's own page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.geography import states
from nightlight.investigations.categories import category_set
from nightlight.investigations.models import Finding
from nightlight.operations.models import Audience, Operation
from nightlight.reporting.measure import Measure
from nightlight.reporting.measures import ARRESTS, CHILDREN, COMPLAINTS, OFFENDERS, PRESENTATIONS, TASK_FORCES
from nightlight.reporting.operation_report import NO_STATE
from nightlight.reporting.records import Narrowing, Record, Records
from nightlight.victims.models import Recency
from nightlight.web.board_links import Links
from nightlight.web.templatetags.words import count, day

HEADS = {CHILDREN.code: "Recency", OFFENDERS.code: "Finding", ARRESTS.code: "Primary category"}
ONE = {
    TASK_FORCES.code: "task force",
    COMPLAINTS.code: "complaint investigated",
    ARRESTS.code: "arrest",
    CHILDREN.code: "child identified",
    PRESENTATIONS.code: "presentation",
}
ALLEGED = {ARRESTS.code: " (alleged)"}


@dataclass(frozen=True, slots=True)
class Words:
    """What the page of some records calls them."""

    title: str
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A record, the words for its category, and the address of the page that shows it; empty where none does."""

    record: Record
    category: str
    href: str


def words(operation: Operation, listed: Records, narrowed: Narrowing) -> Words:
    """Return the title, such as "46 arrests (alleged), Colorado, Apr 9, 2018", and the heads of the columns."""
    measure = listed.measure
    parts = [
        f"{count(listed.total)} {_noun(measure, listed.total)}{ALLEGED.get(measure.code, '')}",
        _task_force(narrowed.task_force),
        "" if narrowed.state is None else _state(narrowed.state),
        _categories(operation, measure).get(narrowed.category, narrowed.category),
        day(narrowed.day) if narrowed.day else "",
    ]
    named = {"Category": HEADS.get(measure.code, "Audience"), "Date": "Date (UTC)"}
    return Words(", ".join(filter(None, parts)), tuple(named.get(head, head) for head in listed.columns))


def _noun(measure: Measure, number: int) -> str:
    plural = measure.label.lower()
    return ONE.get(measure.code, plural) if number == 1 else plural


def lines(operation: Operation, measure: Measure, records: Iterable[Record], reader: User, as_of: date) -> list[Line]:
    """Return the lines of a page. A child stands there by case and pseudonym only."""
    categories = _categories(operation, measure)
    return [
        Line(
            record,
            categories.get(record.category, record.category),
            _href(operation, measure, record, as_of) if _may_open(measure, reader) else "",
        )
        for record in records
    ]


def _may_open(measure: Measure, reader: User) -> bool:
    return measure in (COMPLAINTS, TASK_FORCES) or reader.may(Permission.CASE_READ)


def _href(operation: Operation, measure: Measure, record: Record, as_of: date) -> str:
    if measure is COMPLAINTS:
        return reverse("report", args=[record.pk])
    if measure is TASK_FORCES:
        return Links(operation.pk, as_of).board(by="task_force", task_force=record.number)
    return reverse("case", args=[record.case]) if record.case else ""


def _categories(operation: Operation, measure: Measure) -> Mapping[str, str]:
    """Return how the categories of a measure are called, by code; of arrests, as in the operation's time."""
    if measure is ARRESTS:
        return {each.code.value: each.label for each in category_set(operation.category_set).content.categories}
    words = {OFFENDERS.code: Finding.choices, CHILDREN.code: Recency.choices}
    return dict(words.get(measure.code, Audience.choices))


def _task_force(code: str) -> str:
    return Agency.objects.filter(code=code).values_list("name", flat=True).first() or code if code else ""


def _state(code: str) -> str:
    known = states.by_code(code)
    return known.name if known else code or NO_STATE
