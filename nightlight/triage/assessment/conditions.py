"""The condition of a triage rule: all of some facts, any of some others, and numbers of days."""

from collections.abc import Set as AbstractSet
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer, model_validator

from nightlight.triage.assessment.days import Days
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


class RuleWhen(When):
    """A condition that may ask for days besides: every one of `days` must hold. Empty always holds."""

    days: tuple[Days, ...] = ()

    @model_validator(mode="after")
    def _asks_for_each_span_once(self) -> Self:
        if len({each.of for each in self.days}) < len(self.days):
            raise ValueError("A condition counts each kind of days once: give it at_least and at_most together.")
        return self

    @model_serializer(mode="wrap")
    def _without_days_where_none_are_asked(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        said: dict[str, Any] = whole(self)
        return said if self.days else {name: value for name, value in said.items() if name != "days"}

    @property
    def is_empty(self) -> bool:
        """Whether the condition holds for every report on every day."""
        return super().is_empty and not self.days

    def holds_with(self, true: frozenset[Fact], held: AbstractSet[Days]) -> bool:
        """Say whether the condition holds, given the facts that are true and the conditions on days that hold."""
        return self.holds(true) and all(each in held for each in self.days)
