"""What small numbers may say: dated policy."""

from datetime import date
from typing import Annotated

from pydantic import Field

from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile

NAME = "learning.small_numbers"


class SmallNumbers(PolicyFile):
    """From how many on a share is said at all, and from how many on a count may leave the house."""

    too_few: Annotated[int, Field(ge=1)]
    smallest_cell: Annotated[int, Field(ge=2)]


def policy(on: date) -> Dated[SmallNumbers]:
    """Return the policy in force on a date."""
    return in_force(NAME, on=on, schema=SmallNumbers)
