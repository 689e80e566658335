"""The four offense categories that operations count by, in the wording of their time.

The wording changed in 2018: from then on the fourth category takes in travel across state lines, so its figures do
not compare with earlier years. An arrest therefore remembers the date of the set that was in force.
"""

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from nightlight.policy.dated import Dated, PolicyFile, in_force

POLICY = "investigations.offence_categories"


class Category(StrEnum):
    """The codes of the four categories; what each means is in the set of its time."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"


class OffenceCategory(BaseModel):
    """One category: its code, a label for tables, and its wording."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Category
    label: str
    wording: str


class CategorySet(PolicyFile):
    """The four categories in the wording of one time."""

    categories: tuple[OffenceCategory, ...]

    @model_validator(mode="after")
    def _each_category_once(self) -> Self:
        if [category.code for category in self.categories] != list(Category):
            raise ValueError("A set words each of the four categories once, in their order.")
        return self

    def of(self, code: str) -> OffenceCategory:
        """Return the category of a code. Raises KeyError for a code that no set knows."""
        return {category.code.value: category for category in self.categories}[code]


def category_set(on: date) -> Dated[CategorySet]:
    """Return the set in force on a date. Raises NoPolicyInForce for a date before 2015."""
    return in_force(POLICY, on=on, schema=CategorySet)
