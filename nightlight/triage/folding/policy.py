"""Which reports fold into one lead by themselves: dated policy."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from nightlight.identifiers.kinds import Kind
from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile
from nightlight.triage.assessment.contents import LINKING

NAME = "triage.folding"


class Same(StrEnum):
    """What two reports share that makes them one lead."""

    ACCOUNT = "account"
    VIRAL_FILE = "viral_file"


class FoldRule(BaseModel):
    """One way in which reports are alike. `kinds` are the kinds of identifier that count as the account."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(min_length=1, max_length=20)]
    same: Same
    kinds: frozenset[Kind] = frozenset()
    because: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _names_kinds_for_an_account(self) -> Self:
        if (self.same is Same.ACCOUNT) != bool(self.kinds):
            raise ValueError("A rule on accounts names the kinds of identifier that count, and no other rule does.")
        if not self.kinds <= set(LINKING):
            raise ValueError(f"Reports are linked by {', '.join(LINKING)}; other kinds make no account.")
        return self


class FoldingPolicy(PolicyFile):
    """The rules in their order, and what is never folded."""

    never_tiers: frozenset[int]
    within_days: Annotated[int, Field(ge=1)]
    rules: tuple[FoldRule, ...]


def policy(on: date) -> Dated[FoldingPolicy]:
    """Return the policy in force on a date."""
    return in_force(NAME, on=on, schema=FoldingPolicy)
