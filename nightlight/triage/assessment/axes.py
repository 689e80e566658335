"""Four axes of one report, each one word: victim, offender, solvable, severity. Never added into one number."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile
from nightlight.triage.assessment.conditions import When
from nightlight.triage.assessment.facts import Fact, FactSheet

NAME = "triage.axes"


class Word(StrEnum):
    """The words of the three axes of risk, in their order. Not known is a word of its own, not the lowest."""

    NOT_KNOWN = "Not known"
    NONE_SEEN = "None seen"
    LOW = "Low"
    MEDIUM = "Medium"
    HIGH = "High"
    VERY_HIGH = "Very high"


class Solvable(StrEnum):
    """The words of the axis of time: whether address records can still be had."""

    NOT_KNOWN = "Not known"
    OPEN = "Open"
    FADING = "Fading"
    GONE = "Gone"


class Step(BaseModel):
    """Where the condition holds, and no step above held, the axis has this word."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    word: Word
    when: When


class Axis(BaseModel):
    """Steps from the highest; below them nothing was seen, or nothing is known when no fact of `speaks` is stated."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    steps: tuple[Step, ...]
    speaks: Annotated[tuple[Fact, ...], Field(min_length=1)]

    def word(self, sheet: FactSheet) -> Word:
        """Return the word of this axis for one report."""
        for step in self.steps:
            if step.when.holds(sheet.true):
                return step.word
        return Word.NOT_KNOWN if sheet.findings.keys().isdisjoint(self.speaks) else Word.NONE_SEEN


class Fading(BaseModel):
    """How old the newest dated address may be, in days, before its records fade, and before they are gone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    open_days: Annotated[int, Field(ge=1)]
    fading_days: Annotated[int, Field(ge=1)]

    @model_validator(mode="after")
    def _fades_after_it_was_open(self) -> Self:
        if self.fading_days < self.open_days:
            raise ValueError("Records fade after they were open: the second number of days is the larger one.")
        return self

    def word(self, newest_address_at: datetime | None, *, at: datetime) -> Solvable:
        """Return the word for an address seen at a moment, looked at from another."""
        if newest_address_at is None:
            return Solvable.NOT_KNOWN
        age = at - newest_address_at
        if age <= timedelta(days=self.open_days):
            return Solvable.OPEN
        return Solvable.FADING if age <= timedelta(days=self.fading_days) else Solvable.GONE


class AxesPolicy(PolicyFile):
    """The dated rules of the four axes."""

    victim: Axis
    offender: Axis
    severity: Axis
    solvable: Fading


@dataclass(frozen=True, slots=True)
class FourWords:
    """The four words of one report."""

    victim: Word
    offender: Word
    solvable: Solvable
    severity: Word


def policy(on: date) -> Dated[AxesPolicy]:
    """Return the policy of the axes in force on a date."""
    return in_force(NAME, on=on, schema=AxesPolicy)


def four_words(rules: AxesPolicy, sheet: FactSheet, *, at: datetime) -> FourWords:
    """Return the four words of one report as they stand at a moment (UTC)."""
    return FourWords(
        rules.victim.word(sheet),
        rules.offender.word(sheet),
        rules.solvable.word(sheet.newest_address_at, at=at),
        rules.severity.word(sheet),
    )
