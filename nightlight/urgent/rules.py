"""The dated rule of the urgent lane."""

from datetime import date

from pydantic import Field

from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile

LANE = "urgent.lane"


class LanePolicy(PolicyFile):
    """Tiers, and single rules of the priority policy, whose reports are urgent; minutes until one must be open."""

    tiers: frozenset[int]
    rules: frozenset[str]
    open_within_minutes: int = Field(ge=1, le=24 * 60)

    def holds(self, tier: int, rule: str) -> bool:
        """Say whether a report of this tier, put there by this rule, is urgent."""
        return tier in self.tiers or rule in self.rules


def lane_on(on: date) -> Dated[LanePolicy]:
    """Return the rule in force on a date."""
    return in_force(LANE, on=on, schema=LanePolicy)
