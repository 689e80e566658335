"""The addresses on a board. Each carries its date, so that what it opens holds the number that was clicked."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from nightlight.reporting.measures import COMPLAINTS


@dataclass(frozen=True, slots=True)
class Links:
    """Where the board of an operation leads, as of a date and with a measure chosen."""

    operation: UUID
    as_of: date
    measure: str = COMPLAINTS.code

    def board(self, **asked: str) -> str:
        """Return the address of the board itself; `asked` adds to its query or replaces parts of it."""
        query = {"measure": self.measure, "as_of": self.as_of.isoformat()} | asked
        return f"{reverse('operation', args=[self.operation])}?{urlencode(query)}"

    def records(self, measure: str, **narrowed: str) -> str:
        """Return the address of the records behind a number, narrowed to the cell, state, bar or day it stands in."""
        query = narrowed | {"as_of": self.as_of.isoformat()}
        return f"{reverse('operation-records', args=[self.operation, measure])}?{urlencode(query)}"

    @property
    def forms(self) -> list[tuple[str, str]]:
        """The forms in which the report can be taken along: what each is called, and its address."""
        as_of = urlencode({"as_of": self.as_of.isoformat()})
        return [
            (form.upper(), f"{reverse('operation-download', args=[self.operation, form])}?{as_of}")
            for form in ("pdf", "csv", "json")
        ]
