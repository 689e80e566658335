"""What is asked of the acts of clocks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RetentionAsked:
    """How long somebody keeps logs of addresses, as it is said: of whom, for how many days, from which source."""

    of_whom: str
    name: str
    days: int
    source: str
    sureness: str
    because: str
