"""What goes out: ids, a closed sentence and an address of this site. No word about a person or a report."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Parcel:
    """One notice for one outlet. `id` is the delivery's: the same again when it is sent a second time."""

    id: UUID
    outlet_id: UUID
    way: str
    target: str
    kind: str
    words: str
    address: str
    is_urgent: bool

    @property
    def urgency(self) -> str:
        """The urgency in one word."""
        return "urgent" if self.is_urgent else "routine"


class NotSent(Exception):
    """A try that failed. `problem` is a short code in lower-case words."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
