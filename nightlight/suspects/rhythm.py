"""The dated policies of time: how often the list is made, and how long a nomination stands."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from nightlight.agencies.models import AgencyKind
from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile

RHYTHM, RETENTION = "suspects.rhythm", "suspects.retention"
LAW_DAYS, LAW_YEARS = 30, 5
"""What no policy may stretch: 34 U.S.C. 21115(e)(1)(B) and 28 CFR 23.20(h)."""


class RhythmPolicy(PolicyFile):
    """A run at least every so many days, a warning before, and the kinds of agency that receive it."""

    every_days: Annotated[int, Field(ge=1, le=LAW_DAYS)]
    warn_days: Annotated[int, Field(ge=1)]
    recipients: Annotated[tuple[AgencyKind, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _warns_in_time(self) -> Self:
        if self.warn_days >= self.every_days:
            raise ValueError("The warning comes before the list is overdue.")
        return self


class RetentionPolicy(PolicyFile):
    """How many years a nomination stands after its review, and how many days before its end that is shown."""

    keep_years: Annotated[int, Field(ge=1, le=LAW_YEARS)]
    warn_days: Annotated[int, Field(ge=1)]

    def ends_on(self, reviewed_on: date) -> date:
        """Return the day on which a nomination ends that was reviewed on a day and is not validated again."""
        year = reviewed_on.year + self.keep_years
        try:
            return reviewed_on.replace(year=year)
        except ValueError:  # 29 February
            return reviewed_on.replace(year=year, day=28)


def rhythm(on: date) -> Dated[RhythmPolicy]:
    """Return the rhythm in force on a date."""
    return in_force(RHYTHM, on=on, schema=RhythmPolicy)


def retention(on: date) -> Dated[RetentionPolicy]:
    """Return the retention in force on a date."""
    return in_force(RETENTION, on=on, schema=RetentionPolicy)
