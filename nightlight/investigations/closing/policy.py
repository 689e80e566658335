"""When a report is suggested to be closed: dated policy."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile
from nightlight.triage.assessment.facts import Fact

NAME = "investigations.closing"


class ClosingRule(BaseModel):
    """One kind of report that is suggested. Everything that it names must hold; the most urgent tier is never named."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(min_length=1, max_length=20)]
    tiers: Annotated[frozenset[Annotated[int, Field(ge=2)]], Field(min_length=1)]
    all_of: tuple[Fact, ...] = ()
    folded: bool = False
    older_than_days: Annotated[int, Field(ge=1)]
    preservation_lapsed: bool = False
    because: Annotated[str, Field(min_length=1)]


class ClosingPolicy(PolicyFile):
    """The rules in their order."""

    rules: tuple[ClosingRule, ...]


def policy(on: date) -> Dated[ClosingPolicy]:
    """Return the policy in force on a date."""
    return in_force(NAME, on=on, schema=ClosingPolicy)
