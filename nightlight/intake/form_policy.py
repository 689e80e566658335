"""The dated rules of the public form."""

from typing import Annotated

from pydantic import Field

from nightlight.foundation import clock
from nightlight.policy import in_force
from nightlight.policy.dated import PolicyFile

Positive = Annotated[int, Field(ge=1)]


class PublicFormPolicy(PolicyFile):
    """How long answering takes at least, how long a draft waits, and how many may knock in an hour."""

    seconds_to_answer: Annotated[int, Field(ge=0)]
    minutes_a_draft_waits: Positive
    sent_per_network: Positive
    sent_by_all: Positive
    codes_tried_per_network: Positive
    codes_tried_by_all: Positive


def form_policy() -> PublicFormPolicy:
    """Return the rules in force today."""
    return in_force("intake.public_form", on=clock.today(), schema=PublicFormPolicy).content
