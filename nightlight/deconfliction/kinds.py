"""Which identifiers are checked between agencies: dated policy."""

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.policy import in_force
from nightlight.policy.dated import PolicyFile

NAME = "deconfliction.kinds"


class Rule(BaseModel):
    """Whether one kind is checked, whether only with its realm, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    checked: bool
    needs_realm: bool = False
    because: str


class KindsPolicy(PolicyFile):
    """One rule for each kind; a kind without a rule is not checked."""

    rules: tuple[Rule, ...]

    @model_validator(mode="after")
    def _names_no_kind_twice(self) -> Self:
        if len({rule.kind for rule in self.rules}) != len(self.rules):
            raise ValueError("A kind has one rule.")
        return self

    def checks(self, identifier: Identifier) -> bool:
        """Say whether the index holds identifiers like this one."""
        return any(
            rule.checked and (identifier.realm != "" or not rule.needs_realm)
            for rule in self.rules
            if rule.kind is identifier.kind
        )


def policy_on(on: date) -> KindsPolicy:
    """Return the policy in force on a date."""
    return in_force(NAME, on=on, schema=KindsPolicy).content
