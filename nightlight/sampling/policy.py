"""Which tiers are low, and what share of their reports a person looks at: dated policy."""

from datetime import date
from typing import Annotated

from pydantic import Field, field_validator

from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile

NAME = "sampling.low_tiers"


class SamplingPolicy(PolicyFile):
    """The low tiers, and the share of them in percent. The most urgent tier is never low."""

    tiers: frozenset[int]
    percent: Annotated[float, Field(gt=0, le=100)]

    @field_validator("tiers")
    @classmethod
    def _leaves_out_the_urgent(cls, tiers: frozenset[int]) -> frozenset[int]:
        if not tiers or min(tiers) < 2:  # noqa: PLR2004 - tier 1 is immediate risk in every policy
            raise ValueError("Name at least one low tier; tier 1 is immediate risk and never low.")
        return tiers


def policy(on: date) -> Dated[SamplingPolicy]:
    """Return the policy in force on a date."""
    return in_force(NAME, on=on, schema=SamplingPolicy)
