"""The dated policy of indicators: what may put a person on the list, the gravest first.

A quantity never lists or ranks anyone: an indicator is a statement that holds or does not. The schema has no field
for a number, takes only facts that speak of seriousness or danger, and refuses words that speak of quantities.
Source: 34 U.S.C. 21115(e)(1)(B); "volume of suspected criminal activity" was struck by Pub. L. 112-206, sec. 8.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from nightlight.investigations.models import Finding
from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile
from nightlight.triage.assessment.facts import Fact

NAME = "suspects.indicators"
LETTERS = 80

MAY_SUPPORT = frozenset(
    {
        Fact.ESCALATED,
        Fact.PRIORITY_ONE,
        Fact.MOLESTATION,
        Fact.ENTICEMENT,
        Fact.TRAFFICKING,
        Fact.TRAVEL,
        Fact.OBSCENE_TO_CHILD,
        Fact.SEXTORTION,
        Fact.SADISTIC,
        Fact.PHYSICAL_HARM,
        Fact.LIVE_STREAMING,
        Fact.ACCESS_TO_CHILD,
        Fact.ACCESS_TO_CHILDREN,
        Fact.CONVICTED_OFFENDER,
    }
)
"""The facts that speak of seriousness or danger. Earlier reports, files, recipients and copies are not among them."""

_QUANTITY = re.compile(
    r"\d|\b(?:amount|counts?|counted|dozens?|duplicates?|files?|frequen\w+|hundreds?|images?|many|more than|most"
    r"|multiple|numbers?|numerous|often|quantit\w+|repeated\w*|reports?|scores?|several|thousands?|times|tips?|total"
    r"|twice|videos?|volume)\b",
    re.IGNORECASE,
)


class Of(StrEnum):
    """What an indicator speaks of, in the words of the statute."""

    SERIOUSNESS = "seriousness"
    DANGER = "danger"


class Indicator(BaseModel):
    """One named indicator, with the facts of a report and the findings of a case that support it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z_]{3,30}$")]
    words: Annotated[str, StringConstraints(min_length=3, max_length=LETTERS)]
    of: Of
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()
    law: Annotated[str, StringConstraints(min_length=3)]

    @field_validator("id", "words")
    @classmethod
    def _speaks_of_no_quantity(cls, value: str) -> str:
        if found := _QUANTITY.search(value.replace("_", " ")):
            raise ValueError(f"A quantity never lists anyone (34 U.S.C. 21115): take out {found[0]!r}.")
        return value

    @field_validator("facts")
    @classmethod
    def _rests_on_no_quantity(cls, value: tuple[Fact, ...]) -> tuple[Fact, ...]:
        if others := sorted(set(value) - MAY_SUPPORT):
            raise ValueError(f"These facts speak neither of seriousness nor of danger: {', '.join(others)}.")
        return value

    @field_validator("findings")
    @classmethod
    def _rests_on_something_found(cls, value: tuple[Finding, ...]) -> tuple[Finding, ...]:
        if Finding.NONE in value:
            raise ValueError("That nothing was found supports no indicator.")
        return value


class IndicatorPolicy(PolicyFile):
    """Every indicator there is, the gravest first. Their order is the order of the list."""

    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [indicator.id for indicator in self.indicators]
        if len(ids) != len(set(ids)):
            raise ValueError("An indicator is named once.")
        return self

    def named(self, code: str) -> Indicator | None:
        """Return the indicator of a code, or nothing where this policy has none."""
        return next((indicator for indicator in self.indicators if indicator.id == code), None)

    def supported_by(self, true: frozenset[Fact] | set[Fact], finding: str = Finding.NONE) -> list[Indicator]:
        """Return the indicators that facts of a report, or the finding on a subject, support; the gravest first."""
        return [one for one in self.indicators if true & set(one.facts) or finding in one.findings]


def policy(on: date) -> Dated[IndicatorPolicy]:
    """Return the policy in force on a date. Raises NoPolicyInForce for a date before 2018."""
    return in_force(NAME, on=on, schema=IndicatorPolicy)
