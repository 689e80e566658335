"""The dated rules of notices: how long they are shown, how often and how patiently one is sent."""

from datetime import date, timedelta

from pydantic import Field

from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile

DELIVERY = "notices.delivery"


class DeliveryPolicy(PolicyFile):
    """Days for which a notice is shown; tries before a delivery is given up, and the seconds between them.

    `pauses_seconds` gives the pause after the first try, the second, and so on; the last one holds for all that follow.
    `lease_seconds` is how long a try may take before another process may take it over; `timeout_seconds` how long a
    mail server or a webhook may keep silent.
    """

    shown_for_days: int = Field(ge=1)
    tries: int = Field(ge=1)
    pauses_seconds: tuple[int, ...] = Field(min_length=1)
    lease_seconds: int = Field(ge=1)
    timeout_seconds: int = Field(ge=1)

    def pause_after(self, tries: int) -> timedelta:
        """Return how long to wait after so many tries (1 or more) failed."""
        return timedelta(seconds=self.pauses_seconds[min(tries, len(self.pauses_seconds)) - 1])


def delivery_on(on: date) -> Dated[DeliveryPolicy]:
    """Return the rules of delivery in force on a date."""
    return in_force(DELIVERY, on=on, schema=DeliveryPolicy)
