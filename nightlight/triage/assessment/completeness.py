"""What a report must have to be acted on, item by item. Completeness is not priority, and moves no report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from nightlight.intake.formats.values import Role
from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile
from nightlight.triage.assessment.contents import Contents
from nightlight.triage.assessment.facts import Fact, FactSheet

NAME = "triage.completeness"


class Item(StrEnum):
    """One thing that makes a report actionable."""

    WHO = "who"
    CHILD = "child"
    CONTENT = "content"
    TIME = "time"
    VIEWED = "viewed"
    MEME = "meme"
    GENERATIVE_AI = "generative_ai"


class State(StrEnum):
    """Whether a report has an item. A box that is not ticked says nothing."""

    HAS = "H"
    LACKS = "L"
    NOT_SAID = "N"

    @property
    def words(self) -> str:
        """What the pages call it."""
        return {"H": "Has it", "L": "Lacks it", "N": "Does not say"}[self.value]


class ListedItem(BaseModel):
    """An item as the checklist words it, and why it counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    item: Item
    words: Annotated[str, Field(min_length=1)]
    because: Annotated[str, Field(min_length=1)]


class Checklist(PolicyFile):
    """The items in their order."""

    items: tuple[ListedItem, ...]

    @model_validator(mode="after")
    def _names_an_item_once(self) -> Self:
        if len({listed.item for listed in self.items}) != len(self.items):
            raise ValueError("Every item is listed once.")
        return self


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the checklist for one report."""

    words: str
    because: str
    state: State


def policy(on: date) -> Dated[Checklist]:
    """Return the checklist in force on a date."""
    return in_force(NAME, on=on, schema=Checklist)


def check(checklist: Checklist, contents: Contents, sheet: FactSheet) -> str:
    """Return the state of each item in the order of the list, a letter each."""
    return "".join(_state(listed.item, contents, sheet).value for listed in checklist.items)


def lines(checklist: Checklist, checked: str) -> Sequence[Line]:
    """Return the list for one report as `check` found it; nothing where it was not checked by this list."""
    if len(checked) != len(checklist.items):
        return ()
    return [
        Line(listed.words, listed.because, State(letter))
        for listed, letter in zip(checklist.items, checked, strict=True)
    ]


def _state(item: Item, contents: Contents, sheet: FactSheet) -> State:
    if item is Item.WHO:
        placed = any(place.person_id in contents.reported for place in contents.places)
        return _has(bool(sheet.true & {Fact.HAS_UPLOAD_ADDRESS, Fact.HAS_ADDRESS}) or placed)
    if item is Item.CHILD:
        return _child(contents)
    if item is Item.CONTENT:
        return _has(bool(contents.files) or contents.has_text)
    if item is Item.TIME:
        report = contents.report
        return _has(bool(report.incident_as_given or report.incident_at) and bool(report.incident_time_definition))
    if item is Item.VIEWED:
        said = [file.viewed_by_provider is not None for file in contents.files]
        return State.HAS if said and all(said) else State.NOT_SAID
    mark = {Item.MEME: {Fact.MEME, Fact.VIRAL}, Item.GENERATIVE_AI: {Fact.GENERATIVE_AI}}[item]
    return State.HAS if any(sheet.value(fact) is not None for fact in mark) else State.NOT_SAID


def _child(contents: Contents) -> State:
    children = {person.pk for person in contents.people if person.role == Role.VICTIM}
    if not children:
        return State.NOT_SAID
    places, sightings = ({part.person_id for part in parts} for parts in (contents.places, contents.sightings))
    return _has(bool((places | sightings) & children))


def _has(present: bool) -> State:
    return State.HAS if present else State.LACKS
