"""What an invented operation shall contain: read from a file, checked, and scaled."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from typing import Self

import yaml
from pydantic import ConfigDict, NonNegativeInt, PositiveInt, TypeAdapter, model_validator
from pydantic.dataclasses import dataclass

from nightlight.simulation.apportion import apportion_named

BROKEN_HEART_2018 = "broken-heart-2018"
DAYS_OF_A_WEEK = 7
STRICT = ConfigDict(extra="forbid")

Mix = Mapping[str, float]
Counts = Mapping[str, NonNegativeInt]


@dataclass(frozen=True, config=STRICT)
class Window:
    """The first and the last day of the operation, both inside it."""

    first: date
    last: date

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of the window, in order."""
        return tuple(self.first + timedelta(days=offset) for offset in range((self.last - self.first).days + 1))


@dataclass(frozen=True, config=STRICT)
class Published:
    """One figure as it was announced, with the words used and where they stand."""

    figure: str
    value: int
    wording: str
    source: str


@dataclass(frozen=True, config=STRICT)
class Targets:
    """What the invented operation contains, exactly. Each mapping divides a total by category."""

    complaints_investigated: PositiveInt
    complaints_not_investigated: Counts
    cases: PositiveInt
    conflicts: NonNegativeInt
    arrests: Counts
    offenders: Counts
    children: Counts
    presentations: Counts
    people_reached: NonNegativeInt

    @model_validator(mode="after")
    def hang_together(self) -> Self:
        """Refuse totals that no operation can have."""
        if not self.cases <= self.complaints_investigated:
            raise ValueError("Every case starts with a complaint: there are more cases than complaints.")
        if not sum(self.arrests.values()) <= self.cases:
            raise ValueError("There are more arrests than cases.")
        if not sum(self.offenders.values()) <= sum(self.arrests.values()):
            raise ValueError("There are more offenders found than suspects arrested.")
        if not sum(self.children.values()) <= self.cases:
            raise ValueError("There are more children than cases they could be identified in.")
        if not self.conflicts * 2 <= self.cases:
            raise ValueError("A conflict needs two cases: there are too many conflicts.")
        if not sum(self.presentations.values()) <= self.people_reached:
            raise ValueError("Every presentation reaches somebody: there are more presentations than people.")
        return self

    def scaled(self, factor: float) -> Self:
        """Return these targets times `factor`, every sum consistent, nothing that exists scaled away to nothing."""
        complaints = _scaled(self.complaints_investigated, factor)
        cases = min(_scaled(self.cases, factor), complaints)
        arrests = _divided(self.arrests, factor, at_most=cases)
        presentations = _divided(self.presentations, factor)
        return replace(
            self,
            complaints_investigated=complaints,
            complaints_not_investigated=_divided(self.complaints_not_investigated, factor),
            cases=cases,
            conflicts=min(_scaled(self.conflicts, factor), cases // 2),
            arrests=arrests,
            offenders=_divided(self.offenders, factor, at_most=sum(arrests.values())),
            children=_divided(self.children, factor, at_most=cases),
            presentations=presentations,
            people_reached=max(_scaled(self.people_reached, factor), sum(presentations.values())),
        )


@dataclass(frozen=True, config=STRICT)
class Shares:
    """How often a thing is so. A mapping divides all reports or files; a number is the share that has the trait."""

    weekdays: tuple[float, ...]
    formats: Mix
    located_by: Mix
    incident_types: Mix
    escalated: float
    prior_reports: float
    access_to_children: float
    convicted_sex_offender: float
    report_annotations: Mix
    file_annotations: Mix
    potential_meme: float
    classifications: Mix
    viewed: Mix

    @model_validator(mode="after")
    def are_whole(self) -> Self:
        """Refuse a division that leaves something over, and a week of other than seven days."""
        if len(self.weekdays) != DAYS_OF_A_WEEK:
            raise ValueError("The weekday pattern needs seven numbers, Monday to Sunday.")
        for name in ("formats", "located_by", "incident_types", "classifications", "viewed"):
            if not math.isclose(sum(getattr(self, name).values()), 1):
                raise ValueError(f"The shares of {name} do not add up to 1.")
        return self


@dataclass(frozen=True, config=STRICT)
class Scenario:
    """An operation to invent."""

    name: str
    window: Window
    published: tuple[Published, ...]
    targets: Targets
    shares: Shares
    populations: Mapping[str, PositiveInt]
    parts: Mapping[str, Mix]

    @model_validator(mode="after")
    def parts_are_whole(self) -> Self:
        """Refuse a state whose people are not all given to somebody, and parts of a state that is not there."""
        for state, parts in self.parts.items():
            if state not in self.populations:
                raise ValueError(f"{state} is divided but has no population.")
            if not math.isclose(sum(parts.values()), 1):
                raise ValueError(f"The parts of {state} do not add up to 1.")
        return self

    @property
    def weights(self) -> dict[str, float]:
        """People served by each task force, by its code, in alphabetical order."""
        served: dict[str, float] = {}
        for state, population in self.populations.items():
            for code, part in self.parts.get(state, {state: 1.0}).items():
                served[code] = served.get(code, 0.0) + population * part
        return dict(sorted(served.items()))

    def states_of(self, task_force: str) -> tuple[str, ...]:
        """Return the states that a task force serves, wholly or in part."""
        return tuple(state for state in sorted(self.populations) if task_force in self.parts.get(state, {state: 1.0}))

    def scaled(self, factor: float) -> Self:
        """Return the same operation at another size; 1 is the size of the file. Raises `ValueError` unless above 0."""
        if not factor > 0:
            raise ValueError("A scenario can only be scaled by more than nothing.")
        return self if factor == 1 else replace(self, targets=self.targets.scaled(factor))


def load(name: str = BROKEN_HEART_2018) -> Scenario:
    """Return the scenario of that name from the `scenarios` folder; raises `ValidationError` when it is unsound."""
    text = (files("nightlight.simulation") / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")
    return TypeAdapter(Scenario).validate_python(yaml.safe_load(text))


def _scaled(count: int, factor: float) -> int:
    return max(1, round(count * factor)) if count else 0


def _divided(counts: Counts, factor: float, *, at_most: int | None = None) -> dict[str, int]:
    total = _scaled(sum(counts.values()), factor)
    return apportion_named(total if at_most is None else min(total, at_most), counts)
