"""The condition of a triage rule: all of some facts, and any of some others."""

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from nightlight.triage.assessment.facts import NEVER_DECIDES, Fact


class When(BaseModel):
    """Holds when every fact of `all_of` is true and, if `any_of` names facts, one of them is. Empty always holds.

    Only true facts count: what is not stated neither opens a rule nor shuts one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    all_of: tuple[Fact, ...] = ()
    any_of: tuple[Fact, ...] = ()

    @model_validator(mode="after")
    def _uses_no_fact_that_may_not_decide(self) -> Self:
        if forbidden := NEVER_DECIDES & self.facts:
            raise ValueError(f"A rule may not use {', '.join(sorted(forbidden))}.")
        return self

    @property
    def facts(self) -> frozenset[Fact]:
        """The facts that the condition reads."""
        return frozenset(self.all_of) | frozenset(self.any_of)

    @property
    def is_empty(self) -> bool:
        """Whether the condition holds for every report."""
        return not self.all_of and not self.any_of

    def holds(self, true: frozenset[Fact]) -> bool:
        """Say whether the condition holds, given the facts that are true."""
        return true.issuperset(self.all_of) and (not self.any_of or not true.isdisjoint(self.any_of))
