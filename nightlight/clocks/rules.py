"""The dated rules of clocks: when somebody is told, and how long a preservation letter holds."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile

Days = Annotated[int, Field(ge=1)]


class AlarmsPolicy(PolicyFile):
    """How many days before its end a clock rings, the longest first."""

    days: Annotated[tuple[Days, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _are_in_order(self) -> Self:
        if list(self.days) != sorted(set(self.days), reverse=True):
            raise ValueError("Name each number of days once, the longest first.")
        return self


class LettersPolicy(PolicyFile):
    """For how many days a letter holds, and for how many more its one renewal."""

    statute: str
    days: Days
    renewal_days: Days


def alarms(on: date) -> Dated[AlarmsPolicy]:
    """Return the rule of alarms in force on a date."""
    return in_force("clocks.alarms", on=on, schema=AlarmsPolicy)


def letters(on: date) -> Dated[LettersPolicy]:
    """Return the rule of preservation letters in force on a date."""
    return in_force("clocks.letters", on=on, schema=LettersPolicy)
